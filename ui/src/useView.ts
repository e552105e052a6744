import { useEffect, useRef } from "react";
import type { Place } from "./layout";
import { createReporter, tellView, viewOf } from "./stage";

/** Tells the engine which of the others can be seen on this page, and how large; nobody while it is hidden. */
export function useView(places: Place[], me: string): void {
  const reporter = useRef<ReturnType<typeof createReporter> | null>(null);
  useEffect(() => {
    const made = createReporter(tellView);
    reporter.current = made;
    return () => made.stop();
  }, []);
  useEffect(() => {
    const show = () =>
      reporter.current?.show(document.hidden ? [] : viewOf(places, me, window.devicePixelRatio));
    show();
    document.addEventListener("visibilitychange", show);
    return () => document.removeEventListener("visibilitychange", show);
  }, [places, me]);
}
