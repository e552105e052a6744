// @vitest-environment happy-dom
import { act } from "react";
import { afterEach, expect, it } from "vitest";
import { newMeeting, start } from "./actions";
import { alertOf } from "./alerts";
import { store } from "./asking";
import type { AppEvent } from "./bindings";
import { INITIAL } from "./state";
import { answers, askedFor, draw, hear, inCall, open, press, STARTUP, tell, the, wait } from "./testing/page";

let close: () => Promise<void>;
afterEach(async () => {
  await tell(...store.get().notices.map(({ code }) => ({ event: "page-notice-dismissed", code }) as const));
  await close();
});

const late = (title: string, code?: "unreachable"): AppEvent => ({
  event: "late-end",
  title,
  problem: code === undefined ? null : { code, message: "" },
});

it("an End that came through late is told in a glance, and on the desktop", async () => {
  answers.startup = () => STARTUP;
  close = await draw();
  await act(start);
  await hear(late("Weekly planning"));
  expect(the(".toast-text").textContent).toBe("Weekly planning has ended for everyone.");
  expect(askedFor("notify")).toEqual([{ title: "Weekly planning has ended for everyone.", body: "" }]);
  await hear(late(""));
  expect(document.querySelector(".toasts")?.textContent).toContain("The meeting has ended for everyone.");
});

it("an End that came to nothing is said in every view until it is read, and why", async () => {
  close = await open(late("Weekly planning", "unreachable"));
  const said = () => the(".banner p").textContent;
  expect(said()).toContain("Weekly planning could not be ended. The meeting’s computer cannot be reached.");
  expect(said()).not.toContain("try again");
  await tell(...inCall(2));
  expect(said()).toContain("Weekly planning could not be ended.");
  await tell({ event: "meeting-left", reason: { code: "left", message: "" } });
  expect(said()).toContain("Weekly planning could not be ended.");
  await tell({ event: "page-went-home" });
  expect(said()).toContain("Weekly planning could not be ended.");
  await press(".banner-ends button:last-child");
  expect(document.querySelector(".banner")).toBeNull();
});

it("the desktop is told why, outside of a meeting too, and by one window alone", () => {
  expect(alertOf(late("Weekly planning", "unreachable"), INITIAL, 0)).toEqual({
    title: "Weekly planning could not be ended.",
    body: "The meeting’s computer cannot be reached.",
  });
  expect(alertOf(late("Weekly planning"), { ...INITIAL, mini: true }, 0)).toBeNull();
});

it("a new meeting whose invite is not on the clipboard says so, and is there all the same", async () => {
  close = await open();
  answers.copy_invite = () => ({ refused: { code: "clipboard-failed", message: "" } });
  await act(newMeeting);
  await tell(...inCall(1));
  await wait(0);
  expect(store.get().toasts).toEqual([]);
  expect(store.get().notices.map(({ code }) => code)).toEqual(["clipboard-failed"]);
  expect(store.get().view.at).toBe("call");
  await press("#invite");
  expect(store.get().toasts).toEqual([]);
  answers.copy_invite = () => "adjourn://join/x";
  await press("#invite");
  expect(store.get().toasts.map(({ text }) => text)).toEqual(["Invite copied"]);
});
