import { useSyncExternalStore } from "react";
import { bars, OWN, onLevel } from "../levels";
import { useMeeting } from "../useMeeting";

const BARS = 8;

let own = 0;
function subscribe(changed: () => void): () => void {
  return onLevel(OWN, (level) => {
    own = bars(level, BARS);
    changed();
  });
}

/** The own microphone's level, in eight bars. */
export function Level() {
  const lit = useSyncExternalStore(subscribe, () => own);
  return (
    <span className="level" aria-hidden="true">
      {Array.from({ length: BARS }, (_, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a bar is nothing but its place
        <i key={at} className={at < lit ? "on" : ""} />
      ))}
    </span>
  );
}

/** The same where the microphone may be closed: a closed one has no level. */
export function LiveLevel() {
  const open = useMeeting(({ local }) => local.microphone.on && local.microphone.label !== null);
  return open ? <Level /> : null;
}
