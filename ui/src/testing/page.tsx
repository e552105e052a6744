/** The whole page in a DOM without a browser, with a stand-in at the border to Tauri: for tests of what a person does. */
import { act } from "react";
import { createRoot } from "react-dom/client";
import { vi } from "vitest";
import { App } from "../App";
import { start } from "../actions";
import { store } from "../asking";
import type { AppEvent, Participant, Role, Startup } from "../bindings";
import { keepFocus } from "../keepFocus";
import { listenToKeys } from "../keys";
import { FIRST_STAGE } from "../room";
import { INITIAL, type Input } from "../state";

declare global {
  var IS_REACT_ACT_ENVIRONMENT: boolean;
}
globalThis.IS_REACT_ACT_ENVIRONMENT = true;

export const STARTUP: Startup = {
  settings: { ...INITIAL.settings, name: "Ana" },
  link: null,
  frames: { url: "", token: "" },
  devices: INITIAL.devices,
  platform: "linux",
  version: "1",
  recent: [],
  carried: null,
  view: "main",
  locale: "en-GB",
  notices: [],
  soFar: [],
  joinedAt: null,
  pinned: null,
};

/** Every command that was asked for, by its name, with what was given. */
export const asked: [string, Record<string, unknown>][] = [];

/** What commands answer; all others answer null. An answer with `refused` is an error. */
export const answers: Record<string, (given: Record<string, unknown>) => unknown> = {};

export function askedFor(command: string): Record<string, unknown>[] {
  return asked.filter(([name]) => name === command).map(([, given]) => given);
}

/** What the page has given to Tauri to be called. */
const callbacks: ((told: unknown) => void)[] = [];

Object.assign(window, {
  __TAURI_INTERNALS__: {
    transformCallback: (callback: (told: unknown) => void) => callbacks.push(callback) - 1,
    async invoke(command: string, given: Record<string, unknown>) {
      asked.push([command, given]);
      const answer = answers[command]?.(given) ?? null;
      if (typeof answer === "object" && answer !== null && "refused" in answer) throw answer.refused;
      return answer;
    },
  },
});

let listening = false;

/** Draws the page as it stands, with the clock in the test's hands; returns what takes it away again. */
export async function draw(): Promise<() => Promise<void>> {
  vi.useFakeTimers();
  asked.length = 0;
  if (!listening) {
    listenToKeys();
    keepFocus();
  }
  listening = true;
  const place = document.body.appendChild(document.createElement("div"));
  const root = createRoot(place);
  await act(async () => root.render(<App />));
  return async () => {
    await act(async () => root.unmount());
    place.remove();
    for (const command of Object.keys(answers)) delete answers[command];
    // The next test begins at the beginning.
    store.dispatch({ event: "page-went-home" });
    store.dispatch({ event: "page-settings-tab", tab: null });
    store.dispatch({ event: "page-keys", open: false });
    store.dispatch({ event: "page-stage", stage: FIRST_STAGE });
    vi.useRealTimers();
  };
}

/** The page of a program that has started, after these inputs. */
export async function open(...inputs: Input[]): Promise<() => Promise<void>> {
  const close = await draw();
  await tell({ event: "page-started", startup: STARTUP }, ...inputs);
  return close;
}

let hears = false;

/** The same in a meeting of `count` people, with a page that hears what the engine says. */
export async function meet(count: number, role: Role = "host"): Promise<() => Promise<void>> {
  const close = await open(...inCall(count, role));
  answers.startup = () => STARTUP;
  // Once: it would hear everything twice.
  if (!hears) await act(start);
  hears = true;
  await tell(...inCall(count, role));
  return close;
}

/** Gives every element this size, in CSS pixels: nothing is laid out here. */
export function sized(width: number, height: number): void {
  Object.defineProperty(HTMLElement.prototype, "clientWidth", { configurable: true, value: width });
  Object.defineProperty(HTMLElement.prototype, "clientHeight", { configurable: true, value: height });
}

/** The inputs of the store, drawn. */
export async function tell(...inputs: Input[]): Promise<void> {
  await act(async () => {
    for (const input of inputs) store.dispatch(input);
  });
}

/** An event of the engine, as the page hears it once it has started by itself. */
export async function hear(payload: AppEvent): Promise<void> {
  await act(async () => {
    for (const callback of callbacks) callback({ event: "app-event", id: 0, payload });
  });
  await wait(100);
}

/** Lets time pass. */
export async function wait(ms: number): Promise<void> {
  await act(async () => void (await vi.advanceTimersByTimeAsync(ms)));
}

/** The one element; an error where there is none. */
export function the<E extends HTMLElement = HTMLElement>(selector: string): E {
  const found = document.querySelector<E>(selector);
  if (found === null) throw new Error(`nothing is ${selector}`);
  return found;
}

export async function focus(selector: string): Promise<void> {
  await act(async () => the(selector).focus());
}

/** A click, as a screen reader gives it; the focus goes there first. */
export async function press(selector: string): Promise<void> {
  await focus(selector);
  await act(async () => the(selector).click());
  await wait(0);
}

/** Puts these words into a field, as a paste does. */
export async function write(selector: string, text: string): Promise<void> {
  await focus(selector);
  const field = the<HTMLInputElement>(selector);
  await act(async () => {
    // React looks at what it has set itself, and takes that for no change.
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(field, text);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

/** A key goes down on what has the focus, or comes up again. */
export async function key(
  name: string,
  more: KeyboardEventInit = {},
  type: "keydown" | "keyup" = "keydown",
): Promise<void> {
  const on = document.activeElement ?? document.body;
  const event = new KeyboardEvent(type, { key: name, bubbles: true, cancelable: true, ...more });
  await act(async () => void on.dispatchEvent(event));
  await wait(0);
}

export function someone(at: number, role: Role = "guest"): Participant {
  return { participantId: `p${at}`, name: `Person ${at}`, role };
}

/** In a meeting of `count` people. */
export function inCall(count: number, role: Role = "host"): Input[] {
  return [
    {
      event: "meeting-joined",
      meetingId: "m",
      title: "Planning",
      me: { participantId: "me", name: "Ana", role },
    },
    ...Array.from(
      { length: count - 1 },
      (_, at): Input => ({ event: "participant-joined", participant: someone(at + 1) }),
    ),
  ];
}
