import { useState } from "react";
import { Button, Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { closeWindow } from "../actions";
import { say } from "../strings";
import { HOLD_FROM, HoldToEnd } from "./HoldToEnd";
import { Icon } from "./Icon";

/** The window was closed during a call. Focus starts on Stay, Esc is Stay, and sound and picture are cut meanwhile. */
export function CloseWindow({ count, host }: { count: number; host: boolean }) {
  const [holding, setHolding] = useState(false);
  const stay = () => closeWindow("stay");
  const end = () => (count >= HOLD_FROM ? setHolding(true) : closeWindow("end"));
  // Others may go meanwhile: fewer people need no holding.
  if (holding && count >= HOLD_FROM)
    return <HoldToEnd count={count} onStay={stay} onEnd={() => closeWindow("end")} />;
  return (
    <ModalOverlay className="backdrop" isOpen onOpenChange={(open) => !open && stay()}>
      <Modal className="pop dialog narrow">
        <Dialog role="alertdialog">
          <p className="said">
            <Icon name="mic-off" />
            <span>{say.nobodyHears}</span>
          </p>
          <Heading slot="title" className="head">
            {say.closeTitle}
          </Heading>
          <p className="sub">{say.closeText(count)}</p>
          <div className="stacked">
            <Button id="stay" className="btn" autoFocus onPress={stay}>
              {say.stayInMeeting}
              <kbd>Esc</kbd>
            </Button>
            <Button id="close-leave" className="btn end-quiet" onPress={() => closeWindow("leave")}>
              {say.leaveOthers(count - 1)}
            </Button>
            {host && (
              <Button id="close-end" className="btn end" onPress={end}>
                {say.endForAll(count)}
              </Button>
            )}
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
