/**
 * Which key does what: the table of the window's commands, what a person has changed in it, and how a key is written.
 *
 * A key is written as `Mod+Shift+H`: `Mod` is Ctrl, or Command on macOS; the modifiers stand in the order Mod, Alt, Shift.
 * The settings keep only what differs from the default.
 */
import type { Startup } from "./bindings";

type Platform = Startup["platform"];

/** The commands in the order of the table. */
export const COMMANDS = [
  "microphone",
  "talk",
  "camera",
  "share",
  "hand",
  "react",
  "people",
  "chat",
  "invite",
  "leave",
  "settings",
  "keys",
] as const;

export type Command = (typeof COMMANDS)[number];

export type Keys = Readonly<Record<Command, string>>;

export const DEFAULT_KEYS: Keys = {
  microphone: "Mod+D",
  talk: "Space",
  camera: "Mod+E",
  share: "Mod+S",
  hand: "Mod+Shift+H",
  react: "Mod+R",
  people: "Mod+U",
  chat: "Mod+J",
  invite: "Mod+I",
  leave: "Mod+L",
  settings: "Mod+,",
  keys: "?",
};

/** Leaves from any program, also while this window hangs: the shell has it (LEAVE in shortcut.rs), and it stays so. */
export const LEAVE_ANYWHERE = "Mod+Shift+L";

/** Copying, undoing, closing: these stay with the system. */
const TAKEN = new Set([
  ...["A", "C", "H", "M", "Q", "V", "W", "X", "Y", "Z"].map((key) => `Mod+${key}`),
  LEAVE_ANYWHERE,
]);

/** These move the focus, answer or go back, in every window. */
const NAVIGATION =
  /(^|\+)(Tab|Enter|Escape|Backspace|Delete|Arrow(Up|Down|Left|Right)|Home|End|PageUp|PageDown|F6)$/;

/** Longer than any key that was written here. */
const MOST_CHARS = 40;

const FUNCTION_KEY = /^F([1-9]|1[0-9]|2[0-4])$/;
const MODIFIER = new Set([
  "Control",
  "Shift",
  "Alt",
  "Meta",
  "AltGraph",
  "CapsLock",
  "Fn",
  "NumLock",
  "OS",
  "Super",
]);

/** What of a keyboard event is read here. */
export type Stroke = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

/** The key as it is written; null for a modifier alone and for what no command may have. */
export function keyOf(stroke: Stroke, platform: Platform): string | null {
  const { key, ctrlKey, metaKey, altKey, shiftKey } = stroke;
  if (MODIFIER.has(key) || key === "Dead" || key === "Process" || key === "Unidentified") return null;
  const mod = platform === "macos" ? metaKey : ctrlKey;
  const other = platform === "macos" ? ctrlKey : metaKey;
  if (other) return null;
  const name = nameOf(stroke, mod || altKey);
  // A sign has its Shift in it already: "?" is "?" on every keyboard.
  const withShift = shiftKey && (mod || altKey || name.length > 1);
  return [mod && "Mod", altKey && "Alt", withShift && "Shift", name].filter(Boolean).join("+");
}

/** A letter by what it is in Latin script, a capital, so that keys work on a Greek or Arabic keyboard; any other key by
 * its name. `held`: Ctrl, Command or Alt is down, and the key writes nothing. */
export function nameOf({ key, code }: Pick<Stroke, "key" | "code">, held = false): string {
  if (key === " ") return "Space";
  if (/^[a-z]$/i.test(key)) return key.toUpperCase();
  const place = /^(?:Key([A-Z])|Digit([0-9]))$/.exec(code);
  const latin = place?.[1] ?? place?.[2];
  if (latin !== undefined && key.length <= 2 && (held || !/^[\x20-\x7e]$/.test(key))) return latin;
  return key;
}

/** The table with what the person has changed; what nobody could have chosen is passed over. */
export function keysOf(changed: { [command in string]?: string | null }): Keys {
  const chosen = new Map<Command, string>();
  for (const command of COMMANDS) {
    const key = changed[command];
    if (typeof key === "string" && !isKept(command, key)) chosen.set(command, key);
  }
  for (;;) {
    const keys: Keys = { ...DEFAULT_KEYS, ...Object.fromEntries(chosen) };
    const doubled = [...chosen.keys()].reverse().find((command) => used(command, keys[command], keys));
    if (doubled === undefined) return keys;
    chosen.delete(doubled);
  }
}

/** Why a key cannot be had. */
export type Refusal = { why: "used"; by: Command } | { why: "kept" } | { why: "types" };

export function refusal(command: Command, key: string, keys: Keys): Refusal | null {
  return isKept(command, key) ?? used(command, key, keys);
}

/** Not for a command: it is the system's, it moves the focus, or it writes. */
function isKept(command: Command, key: string): Refusal | null {
  if (key === DEFAULT_KEYS[command]) return null;
  if (key === "" || key.length > MOST_CHARS || TAKEN.has(key) || NAVIGATION.test(key)) return { why: "kept" };
  return writes(key) ? { why: "types" } : null;
}

function used(command: Command, key: string, keys: Keys): Refusal | null {
  const by = COMMANDS.find((other) => other !== command && keys[other] === key);
  return by === undefined ? null : { why: "used", by };
}

/** What the settings keep once a command has this key. */
export function changedBy(
  changed: { [command in string]?: string | null },
  command: Command,
  key: string,
): Record<string, string> {
  const keys = { ...keysOf(changed), [command]: key };
  const differing = COMMANDS.filter((each) => keys[each] !== DEFAULT_KEYS[each]);
  return Object.fromEntries(differing.map((each) => [each, keys[each]]));
}

/** The command of a key; null for a key that has none. */
export function commandOf(keys: Keys, key: string): Command | null {
  return COMMANDS.find((command) => keys[command] === key) ?? null;
}

/** Whether a key would also write something into a field. */
export function writes(key: string): boolean {
  return !key.startsWith("Mod+") && !key.startsWith("Alt+") && !FUNCTION_KEY.test(key);
}

/** How modifiers and the space bar are called, in the language of the page. */
export interface KeyNames {
  ctrl: string;
  alt: string;
  shift: string;
  space: string;
}

const MAC: Record<string, string> = { Mod: "⌘", Alt: "⌥", Shift: "⇧" };

/** The key as the platform writes it: "Ctrl Shift H", "⇧⌘H". */
export function written(key: string, platform: Platform, names: KeyNames): string {
  const parts = key === "+" ? ["+"] : key.replace(/\+\+$/, "+Plus").split("+");
  const last = parts.at(-1) ?? "";
  const main = last === "Space" ? names.space : last === "Plus" ? "+" : last;
  const held = parts.slice(0, -1);
  if (platform === "macos")
    return (
      [...held]
        .reverse()
        .map((part) => MAC[part] ?? part)
        .join("") + main
    );
  const called: Record<string, string> = { Mod: names.ctrl, Alt: names.alt, Shift: names.shift };
  return [...held.map((part) => called[part] ?? part), main].join(" ");
}
