import { useEffect } from "react";
import { Button } from "react-aria-components";
import { control, dismissToast, showPeople } from "../actions";
import type { Toast } from "../state";
import { say } from "../strings";
import { useMeeting } from "../useMeeting";
import { Icon } from "./Icon";

const SHOWN_MS = 5000;

/** Above the bar, never over Leave; the live region has read them already. */
export function Toasts() {
  const toasts = useMeeting((state) => state.toasts);
  return (
    <div className="toasts">
      {toasts.map((toast) => (
        <One key={toast.id} toast={toast} />
      ))}
    </div>
  );
}

function One({ toast }: { toast: Toast }) {
  const { id, icon, text, entrant } = toast;
  useEffect(() => {
    const timer = setTimeout(() => dismissToast(id), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [id]);
  return (
    <div className="pop toast">
      <Icon name={icon} />
      <p>{text}</p>
      {entrant === undefined ? (
        <Button className="btn quiet square" aria-label={say.dismiss} onPress={() => dismissToast(id)}>
          <Icon name="x" />
        </Button>
      ) : (
        <span className="toast-actions">
          <Button className="btn quiet" onPress={() => showPeople(true)}>
            {say.see}
          </Button>
          <Button className="btn primary" onPress={() => control({ do: "admit", id: entrant })}>
            {say.admit}
          </Button>
        </span>
      )}
    </div>
  );
}
