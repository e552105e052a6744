import { useEffect } from "react";
import {
  Button,
  UNSTABLE_ToastContent as Content,
  UNSTABLE_Toast as One,
  UNSTABLE_ToastQueue as Queue,
  type QueuedToast,
  UNSTABLE_ToastRegion as Region,
  Text,
} from "react-aria-components";
import { control, dismissToast, setMicrophone, showPanel } from "../actions";
import type { Toast } from "../state";
import { say } from "../strings";
import { useMeeting } from "../useMeeting";
import { Icon } from "./Icon";

const SHOWN_MS = 5000;

/** The store says what is shown. React Aria says for how long (whoever points at it or is in it is not done with it) and
 * who gets the focus when it goes, and lets F6 reach it. */
const queue = new Queue<Toast>({ maxVisibleToasts: Number.POSITIVE_INFINITY });

/** By what the queue knows those that it has. */
const keys = new Map<Toast["id"], string>();

function show(toasts: Toast[]): void {
  for (const [id, key] of [...keys])
    if (!toasts.some((toast) => toast.id === id)) {
      keys.delete(id);
      queue.close(key);
    }
  for (const toast of toasts) {
    const { id } = toast;
    // What the store has taken away is closed without asking it again.
    const onClose = () => keys.delete(id) && dismissToast(id);
    if (!keys.has(id)) keys.set(id, queue.add(toast, { timeout: SHOWN_MS, onClose }));
  }
}

/** Above the bar, never over Leave. */
export function Toasts() {
  const toasts = useMeeting((state) => state.toasts);
  useEffect(() => show(toasts), [toasts]);
  return (
    <Region queue={queue} className="toasts" aria-label={say.notifications} data-region="">
      {({ toast }) => <Shown toast={toast} />}
    </Region>
  );
}

function Shown({ toast }: { toast: QueuedToast<Toast> }) {
  const { id, icon, text, entrant, panel, unmutes } = toast.content;
  return (
    <One toast={toast} className="pop toast" data-icon={icon}>
      <Icon name={icon} />
      {/* No alert: the live region has read it already. */}
      <Content className="toast-text" role="none">
        <Text slot="title" dir="auto">
          {text}
        </Text>
      </Content>
      <span className="toast-actions">
        {panel !== undefined && (
          <Button className="btn quiet" onPress={() => showPanel(panel)}>
            {say.see}
          </Button>
        )}
        {unmutes && (
          <Button className="btn" onPress={() => setMicrophone(true)}>
            {say.unmute}
          </Button>
        )}
        {entrant !== undefined ? (
          <Button className="btn primary" onPress={() => control({ do: "admit", id: entrant })}>
            {say.admit}
          </Button>
        ) : (
          <Button className="btn quiet square" aria-label={say.dismiss} onPress={() => dismissToast(id)}>
            <Icon name="x" />
          </Button>
        )}
      </span>
    </One>
  );
}
