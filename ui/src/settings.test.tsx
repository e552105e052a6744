// @vitest-environment happy-dom
import { act } from "react";
import { expect, it } from "vitest";
import { store } from "./asking";
import { saveEarly, saveSettings } from "./settings";
import { askedFor, draw, focus, open, press, STARTUP, tell } from "./testing/page";

const KEPT = { ...STARTUP.settings, name: "Ana", theme: "dark", sounds: true } as const;

it("nothing is kept before the kept settings are there, and what was changed by then is added to them", async () => {
  const close = await draw();
  // The field loses the focus again without a word in it.
  await focus("#name");
  await press("#settings");
  await act(async () => saveSettings({ notifications: false }));
  expect(store.get().settings.notifications).toBe(false);
  expect(askedFor("save_settings")).toEqual([]);
  await tell({ event: "page-started", startup: { ...STARTUP, settings: KEPT } });
  await act(async () => saveEarly());
  expect(askedFor("save_settings")).toEqual([{ settings: { ...KEPT, notifications: false } }]);
  expect(store.get().settings).toEqual({ ...KEPT, notifications: false });
  await close();
});

it("afterwards each change is kept at once, and nothing twice", async () => {
  const close = await open();
  await act(async () => {
    saveEarly();
    saveSettings({ theme: "light" });
  });
  expect(askedFor("save_settings")).toEqual([{ settings: { ...STARTUP.settings, theme: "light" } }]);
  await close();
});
