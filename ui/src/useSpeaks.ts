import { useEffect, useState } from "react";
import { onSpeech } from "./levels";

/** Whether the voice of `key` is heard now, beside any others: redraws whoever asks, and nobody else. */
export function useSpeaks(key: string, audible: boolean): boolean {
  const [speaks, setSpeaks] = useState(false);
  useEffect(() => {
    if (!audible) return;
    const stop = onSpeech(key, setSpeaks);
    return () => {
      stop();
      setSpeaks(false);
    };
  }, [key, audible]);
  return speaks && audible;
}
