import { useLayoutEffect, useSyncExternalStore } from "react";

const desktop = matchMedia("(prefers-color-scheme: dark)");

function subscribe(changed: () => void): () => void {
  desktop.addEventListener("change", changed);
  return () => desktop.removeEventListener("change", changed);
}

/** The desktop's theme; a call is dark, so that the pictures carry the light. */
export function useTheme(inCall: boolean): void {
  const dark = useSyncExternalStore(subscribe, () => desktop.matches);
  useLayoutEffect(() => {
    document.documentElement.dataset.theme = inCall || dark ? "dark" : "light";
  }, [inCall, dark]);
}
