import { Button, Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { showKeys } from "../actions";
import { openSettings } from "../settings";
import { COMMANDS, LEAVE_ANYWHERE, written } from "../shortcuts";
import { say } from "../strings";
import { useKey } from "../useKey";
import { useMeeting } from "../useMeeting";
import { Control } from "./Control";
import { Icon } from "./Icon";

/** Every key there is, as it is set now. */
export function KeysDialog() {
  const open = useMeeting((state) => state.keysShown);
  const key = useKey();
  const platform = useMeeting((state) => state.platform);
  if (!open) return null;
  const names = say.keyNames;
  const rows: [string, ...string[]][] = [
    ...COMMANDS.map((command): [string, string] => [say.commands[command], key(command)]),
    [say.leaveAnywhere, written(LEAVE_ANYWHERE, platform, names)],
    [say.keysEscape, "Esc"],
    [say.keysRegions, "F6"],
    [say.keysArrows, say.arrowKeys],
    [say.pages, names.pageUp, names.pageDown],
    [say.keysPin, "P"],
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
            {rows.map(([what, ...pressed]) => (
              <div key={what}>
                <dt>{what}</dt>
                <dd>
                  {pressed.map((each) => (
                    <kbd key={each} dir="ltr">
                      {each}
                    </kbd>
                  ))}
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
