/** What a stroke means, where the person is: the decision of keys.ts, without a window. */
import type { FarewellText, Startup } from "./bindings";
import { type Command, commandOf, type Keys, keyOf, type Stroke, writes } from "./shortcuts";

/** Why I left, in the order of the buttons. */
export const GOODBYES: Record<string, FarewellText> = {
  "1": "another-meeting",
  "2": "bad-connection",
  "3": "back-in-5",
};

/** What turns the pages of people, by the key that presses it. */
export const PAGE_KEYS = { PageUp: "page-before", PageDown: "page-next" } as const;

/** Where the person is. */
export interface Place {
  platform: Startup["platform"];
  keys: Keys;
  /** The view; a lobby in which Join was pressed is `joining`, a call in which the way out is taken is `leaving`. */
  at: "home" | "lobby" | "joining" | "call" | "leaving" | "after" | "mini";
  /** Nothing is sent: the question how to leave was put aside. */
  cut: boolean;
  /** I share my screen. */
  sharing: boolean;
  /** A panel stands beside the stage. */
  panel: boolean;
  /** The focus is in something that scrolls by the page. */
  scrolls: boolean;
  /** What has the focus. */
  focus: "field" | "search" | "button" | "overlay" | "nothing";
  /** The focus was moved by a key: then Space is for the button that has it, after a click it is not. */
  byKey: boolean;
}

export type Meaning =
  | { do: "command"; command: Exclude<Command, "talk"> }
  | { do: "talk" }
  | { do: "stay" }
  | { do: "close-panel" }
  | { do: "region"; by: 1 | -1 }
  | { do: "turn"; button: string }
  | { do: "goodbye"; text: FarewellText };

/** Null for a stroke that belongs to what has the focus, or to nobody. */
export function meaning(stroke: Stroke, place: Place): Meaning | null {
  const { at, focus, byKey, platform, keys } = place;
  if (stroke.key === "F6") return { do: "region", by: stroke.shiftKey ? -1 : 1 };
  const key = keyOf(stroke, platform);
  if (key === null) return null;
  const command = commandOf(keys, key);
  const typing = focus === "field" || focus === "search";
  if (command === "talk") {
    if (at !== "call" || focus === "overlay") return null;
    const taken = writes(key) && (typing || (focus === "button" && byKey));
    return taken ? null : { do: "talk" };
  }
  if (command !== null) {
    if (writes(key) && (typing || focus === "overlay")) return null;
    // What is shared is stopped from wherever that is seen; what to share is asked in the full window.
    if (command === "share" && place.sharing && OWN.has(at)) return { do: "command", command };
    return WHERE[command].has(at) && (focus !== "overlay" || OVER.has(command))
      ? { do: "command", command }
      : null;
  }
  const goodbye = GOODBYES[key];
  if (at === "after" && goodbye !== undefined && !typing && focus !== "overlay")
    return { do: "goodbye", text: goodbye };
  if (at !== "call" || focus === "overlay") return null;
  if (key === "PageUp" || key === "PageDown")
    return typing || place.scrolls ? null : { do: "turn", button: PAGE_KEYS[key] };
  if (key !== "Escape") return null;
  if (place.cut) return { do: "stay" };
  // A search is cleared first.
  return place.panel && focus !== "search" ? { do: "close-panel" } : null;
}

const OWN = new Set<Place["at"]>(["lobby", "joining", "call", "leaving", "mini"]);
const CALL = new Set<Place["at"]>(["call", "leaving"]);
const WINDOW = new Set<Place["at"]>(["home", "lobby", "joining", "call", "after"]);

const WHERE: Record<Exclude<Command, "talk">, ReadonlySet<Place["at"]>> = {
  microphone: OWN,
  camera: OWN,
  share: CALL,
  hand: CALL,
  react: CALL,
  people: CALL,
  chat: CALL,
  invite: CALL,
  leave: new Set(["joining", "call", "leaving", "mini"]),
  settings: WINDOW,
  keys: WINDOW,
};

/** What is done also while a menu or a dialog is open: it changes nothing that could lie under it. */
const OVER = new Set<Command>(["microphone", "camera", "leave", "react"]);
