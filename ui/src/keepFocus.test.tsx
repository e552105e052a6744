// @vitest-environment happy-dom
import { act } from "react";
import { afterEach, describe, expect, it } from "vitest";
import type { Input } from "./state";
import { focus, inCall, key, open, press, STARTUP, sized, tell, the, wait } from "./testing/page";

let close: () => Promise<void>;
afterEach(() => close());

const here = () => document.activeElement as HTMLElement;
const waits = (at: number): Input => ({
  event: "entry-requested",
  participantId: `w${at}`,
  name: `Guest ${at}`,
});
const answered = (at: number): Input => ({
  event: "entry-responded",
  participantId: `w${at}`,
  name: `Guest ${at}`,
  response: "allowed",
});
const entrant = (at: number, control: "admit" | "deny") => `[data-entrant=w${at}] .${control}`;

/** An input after which what had the focus is gone. */
async function gone(...inputs: Input[]): Promise<void> {
  await tell(...inputs);
  await wait(100);
}

describe("the focus of a control that goes is handed over", () => {
  it("at the door: to the same answer for the next one, then for the one before, then to the list", async () => {
    close = await open(...inCall(3), waits(1), waits(2), waits(3));
    await press("#people");
    await focus(entrant(2, "admit"));
    await gone(answered(2));
    expect(here()).toBe(the(entrant(3, "admit")));
    await gone(answered(3));
    expect(here()).toBe(the(entrant(1, "admit")));
    await focus(entrant(1, "deny"));
    await gone(waits(4), answered(1));
    expect(here()).toBe(the(entrant(4, "deny")));
    await gone(answered(4));
    expect(here().id).toBe("people-title");
  });

  it("of a hand that was lowered: to the row of its owner", async () => {
    const up = (id: string, at: number): Input => ({
      event: "hand-changed",
      participantId: id,
      raisedAt: at,
    });
    close = await open(...inCall(4), up("p1", 1), up("p2", 2));
    await press("#people");
    await focus("#lower-p1");
    await gone({ event: "hand-changed", participantId: "p1", raisedAt: null });
    expect(here().closest("[data-person]")).toBe(the("[data-person=p1]"));
  });

  it("of a banner: to the stage, and to no other button", async () => {
    close = await open(
      ...inCall(3, "guest"),
      { event: "mic-requested", by: "Bo" },
      { event: "error", code: "not-allowed", message: "" },
    );
    for (const button of ["#not-now", ".banner-ends button:last-child"]) {
      await press(button);
      await wait(100);
      expect(here().dataset.view).toBe("call");
    }
  });

  it("of a key that is the default again: to the key itself", async () => {
    const settings = { ...STARTUP.settings, shortcuts: { chat: "Mod+Alt+J" } };
    close = await open({ event: "page-started", startup: { ...STARTUP, settings } });
    await tell({ event: "page-settings-tab", tab: "shortcuts" });
    await press("#reset-chat");
    await wait(100);
    expect(here().id).toBe("key-chat");
  });

  it("of a tile, when the page is turned: to the tile in its place", async () => {
    sized(500, 300);
    close = await open(...inCall(30));
    await focus(".tile:nth-child(2) .tile-more");
    const before = here();
    await key("PageDown");
    await wait(100);
    expect(before.isConnected).toBe(false);
    expect(here()).toBe(the(".tile:nth-child(2) .tile-more"));
  });
});

it("a dialog gives the focus back by itself, and nobody takes it who did not have it", async () => {
  close = await open();
  await press("#settings");
  await press("#close-settings");
  await wait(100);
  expect(here().id).toBe("settings");
  await act(async () => here().blur());
  await tell({ event: "page-notice", notice: { code: "not-saved", message: "", device: null } });
  await tell({ event: "page-notice-dismissed", code: "not-saved" });
  await wait(100);
  expect(here()).toBe(document.body);
});
