/** The keys of the whole window. Those of a menu or a dialog live with it. What a key means is in keymap.ts. */
import {
  copyInvite,
  leave,
  leaveOrAsk,
  setMicrophone,
  showKeys,
  showPanel,
  stay,
  store,
  tellThem,
  toggle,
  togglePanel,
} from "./actions";
import { type Meaning, meaning, type Place } from "./keymap";
import { leaveFromMini } from "./mini";
import { openSettings } from "./settings";
import { toggleShare } from "./share";
import { type Command, keysOf } from "./shortcuts";
import { toggleHand } from "./talk";

/** Where Space and Escape belong to what is open. */
export const OVERLAY = "[role=dialog], [role=alertdialog], [role=menu], [role=listbox]";
const FIELD = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";

/** Keys that move the focus: after one of them Space is for what has the focus, after a click it is not. */
const MOVES = /^(Tab|Arrow)/;

/** The key that is held to talk, by its place on the keyboard. */
let talking: string | null = null;
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
  const focus = document.activeElement;
  // A key that is being chosen does nothing else; nor does one that only helps to write a letter.
  if (focus?.closest("[data-recording]") || event.isComposing || event.getModifierState("AltGraph")) return;
  if (MOVES.test(event.key)) focusByKey = true;
  const meant = meaning(event, place(focus));
  if (meant !== null && follow(meant, event)) take(event);
}

function place(focus: Element | null): Place {
  const { view, local, mini, platform, settings } = store.get();
  return {
    platform,
    keys: keysOf(settings.shortcuts),
    at: mini ? "mini" : whereabouts(view),
    cut: local.cut,
    sharing: local.screen.on,
    panel: view.at === "call" && view.panel !== null,
    scrolls: focus?.closest(".panel") != null,
    focus: kindOf(focus),
    byKey: focusByKey,
  };
}

function whereabouts(view: ReturnType<typeof store.get>["view"]): Place["at"] {
  if (view.at === "lobby") return view.joining ? "joining" : "lobby";
  if (view.at === "call") return view.exit === "none" ? "call" : "leaving";
  return view.at;
}

function kindOf(focus: Element | null): Place["focus"] {
  if (focus === null || focus === document.body) return "nothing";
  if (focus.closest(OVERLAY)) return "overlay";
  if (focus.matches(FIELD)) {
    const searching = focus.closest(".search") !== null && (focus as HTMLInputElement).value !== "";
    return searching ? "search" : "field";
  }
  return focus.matches("button, [role=link], input") ? "button" : "nothing";
}

/** False where there is nothing to do, so that the key goes on to whatever else knows it. */
function follow(meant: Meaning, event: KeyboardEvent): boolean {
  switch (meant.do) {
    case "command":
      if (!event.repeat) RUN[meant.command]();
      return true;
    case "talk": {
      const { local } = store.get();
      if (event.repeat || talking !== null || local.microphone.on || local.cut) return true;
      talking = event.code || event.key;
      setMicrophone(true);
      return true;
    }
    case "stay":
      stay();
      return true;
    case "close-panel":
      showPanel(null);
      return true;
    case "region":
      return nextRegion(meant.by);
    case "turn":
      // The page belongs to its buttons, which are not there while everybody fits on one.
      document.getElementById(meant.button)?.click();
      return true;
    case "goodbye":
      void tellThem(meant.text);
      return true;
  }
}

const RUN: Record<Exclude<Command, "talk">, () => void> = {
  microphone: () => toggle("microphone"),
  camera: () => toggle("camera"),
  share: toggleShare,
  hand: toggleHand,
  // The menu belongs to its button, which knows where it opens.
  react: () => document.getElementById("react")?.click(),
  people: () => togglePanel("people"),
  chat: () => togglePanel("chat"),
  invite: () => void copyInvite(),
  leave() {
    const { view, mini } = store.get();
    if (mini) leaveFromMini();
    else if (view.at === "lobby") leave();
    else leaveOrAsk();
  },
  settings: () => openSettings(),
  keys: () => showKeys(true),
};

/** Stage, panel, bar: F6 goes round them, to what can have the focus there. False where there are none. */
function nextRegion(by: 1 | -1): boolean {
  const regions = [...document.querySelectorAll<HTMLElement>("[data-region]")];
  if (regions.length < 2) return false;
  const at = regions.findIndex((region) => region.contains(document.activeElement));
  const to = at < 0 ? 0 : (at + by) % regions.length;
  const region = regions.at(to);
  focusByKey = true;
  (region?.hasAttribute("tabindex")
    ? region
    : region?.querySelector<HTMLElement>("textarea, button")
  )?.focus();
  return true;
}

function up(event: KeyboardEvent): void {
  if (talking === null || (event.code || event.key) !== talking) return;
  take(event);
  stopTalking();
}

function stopTalking(): void {
  if (talking === null) return;
  talking = null;
  setMicrophone(false);
}

function take(event: KeyboardEvent): void {
  event.preventDefault();
  event.stopPropagation();
}
