import { useState } from "react";
import { Button, Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { endForAll, stay } from "../actions";
import { type Call, headcount } from "../state";
import { say } from "../strings";
import { Avatar } from "./Avatar";
import { CutText } from "./Hint";
import { HOLD_FROM, HoldToEnd } from "./HoldToEnd";
import { Icon } from "./Icon";
import { NoteField } from "./NoteField";

/** End was chosen where nothing says what it means: for how many, for whom, and what then. Focus starts on Stay, Esc is
 * Stay, and sound and picture are cut meanwhile. */
export function EndForAll({ call }: { call: Call }) {
  const count = headcount(call);
  const [note, setNote] = useState("");
  const end = () => endForAll(note);
  if (count >= HOLD_FROM) return <HoldToEnd count={count} onStay={stay} onEnd={end} />;
  return (
    <ModalOverlay className="backdrop" isOpen onOpenChange={(open) => !open && stay()}>
      <Modal className="pop dialog">
        <Dialog role="alertdialog">
          <p className="said">
            <Icon name="mic-off" />
            <span>{say.nobodyHears}</span>
          </p>
          <Heading slot="title" className="head">
            {say.endTitle(count)}
          </Heading>
          <p className="sub">{say.endHow(count)}</p>
          {count > 1 && <Names call={call} />}
          {count > 1 && <NoteField note={note} onNote={setNote} />}
          <div className="actions">
            <Button id="stay" className="btn" autoFocus onPress={stay}>
              {say.stayInMeeting}
              <kbd>Esc</kbd>
            </Button>
            <Button id="end-for-all" className="btn end" onPress={end}>
              {say.endForAll(count)}
            </Button>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

/** Everybody it ends for, me first. */
function Names({ call: { me, others } }: { call: Call }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard
    <ul className="names" tabIndex={0} aria-label={say.peopleInMeeting}>
      {[me, ...others].map(({ participantId, name }) => (
        <li key={participantId}>
          <Avatar name={name} small />
          <CutText text={participantId === me.participantId ? say.nameOfMine(name) : name} />
        </li>
      ))}
    </ul>
  );
}
