import { useEffect, useRef } from "react";
import { linkIn } from "./inviteLink";
import { nameOf } from "./shortcuts";

const FIELDS = "input, textarea, select, [contenteditable]";

/** What is open over the page has its own fields. */
const OVERLAY = "[role=dialog], [role=alertdialog]";

/**
 * A link pasted anywhere on the page is followed; pasted into its own field it only fills it. Nothing is read from the
 * clipboard unless somebody pastes.
 */
export function usePastedLink(props: {
  /** The id of the field that holds links. */
  field: string;
  fill(link: string): void;
  follow(link: string): void;
}): void {
  const latest = useRef(props);
  latest.current = props;
  useEffect(() => {
    /** The field had no focus when the key went down. */
    let lent = false;
    const key = (event: KeyboardEvent) => {
      const held = (event.ctrlKey || event.metaKey) && !event.altKey;
      if (!held || nameOf(event, true) !== "V") return;
      const focus = document.activeElement;
      if (focus?.closest(OVERLAY) || focus?.matches(FIELDS)) return;
      // WebKit pastes only where text can be typed.
      lent = true;
      document.getElementById(latest.current.field)?.focus();
    };
    const paste = (event: ClipboardEvent) => {
      const own = !lent && document.activeElement?.id === latest.current.field;
      lent = false;
      const link = linkIn(event.clipboardData?.getData("text/plain") ?? "");
      if (link === null || document.activeElement?.closest(OVERLAY)) return;
      event.preventDefault();
      if (own) latest.current.fill(link);
      else latest.current.follow(link);
    };
    window.addEventListener("keydown", key);
    window.addEventListener("paste", paste);
    return () => {
      window.removeEventListener("keydown", key);
      window.removeEventListener("paste", paste);
    };
  }, []);
}
