import { type RefObject, useEffect } from "react";

let first = true;

/** A new view begins at its top and takes the focus, so that keys and screen readers go on there; not the app's first one. */
export function useArrival(target: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    if (!first) {
      target.current?.focus({ preventScroll: true });
      window.scrollTo(0, 0);
    }
    first = false;
  }, [target]);
}
