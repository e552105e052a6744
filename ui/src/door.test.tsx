// @vitest-environment happy-dom
import { afterEach, describe, expect, it } from "vitest";
import type { ErrorCode } from "./bindings";
import { answers, inCall, open, the, wait } from "./testing/page";

const LINK = "adjourn://join/x";
const LOBBY = {
  title: "Planning",
  host: "Bo",
  people: ["Bo"],
  openSinceMs: 0,
  lobby: false,
  locked: false,
  away: null,
};

let close: () => Promise<void>;
afterEach(() => close());

const refused = (code: ErrorCode) => () => ({ refused: { code, message: "" } });

/** A guest whose connection was lost, before a door that answers this. */
async function lost(door: () => unknown): Promise<void> {
  answers.look_up = door;
  close = await open({ event: "page-lobby-opened", lobby: LOBBY, link: LINK }, ...inCall(3, "guest"), {
    event: "meeting-left",
    reason: { code: "connection-lost", message: "" },
  });
  await wait(100);
}

const rejoin = () => document.getElementById("rejoin");
const says = () => the("#after-text").textContent;

describe("the door of a meeting that was lost", () => {
  it.each(["unreachable", "timed-out", "garbage", "too-many", "internal"] as const)(
    "leaves the way back open when it does not answer: %s",
    async (code) => {
      await lost(refused(code));
      expect(rejoin()).not.toBeNull();
      expect(says()).toContain("may still be open");
    },
  );
  it.each(["ended", "unknown-meeting"] as const)("says that it is over: %s", async (code) => {
    await lost(refused(code));
    expect(rejoin()).toBeNull();
    expect(says()).toContain("Planning is over");
  });
  it("keeps what it said last when it falls silent", async () => {
    await lost(() => LOBBY);
    expect(says()).toContain("is still open");
    answers.look_up = refused("unreachable");
    await wait(10_000);
    expect(rejoin()).not.toBeNull();
    expect(says()).toContain("is still open");
    answers.look_up = refused("ended");
    await wait(10_000);
    answers.look_up = refused("unreachable");
    await wait(10_000);
    expect(rejoin()).toBeNull();
  });
  it("is asked before it is offered", async () => {
    await lost(() => new Promise(() => {}));
    expect(rejoin()).toBeNull();
    the("#looking");
  });
});

it("of one's own meeting that this computer carries no more says that it is over", async () => {
  answers.carried = () => null;
  close = await open(...inCall(3), { event: "meeting-left", reason: { code: "left", message: "" } });
  await wait(100);
  expect(rejoin()).toBeNull();
  expect(says()).toContain("Planning is over");
});
