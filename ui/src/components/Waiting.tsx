import { Button } from "react-aria-components";
import { leave } from "../actions";
import type { Lobby } from "../bindings";
import type { LobbyView } from "../state";
import { running, say } from "../strings";
import { Clock } from "./Clock";
import { Contract } from "./Contract";
import { CutText } from "./Hint";
import { Icon } from "./Icon";

/** Before the door: who decides, how long already, how many are ahead, and the way out. */
export function Waiting(props: { lobby: Lobby; waiting: NonNullable<LobbyView["waiting"]>; name: string }) {
  const { lobby, waiting, name } = props;
  const { host, ahead, sinceMs } = waiting;
  return (
    <section className="lobby-side" aria-labelledby="waiting-title">
      <div>
        <p className="sub">
          <CutText text={lobby.title} />
        </p>
        <h1 className="title" id="waiting-title">
          {say.letsYouIn(host)}
        </h1>
      </div>
      <div className="wait" role="progressbar" aria-label={say.waitingToBeAdmitted} />
      <p className="sub">{say.hasBeenTold(host, name)}</p>
      <Contract lobby={lobby}>
        <li id="waiting-since">
          <Icon name="clock" />
          <span>
            {say.waitingFor} <Clock sinceMs={sinceMs}>{running}</Clock>. {say.aheadOfYou(ahead)}
          </span>
        </li>
      </Contract>
      <Button id="leave" className="btn end-quiet large wide" onPress={leave}>
        {say.leave}
      </Button>
    </section>
  );
}
