import { useEffect, useState } from "react";
import { Button } from "react-aria-components";
import { control, dismissToast, showPanel } from "../actions";
import type { Toast } from "../state";
import { say } from "../strings";
import { useMeeting } from "../useMeeting";
import { Icon } from "./Icon";

const SHOWN_MS = 5000;

/** Above the bar, never over Leave; the live region has read them already. */
export function Toasts() {
  const toasts = useMeeting((state) => state.toasts);
  if (toasts.length === 0) return null;
  return (
    <section className="toasts" aria-label={say.notifications}>
      {toasts.map((toast) => (
        <One key={toast.id} toast={toast} />
      ))}
    </section>
  );
}

function One({ toast }: { toast: Toast }) {
  const { id, icon, text, entrant, panel } = toast;
  // Whoever points at it or is in it is not done with it.
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => dismissToast(id), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [id, held]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: pointing only keeps it
    <div
      className="pop toast"
      data-icon={icon}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <Icon name={icon} />
      <p dir="auto">{text}</p>
      <span className="toast-actions">
        {panel !== undefined && (
          <Button className="btn quiet" onPress={() => showPanel(panel)}>
            {say.see}
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
    </div>
  );
}
