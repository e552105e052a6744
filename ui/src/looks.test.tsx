// @vitest-environment happy-dom
import { act } from "react";
import { afterEach, expect, it, vi } from "vitest";
import { store } from "./asking";
import type { Settings } from "./bindings";
import { breaks, onBreak } from "./breakpoints";
import { saveSettings } from "./settings";
import { askedFor, inCall, open, press, STARTUP, sized, tell, the } from "./testing/page";

const STYLES = import.meta.glob<string>("./styles/*.css", { query: "?raw", import: "default", eager: true });

let close: () => Promise<void>;
afterEach(async () => {
  await act(async () => store.dispatch({ event: "page-settings", settings: STARTUP.settings }));
  await close();
  vi.unstubAllGlobals();
});

const root = document.documentElement;
const set = (patch: Partial<Settings>) => act(async () => saveSettings(patch));

it("the checks and the sizes of text in the settings are kept, each by its own click", async () => {
  close = await open();
  await press("#settings");
  await act(async () => store.dispatch({ event: "page-settings-tab", tab: "devices" }));
  for (const name of ["reduceNoise", "joinMuted", "askBeforeLeaving"] as const) {
    const before = store.get().settings[name];
    await press(`#set-${name}`);
    expect(askedFor("save_settings").at(-1)).toMatchObject({ settings: { [name]: !before } });
  }
  await act(async () => store.dispatch({ event: "page-settings-tab", tab: "appearance" }));
  for (const name of ["namesOnPictures", "miniOnTop", "reduceMotion"] as const) {
    const before = store.get().settings[name];
    await press(`#set-${name}`);
    expect(askedFor("save_settings").at(-1)).toMatchObject({ settings: { [name]: !before } });
  }
  await press("#textSize-large");
  expect(askedFor("save_settings").at(-1)).toMatchObject({ settings: { textSize: "large" } });
});

it("text has the chosen part of the system's size at once, in the mini window too", async () => {
  close = await open();
  expect(root.style.fontSize).toBe("100%");
  await set({ textSize: "large" });
  expect(root.style.fontSize).toBe("125%");
  const startup = { ...STARTUP, view: "mini", settings: { ...STARTUP.settings, textSize: "small" } } as const;
  await tell({ event: "page-started", startup }, ...inCall(2));
  the("[data-view=mini]");
  expect(root.style.fontSize).toBe("90%");
  await tell({ event: "page-started", startup: STARTUP });
});

it("the layout changes where its text needs it: the breakpoints are as large as the text", async () => {
  const style = document.head.appendChild(document.createElement("style"));
  style.textContent = "@media (max-width: 40em), (max-height: 27.5em) { p { color: red } }";
  const asked = vi.fn((query: string) => ({
    matches: query === "(max-width: 50em)",
    addEventListener: () => {},
    removeEventListener: () => {},
  }));
  vi.stubGlobal("matchMedia", asked);
  close = await open();
  const told = vi.fn();
  const over = onBreak("(max-width: 40em)", told);
  expect(breaks("(max-width: 40em)")).toBe(false);
  await set({ textSize: "large" });
  expect(told).toHaveBeenCalled();
  expect(breaks("(max-width: 40em)")).toBe(true);
  const [rule] = style.sheet?.cssRules ?? [];
  expect((rule as CSSMediaRule).media.mediaText).toBe("(max-width: 50em), (max-height: 34.375em)");
  await set({ textSize: "usual" });
  expect((rule as CSSMediaRule).media.mediaText).toBe("(max-width: 40em), (max-height: 27.5em)");
  over();
  style.remove();
});

it("less moves where the desktop says so, and where the settings do", async () => {
  let still = false;
  let changed = () => {};
  vi.stubGlobal("matchMedia", (query: string) => ({
    matches: query.includes("reduced-motion") && still,
    addEventListener: (_: string, listener: () => void) => {
      if (query.includes("reduced-motion")) changed = listener;
    },
    removeEventListener: () => {},
  }));
  close = await open();
  expect(root.dataset.motion).toBe("full");
  await set({ reduceMotion: true });
  expect(root.dataset.motion).toBe("less");
  await set({ reduceMotion: false });
  expect(root.dataset.motion).toBe("full");
  still = true;
  await act(async () => changed());
  expect(root.dataset.motion).toBe("less");
});

it("the style asks the root alone whether to move", () => {
  const all = Object.values(STYLES).join("\n");
  expect(all).toContain('[data-motion="less"]');
  expect(all).not.toContain("prefers-reduced-motion");
});

it("without names on pictures a tile keeps its name for those who listen, and its marks", async () => {
  sized(1000, 700);
  close = await open(...inCall(3));
  expect(root.dataset.names).toBe("shown");
  await set({ namesOnPictures: false });
  expect(root.dataset.names).toBe("hidden");
  const tile = the("[data-participant-id=p1]");
  expect(tile.getAttribute("aria-label")).toBe("Person 1, muted");
  const style = document.head.appendChild(document.createElement("style"));
  // What is pointed at has its own line of the rule, which needs a pointer.
  style.textContent = (STYLES["./styles/tile.css"] ?? "").replaceAll(/:not\(:hover.*?\]\)\)/g, "");
  const shown = (selector: string) => getComputedStyle(the(selector)).display !== "none";
  expect(shown("[data-participant-id=p1] .tile-name > .cut-text")).toBe(false);
  expect(shown("[data-participant-id=p1] .tile-name")).toBe(true);
  expect(shown("[data-participant-id=p1] .tile-name > .i")).toBe(true);
  await tell({ event: "stream-enabled", participantId: "p2", kind: "audio" });
  expect(shown("[data-participant-id=p2] .tile-name")).toBe(false);
  await set({ namesOnPictures: true });
  expect(root.dataset.names).toBe("shown");
  style.remove();
});
