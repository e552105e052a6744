import type { ReactNode } from "react";
import { Button, Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";

/** Asks back before what cannot be taken back. Focus starts on the harmless answer, which Esc gives too. */
export function Question(props: {
  title: string;
  text: string;
  /** The harmless answer. */
  keep: string;
  close(): void;
  /** The button that does it. */
  children: ReactNode;
}) {
  const { title, text, keep, close, children } = props;
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
              {keep}
              <kbd>Esc</kbd>
            </Button>
            {children}
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
