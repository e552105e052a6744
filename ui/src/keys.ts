/** The keys of the whole window. Those of a menu or a dialog live with it. */
import { copyInvite, leave, leaveOrAsk, setMicrophone, stay, store, toggle } from "./actions";

/** Where Space and Escape belong to what is open. */
const OVERLAY = "[role=dialog], [role=alertdialog], [role=menu], [role=listbox]";
const TYPING = "input, textarea, select, [contenteditable]";

/** Keys that move the focus: after one of them Space is for what has the focus, after a click it is not. */
const MOVES = /^(tab|arrow)/;

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
  if (view.at !== "call" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (focus?.closest(OVERLAY)) return;
  if (key === "escape" && view.exit === "none" && local.cut) {
    stay();
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
  else if (key === "l" && view.at === "call") leaveOrAsk();
  else if (key === "l" && joining) leave();
  else return false;
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
