// @vitest-environment happy-dom
import { act } from "react";
import { afterEach, expect, it, vi } from "vitest";
import { inCall, open, STARTUP, sized, tell, the, wait } from "./testing/page";

let close: () => Promise<void>;
afterEach(async () => {
  vi.restoreAllMocks();
  await close();
});

const tip = () => document.querySelector(".tip")?.textContent ?? null;
const point = (selector: string, type: "pointerenter" | "pointerleave") =>
  act(async () => void the(selector).dispatchEvent(new PointerEvent(type)));

/** Every text needs so many pixels; there are 1000. */
function needs(width: number): void {
  sized(1000, 700);
  vi.spyOn(HTMLElement.prototype, "scrollWidth", "get").mockReturnValue(width);
}

it("a name that is cut is whole in a tooltip while it is pointed at; one that is not has none", async () => {
  needs(1001);
  close = await open(...inCall(2));
  await point(".bar-info h1", "pointerenter");
  await wait(500);
  expect(tip()).toBeNull();
  await wait(200);
  expect(tip()).toBe("Planning");
  await point(".bar-info h1", "pointerleave");
  expect(tip()).toBeNull();
  needs(1000);
  await point(".bar-info h1", "pointerenter");
  await wait(1000);
  expect(tip()).toBeNull();
});

it("a key shows it by the focus of the control that the words stand in", async () => {
  needs(1001);
  const meeting = { title: "Choir board", host: "Bo", link: "adjourn://join/x", at: 1, hosted: false };
  close = await open({ event: "page-started", startup: { ...STARTUP, recent: [meeting] } });
  const matches = HTMLElement.prototype.matches;
  vi.spyOn(HTMLElement.prototype, "matches").mockImplementation(function (this: HTMLElement, selector) {
    return selector === ":focus-visible" || matches.call(this, selector);
  });
  await act(async () => the(".meet").focus());
  expect(document.body.textContent).toContain("Choir board");
  expect(document.querySelectorAll(".tip")).toHaveLength(2);
  await act(async () => the(".meet").blur());
  expect(tip()).toBeNull();
});

it("no element has a tooltip of the system's, which no key reaches", async () => {
  needs(1001);
  close = await open(...inCall(3));
  await tell(
    { event: "page-panel", panel: "people" },
    { event: "reaction-received", participantId: "p1", reaction: "clap" },
  );
  expect(document.querySelector("body [title]")).toBeNull();
});
