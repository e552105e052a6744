/** The keys of the whole window. Those of a menu or a dialog live with it. */
import {
  copyInvite,
  leave,
  leaveOrAsk,
  setMicrophone,
  showPeople,
  stay,
  store,
  tellThem,
  toggle,
} from "./actions";
import type { FarewellText } from "./bindings";

/** Where Space and Escape belong to what is open. */
const OVERLAY = "[role=dialog], [role=alertdialog], [role=menu], [role=listbox]";
const TYPING = "input, textarea, select, [contenteditable]";

/** Keys that move the focus: after one of them Space is for what has the focus, after a click it is not. */
const MOVES = /^(tab|arrow)/;

/** Why I left, in the order of the buttons. */
export const GOODBYES: Record<string, FarewellText> = {
  "1": "another-meeting",
  "2": "bad-connection",
  "3": "back-in-5",
};

let talking = false;
let focusByKey = false;

export function listenToKeys(): void {
  // Capture: before a button that was clicked and still has the focus takes Space for itself.
  window.addEventListener("keydown", down, { capture: true });
  window.addEventListener("keyup", up, { capture: true });
  window.addEventListener("blur", stopTalking);
  window.addEventListener(
    "pointerdown",
    () => {
      focusByKey = false;
    },
    { capture: true },
  );
}

function down(event: KeyboardEvent): void {
  const { view, local, platform } = store.get();
  const focus = document.activeElement;
  const key = event.key.toLowerCase();
  if (MOVES.test(key)) focusByKey = true;
  const held = platform === "macos" ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
  if (held && !event.altKey && !event.shiftKey) {
    if (shortcut(key)) take(event);
    return;
  }
  if (key === "f6") {
    if (nextRegion(event.shiftKey ? -1 : 1)) take(event);
    return;
  }
  const goodbye = GOODBYES[key];
  if (view.at === "after" && goodbye !== undefined && !event.altKey && !focus?.closest(OVERLAY)) {
    void tellThem(goodbye);
    return;
  }
  if (view.at !== "call" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (focus?.closest(OVERLAY)) return;
  if (key === "escape" && view.exit === "none" && local.cut) {
    stay();
    take(event);
  } else if (key === "escape" && view.panel) {
    showPeople(false);
    take(event);
  } else if (key === " " && !focus?.matches(focusByKey ? `${TYPING}, button` : TYPING)) {
    take(event);
    if (event.repeat || talking || local.microphone.on || local.cut) return;
    talking = true;
    setMicrophone(true);
  }
}

function shortcut(key: string): boolean {
  const { view } = store.get();
  const joining = view.at === "lobby" && view.joining;
  const own = view.at === "lobby" || view.at === "call";
  if (key === "d" && own) toggle("microphone");
  else if (key === "e" && own) toggle("camera");
  else if (key === "i" && view.at === "call") void copyInvite();
  else if (key === "u" && view.at === "call") showPeople(!view.panel);
  else if (key === "l" && view.at === "call") leaveOrAsk();
  else if (key === "l" && joining) leave();
  else return false;
  return true;
}

/** Stage, panel, bar: F6 goes round them, to what can have the focus there. False where there are none. */
function nextRegion(by: 1 | -1): boolean {
  const regions = [...document.querySelectorAll<HTMLElement>("[data-region]")];
  if (regions.length < 2) return false;
  const at = regions.findIndex((region) => region.contains(document.activeElement));
  const to = at < 0 ? 0 : (at + by) % regions.length;
  const region = regions.at(to);
  focusByKey = true;
  (region?.hasAttribute("tabindex") ? region : region?.querySelector("button"))?.focus();
  return true;
}

function up(event: KeyboardEvent): void {
  if (!talking || event.key !== " ") return;
  take(event);
  stopTalking();
}

function stopTalking(): void {
  if (!talking) return;
  talking = false;
  setMicrophone(false);
}

function take(event: KeyboardEvent): void {
  event.preventDefault();
  event.stopPropagation();
}
