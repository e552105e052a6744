import { useEffect, useState } from "react";

/** Unix milliseconds, anew each second. */
function useNow(): number {
  const [nowMs, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return nowMs;
}

/** Draws again each second; `children` gets the time gone since `sinceMs`. */
export function Clock({ sinceMs, children }: { sinceMs: number; children: (ms: number) => string }) {
  return <time>{children(Math.max(0, useNow() - sinceMs))}</time>;
}

/** Draws again each second; `children` gets the time left until `untilMs`, and what is drawn for nothing left. */
export function Countdown({
  untilMs,
  children,
}: {
  untilMs: number;
  children: (ms: number) => React.ReactNode;
}) {
  return children(Math.max(0, untilMs - useNow()));
}
