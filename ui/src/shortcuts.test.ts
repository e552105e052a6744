import { describe, expect, it } from "vitest";
import {
  COMMANDS,
  changedBy,
  commandOf,
  DEFAULT_KEYS,
  keyOf,
  keysOf,
  LEAVE_ANYWHERE,
  refusal,
  type Stroke,
  writes,
  written,
} from "./shortcuts";

const NAMES = { ctrl: "Ctrl", alt: "Alt", shift: "Shift", space: "Space" };

function stroke(key: string, held: Partial<Stroke> = {}): Stroke {
  const code = /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : "";
  return { key, code, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held };
}

describe("a stroke is written the same on every keyboard", () => {
  it("Ctrl is Mod, and Command is on macOS", () => {
    expect(keyOf(stroke("d", { ctrlKey: true }), "linux")).toBe("Mod+D");
    expect(keyOf(stroke("d", { metaKey: true }), "macos")).toBe("Mod+D");
    expect(keyOf(stroke("d", { ctrlKey: true }), "macos")).toBeNull();
    expect(keyOf(stroke("d", { metaKey: true }), "windows")).toBeNull();
  });
  it("capitals with Shift are the same letter", () => {
    expect(keyOf(stroke("H", { ctrlKey: true, shiftKey: true }), "linux")).toBe("Mod+Shift+H");
    expect(keyOf(stroke("h", { ctrlKey: true, shiftKey: true }), "linux")).toBe("Mod+Shift+H");
  });
  it("another script has its letters where the Latin ones are", () => {
    expect(keyOf(stroke("в", { ctrlKey: true, code: "KeyD" }), "linux")).toBe("Mod+D");
    expect(keyOf(stroke("ي", { ctrlKey: true, code: "KeyD" }), "linux")).toBe("Mod+D");
  });
  it("a sign is itself, with or without Shift", () => {
    expect(keyOf(stroke("?", { shiftKey: true, code: "Slash" }), "linux")).toBe("?");
    expect(keyOf(stroke("?", { code: "Minus" }), "linux")).toBe("?");
  });
  it("a digit with Shift held is the digit", () => {
    expect(keyOf(stroke("!", { ctrlKey: true, shiftKey: true, code: "Digit1" }), "linux")).toBe(
      "Mod+Shift+1",
    );
  });
  it("a modifier alone is no key", () => {
    expect(keyOf(stroke("Control", { ctrlKey: true }), "linux")).toBeNull();
    expect(keyOf(stroke("Dead"), "linux")).toBeNull();
  });
});

describe("the table", () => {
  it("leaves the key that leaves from anywhere to the shell", () => {
    for (const command of COMMANDS)
      expect(refusal(command, LEAVE_ANYWHERE, DEFAULT_KEYS)).toEqual({ why: "kept" });
    expect(keysOf({ leave: LEAVE_ANYWHERE })).toEqual(DEFAULT_KEYS);
  });
  it("has one key for each command, and no key twice", () => {
    expect(new Set(Object.values(DEFAULT_KEYS)).size).toBe(COMMANDS.length);
    for (const command of COMMANDS) {
      expect(refusal(command, DEFAULT_KEYS[command], DEFAULT_KEYS)).toBeNull();
      expect(commandOf(DEFAULT_KEYS, DEFAULT_KEYS[command])).toBe(command);
    }
  });
  it("takes what was changed and passes over what nobody could have chosen", () => {
    const keys = keysOf({
      chat: "Mod+Shift+C",
      people: "x",
      leave: "Mod+C",
      unknown: "Mod+B",
      hand: "F6",
      camera: "",
    });
    expect(keys).toEqual({ ...DEFAULT_KEYS, chat: "Mod+Shift+C" });
  });
  it("takes over the key that another command has given up", () => {
    const keys = keysOf({ people: "Mod+J", chat: "Mod+K" });
    expect([keys.people, keys.chat]).toEqual(["Mod+J", "Mod+K"]);
  });
  it("never gives two commands one key, whatever was stored", () => {
    const keys = keysOf({
      chat: "Mod+D",
      people: "Mod+K",
      hand: "Mod+K",
      microphone: "Mod+J",
      camera: "Mod+U",
    });
    expect(new Set(Object.values(keys)).size).toBe(COMMANDS.length);
  });
});

describe("a new key", () => {
  it("that is used is refused with who uses it", () => {
    expect(refusal("chat", "Mod+D", DEFAULT_KEYS)).toEqual({ why: "used", by: "microphone" });
  });
  it("that would type or navigate is refused", () => {
    expect(refusal("chat", "K", DEFAULT_KEYS)).toEqual({ why: "types" });
    expect(refusal("chat", "Shift+K", DEFAULT_KEYS)).toEqual({ why: "types" });
    for (const key of ["Mod+C", "Tab", "Mod+Enter", "Escape", "F6", "Alt+ArrowLeft"])
      expect(refusal("chat", key, DEFAULT_KEYS)).toEqual({ why: "kept" });
  });
  it("may be a function key or have Alt, and the way back to the default is always open", () => {
    expect(refusal("talk", "F8", DEFAULT_KEYS)).toBeNull();
    expect(refusal("chat", "Alt+K", DEFAULT_KEYS)).toBeNull();
    const changed = changedBy({}, "talk", "F8");
    expect(changed).toEqual({ talk: "F8" });
    expect(changedBy(changed, "talk", "Space")).toEqual({});
  });
  it("frees the former one", () => {
    const keys = keysOf(changedBy({}, "chat", "Mod+K"));
    expect(refusal("people", "Mod+J", keys)).toBeNull();
    expect(commandOf(keys, "Mod+J")).toBeNull();
  });
});

it("only keys that write are left to a field", () => {
  expect(["Space", "?"].every(writes)).toBe(true);
  expect(["Mod+D", "Alt+K", "F8"].some(writes)).toBe(false);
});

it("a key is written as the platform writes it", () => {
  expect(written("Mod+Shift+H", "linux", NAMES)).toBe("Ctrl Shift H");
  expect(written("Mod+Shift+H", "macos", NAMES)).toBe("⇧⌘H");
  expect(written("Space", "linux", NAMES)).toBe("Space");
  expect(written("Mod++", "linux", NAMES)).toBe("Ctrl +");
  expect(written("?", "macos", NAMES)).toBe("?");
});
