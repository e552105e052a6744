import { Button } from "react-aria-components";
import { control } from "../actions";
import type { Entrant } from "../state";
import { running, say } from "../strings";
import { Avatar } from "./Avatar";
import { Clock } from "./Clock";
import { Control } from "./Control";
import { Icon } from "./Icon";

/** Who waits at the door, the first one first, each to be let in or not. */
export function Entrants({ waiting }: { waiting: Entrant[] }) {
  return (
    <section className="waiting" aria-label={say.waitingList}>
      <p className="group">
        <span className="num">{say.waitingCount(waiting.length)}</span>
        {waiting.length > 1 && (
          <Button id="admit-all" className="link" onPress={() => control({ do: "admit-all" })}>
            {say.admitAll(waiting.length)}
          </Button>
        )}
      </p>
      <ul>
        {waiting.map(({ participantId, name, sinceMs }) => (
          <li key={participantId} className="person" data-entrant={participantId} data-name={name}>
            <Avatar name={name} />
            <span className="who">
              <span>
                <bdi>{name}</bdi>
              </span>
              <span className="tag">
                <Clock sinceMs={sinceMs}>{running}</Clock>
              </span>
            </span>
            <span className="marks">
              <Control
                className="btn quiet square deny"
                label={say.denyName(name)}
                onPress={() => control({ do: "deny", id: participantId })}
              >
                <Icon name="x" />
              </Control>
              <Button
                className="btn primary admit"
                aria-label={say.admitName(name)}
                onPress={() => control({ do: "admit", id: participantId })}
              >
                {say.admit}
              </Button>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
