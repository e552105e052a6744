import { useEffect, useRef } from "react";
import { store } from "./asking";
import { OWN, onSustained } from "./levels";
import { useKey } from "./useKey";
import { useMeeting } from "./useMeeting";

/** Who was told knows it for a while. */
const AGAIN_MS = 60_000;

/** Tells whoever speaks while muted that nobody hears it. The level is measured on this computer and sent to nobody. */
export function useMutedHint(): void {
  const muted = useMeeting(
    ({ local: { microphone, cut } }) => !cut && !microphone.on && microphone.problem === null,
  );
  const key = useKey()("talk");
  const told = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    if (!muted) return;
    return onSustained(OWN, () => {
      const now = performance.now();
      if (now - told.current < AGAIN_MS) return;
      told.current = now;
      store.dispatch({ event: "page-spoke-muted", key });
    });
  }, [muted, key]);
}
