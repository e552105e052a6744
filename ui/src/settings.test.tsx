// @vitest-environment happy-dom
import { act } from "react";
import { expect, it } from "vitest";
import { start } from "./actions";
import { store } from "./asking";
import { saveSettings } from "./settings";
import { answers, askedFor, draw, focus, open, press, STARTUP, wait } from "./testing/page";

const KEPT = { ...STARTUP.settings, name: "Ana", theme: "dark", sounds: true } as const;

it("nothing is kept before the kept settings are there, and what was changed by then is added to them", async () => {
  let answer = (_: unknown) => {};
  answers.startup = () => new Promise((resolve) => (answer = resolve));
  const close = await draw();
  await act(async () => void start());
  // The field loses the focus again without a word in it.
  await focus("#name");
  await press("#settings");
  await act(async () => saveSettings({ notifications: false }));
  expect(store.get().settings.notifications).toBe(false);
  expect(askedFor("save_settings")).toEqual([]);
  answer({ ...STARTUP, settings: KEPT });
  await wait(10);
  expect(askedFor("save_settings")).toEqual([{ settings: { ...KEPT, notifications: false } }]);
  expect(store.get().settings).toEqual({ ...KEPT, notifications: false });
  await close();
});

it("afterwards each change is kept at once", async () => {
  const close = await open();
  await act(async () => saveSettings({ theme: "light" }));
  expect(askedFor("save_settings")).toEqual([{ settings: { ...STARTUP.settings, theme: "light" } }]);
  await close();
});
