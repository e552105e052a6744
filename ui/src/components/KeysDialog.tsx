import { Button, Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { showKeys } from "../actions";
import { openSettings } from "../settings";
import { COMMANDS } from "../shortcuts";
import { say } from "../strings";
import { useKey } from "../useKey";
import { useMeeting } from "../useMeeting";
import { Control } from "./Control";
import { Icon } from "./Icon";

/** Every key there is, as it is set now. */
export function KeysDialog() {
  const open = useMeeting((state) => state.keysShown);
  const key = useKey();
  if (!open) return null;
  const rows = [
    ...COMMANDS.map((command) => [say.commands[command], key(command)]),
    [say.keysEscape, "Esc"],
    [say.keysRegions, "F6"],
    [say.keysArrows, say.arrowKeys],
    [say.pin, "P"],
    [say.pages, "Page Up  Page Down"],
  ];
  return (
    <ModalOverlay className="backdrop" isOpen isDismissable onOpenChange={(now) => showKeys(now)}>
      <Modal className="pop dialog keys-dialog">
        <Dialog>
          <header>
            <Heading slot="title" className="head">
              {say.keysTitle}
            </Heading>
            <Control
              id="close-keys"
              className="btn quiet square"
              label={say.close}
              onPress={() => showKeys(false)}
            >
              <Icon name="x" />
            </Control>
          </header>
          <dl className="keys">
            {rows.map(([what, pressed]) => (
              <div key={what}>
                <dt>{what}</dt>
                <dd>
                  <kbd dir="ltr">{pressed}</kbd>
                </dd>
              </div>
            ))}
          </dl>
          <footer className="actions">
            <Button
              id="change-keys"
              className="btn"
              onPress={() => {
                showKeys(false);
                openSettings("shortcuts");
              }}
            >
              {say.keysChange}
            </Button>
          </footer>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
