import { useEffect, useState } from "react";
import type { Call } from "./state";

/** Whoever speaks this long gets the main place: a cough does not. */
const TAKES_THE_STAGE_MS = 800;

/** Who spoke last of the others. */
export function useSpotlight({ speaker, me }: Call): string | null {
  const [last, setLast] = useState<string | null>(null);
  const nobody = speaker === null || speaker === me.participantId;
  useEffect(() => {
    if (nobody) return;
    const timer = setTimeout(() => setLast(speaker), last === null ? 0 : TAKES_THE_STAGE_MS);
    return () => clearTimeout(timer);
  }, [speaker, nobody, last]);
  return last;
}
