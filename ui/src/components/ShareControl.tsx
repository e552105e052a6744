import { useSyncExternalStore } from "react";
import { breaks, onBreak } from "../breakpoints";
import { toggleShare } from "../share";
import { say } from "../strings";
import { useMeeting } from "../useMeeting";
import { Control } from "./Control";
import { Icon } from "./Icon";

/** As the style's breakpoint: the bar has no room for it then, and the menu behind More has it. */
const FOLDED = "(max-width: 39.99em)";

function subscribe(changed: () => void): () => void {
  return onBreak(FOLDED, changed);
}

export function useShareFolded(): boolean {
  return useSyncExternalStore(subscribe, () => breaks(FOLDED));
}

/** Asks what to share, or stops it. */
export function ShareControl() {
  const on = useMeeting(({ local }) => local.screen.on);
  if (useShareFolded()) return null;
  return (
    <Control
      id="share"
      label={on ? say.stopSharing : say.shareScreen}
      hotkey="share"
      className={on ? "ctl on" : "ctl"}
      onPress={toggleShare}
    >
      <Icon name={on ? "screen-share-off" : "screen-share"} />
    </Control>
  );
}
