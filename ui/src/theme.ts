import { useLayoutEffect, useSyncExternalStore } from "react";
import type { Settings } from "./bindings";
import { useMeeting } from "./useMeeting";

const desktop = matchMedia("(prefers-color-scheme: dark)");

function subscribe(changed: () => void): () => void {
  desktop.addEventListener("change", changed);
  return () => desktop.removeEventListener("change", changed);
}

/** The chosen theme, else the desktop's; a call is then dark, so that the pictures carry the light. */
export function useTheme(inCall: boolean): void {
  const chosen = useMeeting((state) => state.settings.theme);
  const desktopIsDark = useSyncExternalStore(subscribe, () => desktop.matches);
  const theme = themeOf(chosen, desktopIsDark, inCall);
  useLayoutEffect(() => {
    document.documentElement.dataset.theme = theme;
  }, [theme]);
}

function themeOf(chosen: Settings["theme"], desktopIsDark: boolean, inCall: boolean): "light" | "dark" {
  if (chosen !== "system") return chosen;
  return desktopIsDark || inCall ? "dark" : "light";
}
