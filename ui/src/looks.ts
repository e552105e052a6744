/** How the page looks, as the settings and the desktop have it. The root says it to the style, which asks nobody else. */
import { useLayoutEffect, useSyncExternalStore } from "react";
import type { Settings } from "./bindings";
import { breakAt } from "./breakpoints";
import { useMeeting } from "./useMeeting";

/** Of the system's size of text. */
const SCALE: Record<Settings["textSize"], number> = { small: 0.9, usual: 1, large: 1.25 };

/** `inCall`: pictures are shown, so that dark is the theme that carries their light. */
export function useLooks(inCall: boolean): void {
  const chosen = useMeeting((state) => state.settings.theme);
  const textSize = useMeeting((state) => state.settings.textSize);
  const names = useMeeting((state) => state.settings.namesOnPictures);
  const less = useMeeting((state) => state.settings.reduceMotion);
  const desktopIsDark = useDesktop("(prefers-color-scheme: dark)");
  const desktopIsStill = useDesktop("(prefers-reduced-motion: reduce)");
  const theme = themeOf(chosen, desktopIsDark, inCall);
  const still = less || desktopIsStill;
  useLayoutEffect(() => {
    const { dataset, style } = document.documentElement;
    dataset.theme = theme;
    dataset.names = names ? "shown" : "hidden";
    dataset.motion = still ? "less" : "full";
    // Every size is in rem.
    style.fontSize = `${SCALE[textSize] * 100}%`;
    breakAt(SCALE[textSize]);
  }, [theme, names, still, textSize]);
}

function themeOf(chosen: Settings["theme"], desktopIsDark: boolean, inCall: boolean): "light" | "dark" {
  if (chosen !== "system") return chosen;
  return desktopIsDark || inCall ? "dark" : "light";
}

/** Whether the desktop says so, as it stands. */
function useDesktop(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const said = matchMedia(query);
      said.addEventListener("change", changed);
      return () => said.removeEventListener("change", changed);
    },
    () => matchMedia(query).matches,
  );
}
