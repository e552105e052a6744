import { useEffect, useState } from "react";

/** Draws again each second; `children` gets the time gone since `sinceMs`. */
export function Clock({ sinceMs, children }: { sinceMs: number; children: (ms: number) => string }) {
  const [nowMs, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return <time>{children(Math.max(0, nowMs - sinceMs))}</time>;
}
