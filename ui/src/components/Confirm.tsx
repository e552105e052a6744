import { Button, Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { control } from "../actions";
import { say } from "../strings";
import type { Question } from "./PersonMenu";

/** Asks back before what cannot be taken back by the same hand. Focus starts on the harmless answer. */
export function Confirm({ question, close }: { question: Question; close(): void }) {
  const { what, person } = question;
  const identity = person.participantId;
  const [title, text, label] =
    what === "remove"
      ? [say.removeTitle(person.name), say.removeText, say.removeDo]
      : [say.handOverTitle(person.name), say.handOverText(person.name), say.handOverDo];
  const confirm = () => {
    control(what === "remove" ? { do: "remove", identity } : { do: "set-role", identity, role: "host" });
    close();
  };
  return (
    <ModalOverlay className="backdrop" isOpen isDismissable onOpenChange={(open) => !open && close()}>
      <Modal className="pop dialog">
        <Dialog role="alertdialog">
          <Heading slot="title" className="head">
            {title}
          </Heading>
          <p className="sub">{text}</p>
          <div className="actions">
            <Button id="keep" className="btn" autoFocus onPress={close}>
              {say.keep}
              <kbd>Esc</kbd>
            </Button>
            <Button id="confirm" className="btn primary" onPress={confirm}>
              {label}
            </Button>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
