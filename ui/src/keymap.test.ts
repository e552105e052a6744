import { describe, expect, it } from "vitest";
import { meaning, type Place } from "./keymap";
import { DEFAULT_KEYS, type Stroke } from "./shortcuts";

const CALL: Place = {
  platform: "linux",
  keys: DEFAULT_KEYS,
  at: "call",
  cut: false,
  sharing: false,
  panel: false,
  scrolls: false,
  focus: "nothing",
  byKey: false,
};

function stroke(key: string, held: Partial<Stroke> = {}): Stroke {
  return { key, code: "", ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held };
}
const ctrl = (key: string, held: Partial<Stroke> = {}) => stroke(key, { ctrlKey: true, ...held });

describe("in a call", () => {
  it("each key of the table does its command, also while somebody writes", () => {
    const table = {
      microphone: ctrl("d"),
      camera: ctrl("e"),
      share: ctrl("s"),
      hand: ctrl("H", { shiftKey: true }),
      react: ctrl("r"),
      people: ctrl("u"),
      chat: ctrl("j"),
      invite: ctrl("i"),
      leave: ctrl("l"),
      settings: ctrl(","),
    };
    for (const [command, pressed] of Object.entries(table))
      for (const focus of ["nothing", "field", "button"] as const)
        expect(meaning(pressed, { ...CALL, focus })).toEqual({ do: "command", command });
  });
  it("sharing is stopped over a dialog and from the mini window, where nothing is asked", () => {
    for (const more of [{ focus: "overlay" }, { at: "mini" }] as const) {
      expect(meaning(ctrl("s"), { ...CALL, ...more })).toBeNull();
      const stop = { do: "command", command: "share" };
      expect(meaning(ctrl("s"), { ...CALL, ...more, sharing: true })).toEqual(stop);
    }
    expect(meaning(ctrl("s"), { ...CALL, at: "home" })).toBeNull();
  });
  it("a question mark shows the keys, except where it is written", () => {
    expect(meaning(stroke("?", { shiftKey: true }), CALL)).toEqual({ do: "command", command: "keys" });
    expect(meaning(stroke("?", { shiftKey: true }), { ...CALL, focus: "field" })).toBeNull();
  });
  it("Space talks, also after a click on a button, and is a space where somebody writes", () => {
    expect(meaning(stroke(" "), CALL)).toEqual({ do: "talk" });
    expect(meaning(stroke(" "), { ...CALL, focus: "button" })).toEqual({ do: "talk" });
    for (const focus of ["field", "search", "overlay"] as const)
      expect(meaning(stroke(" "), { ...CALL, focus })).toBeNull();
  });
  it("Space presses the button that was reached by a key", () => {
    expect(meaning(stroke(" "), { ...CALL, focus: "button", byKey: true })).toBeNull();
  });
  it("a key that does not write talks from a field as well", () => {
    const keys = { ...DEFAULT_KEYS, talk: "F8" };
    expect(meaning(stroke("F8"), { ...CALL, keys, focus: "field" })).toEqual({ do: "talk" });
    expect(meaning(stroke(" "), { ...CALL, keys })).toBeNull();
  });
  it("Escape stays first, then closes the panel, and clears a search before that", () => {
    expect(meaning(stroke("Escape"), { ...CALL, cut: true, panel: true })).toEqual({ do: "stay" });
    expect(meaning(stroke("Escape"), { ...CALL, panel: true, focus: "field" })).toEqual({
      do: "close-panel",
    });
    expect(meaning(stroke("Escape"), { ...CALL, panel: true, focus: "search" })).toBeNull();
    expect(meaning(stroke("Escape"), { ...CALL, panel: true, focus: "overlay" })).toBeNull();
    expect(meaning(stroke("Escape"), CALL)).toBeNull();
  });
  it("a menu or a dialog keeps its keys, but never the way out or the microphone", () => {
    const open: Place = { ...CALL, focus: "overlay" };
    expect(meaning(ctrl("u"), open)).toBeNull();
    expect(meaning(stroke("?"), open)).toBeNull();
    expect(meaning(ctrl("l"), open)).toEqual({ do: "command", command: "leave" });
    expect(meaning(ctrl("d"), open)).toEqual({ do: "command", command: "microphone" });
  });
  it("Page Up and Page Down turn the pages of people, where nobody writes and nothing scrolls by them", () => {
    for (const focus of ["nothing", "button"] as const) {
      expect(meaning(stroke("PageDown"), { ...CALL, focus })).toEqual({ do: "turn", button: "page-next" });
      expect(meaning(stroke("PageUp"), { ...CALL, focus })).toEqual({ do: "turn", button: "page-before" });
    }
    for (const place of [
      { focus: "field" },
      { focus: "overlay" },
      { scrolls: true },
      { at: "home" },
    ] as const)
      expect(meaning(stroke("PageDown"), { ...CALL, ...place })).toBeNull();
  });
  it("F6 goes round, and back with Shift, from anywhere", () => {
    expect(meaning(stroke("F6"), { ...CALL, focus: "field" })).toEqual({ do: "region", by: 1 });
    expect(meaning(stroke("F6", { shiftKey: true }), CALL)).toEqual({ do: "region", by: -1 });
  });
});

describe("elsewhere", () => {
  it("only what there is has a key", () => {
    expect(meaning(ctrl("d"), { ...CALL, at: "home" })).toBeNull();
    expect(meaning(ctrl("u"), { ...CALL, at: "lobby" })).toBeNull();
    expect(meaning(ctrl("d"), { ...CALL, at: "lobby" })).toEqual({ do: "command", command: "microphone" });
    expect(meaning(ctrl("l"), { ...CALL, at: "lobby" })).toBeNull();
    expect(meaning(ctrl("l"), { ...CALL, at: "joining" })).toEqual({ do: "command", command: "leave" });
    expect(meaning(stroke(" "), { ...CALL, at: "lobby" })).toBeNull();
  });
  it("afterwards a digit says why I left", () => {
    expect(meaning(stroke("2"), { ...CALL, at: "after" })).toEqual({ do: "goodbye", text: "bad-connection" });
    expect(meaning(stroke("2"), { ...CALL, at: "after", focus: "field" })).toBeNull();
    expect(meaning(stroke("2"), CALL)).toBeNull();
  });
});
