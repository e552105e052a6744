// @vitest-environment happy-dom
import { act } from "react";
import { afterEach, beforeAll, expect, it } from "vitest";
import { saveSettings } from "./settings";
import { fetchLanguage } from "./strings";
import { askedFor, inCall, open, STARTUP, someone, tell, wait } from "./testing/page";

beforeAll(() => fetchLanguage("de"));

let close: () => Promise<void>;
afterEach(async () => {
  await act(async () => saveSettings({ language: null }));
  await close();
});

const labels = () => askedFor("set_labels").map(({ labels }) => labels as Record<string, string>);
const lines = () => labels().flatMap(({ meeting }) => (meeting === undefined ? [] : [meeting]));

it("the tray speaks the language of the page, also of the camera and the invite", async () => {
  close = await open();
  expect(labels().at(-1)).toMatchObject({
    show: "Show Adjourn",
    "camera-off": "Turn camera off",
    "camera-on": "Turn camera on",
    "copy-invite": "Copy invite",
  });
  expect(lines()).toEqual([]);
  await act(async () => saveSettings({ language: "de" }));
  expect(labels().at(-1)).toMatchObject({ "camera-off": "Kamera ausschalten" });
});

it("in a meeting the tray says which and how many are there, at most once a second", async () => {
  close = await open(...inCall(2));
  await wait(0);
  expect(lines()).toEqual(["Planning · 2 people"]);
  for (const at of [5, 6, 7]) {
    await tell({ event: "participant-joined", participant: someone(at) });
    await wait(200);
  }
  expect(lines()).toEqual(["Planning · 2 people"]);
  await wait(400);
  expect(lines()).toEqual(["Planning · 2 people", "Planning · 5 people"]);
  await wait(5000);
  await tell({ event: "speaker-changed", participantId: "p1" });
  await wait(5000);
  expect(lines()).toHaveLength(2);
  await tell({ event: "participant-left", participant: someone(5), reason: { code: "left", message: "" } });
  await wait(0);
  expect(lines().at(-1)).toBe("Planning · 4 people");
});

it("a meeting without a title is its people", async () => {
  const me = someone(0, "host");
  close = await open({ event: "meeting-joined", meetingId: "m", title: "", me });
  await wait(0);
  expect(lines()).toEqual(["1 person"]);
});

it("of two windows the main one says it", async () => {
  const startup = { ...STARTUP, view: "mini" } as const;
  close = await open({ event: "page-started", startup }, ...inCall(2));
  await wait(2000);
  expect(lines()).toEqual([]);
  await tell({ event: "page-started", startup: STARTUP });
});
