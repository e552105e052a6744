import { useState } from "react";
import { MenuTrigger, Popover } from "react-aria-components";
import { say } from "../strings";
import { useMeeting } from "../useMeeting";
import { Confirm } from "./Confirm";
import { Control } from "./Control";
import { Icon } from "./Icon";
import { PersonItems, type Question } from "./PersonMenu";

/** What can be done about somebody, on their tile. One of the tiles is in the order of Tab; arrows go on from there. */
export function TileMenu(props: { participantId: string; name: string; tabbable: boolean }) {
  const { participantId, name, tabbable } = props;
  const [question, setQuestion] = useState<Question | null>(null);
  return (
    <>
      <MenuTrigger>
        <Control className="tile-more" label={say.moreFor(name)} excludeFromTabOrder={!tabbable}>
          <Icon name="ellipsis" />
        </Control>
        <Popover className="pop" placement="bottom end" offset={4}>
          <Items participantId={participantId} ask={setQuestion} />
        </Popover>
      </MenuTrigger>
      {question !== null && <Confirm question={question} close={() => setQuestion(null)} />}
    </>
  );
}

function Items({ participantId, ask }: { participantId: string; ask(question: Question): void }) {
  const view = useMeeting((state) => state.view);
  const person = view.at === "call" && view.others.find((other) => other.participantId === participantId);
  return person ? (
    <PersonItems me={view.me} person={person} elsewhere={view.house.elsewhere} ask={ask} />
  ) : null;
}
