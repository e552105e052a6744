// @vitest-environment happy-dom
import { afterEach, describe, expect, it } from "vitest";
import type { Lobby } from "./bindings";
import { HOLD_FROM } from "./components/HoldToEnd";
import type { Input } from "./state";
import {
  answers,
  askedFor,
  focus,
  inCall,
  key,
  open,
  press,
  STARTUP,
  someone,
  tell,
  the,
  wait,
} from "./testing/page";

const GONE: Input = {
  event: "participant-left",
  participant: someone(1),
  reason: { code: "left", message: "" },
};

let close: () => Promise<void>;
afterEach(() => close());

/** Holds the button for half of its time. */
async function hold(): Promise<void> {
  await focus("#hold-to-end");
  await key("Enter");
  await wait(600);
  expect(the("#hold-to-end").dataset.held).toBe("");
}

describe.each([
  ["the Leave menu", "end_for_all", async () => press("#leave"), "#end-for-all"],
  [
    "the question of the closing window",
    "close_window",
    async () => tell({ event: "page-exit", exit: "closing" }),
    "#close-end",
  ],
] as const)("held in %s", (_, command, ask, end) => {
  const begin = async () => {
    close = await open(...inCall(HOLD_FROM));
    await ask();
    await press(end);
    await hold();
  };
  const ended = () => askedFor(command).filter(({ answer }) => answer !== "stay");

  it("to the end, it ends", async () => {
    await begin();
    await wait(600);
    expect(ended()).toHaveLength(1);
  });
  it("nothing ends once one has answered Stay, by Escape or by its button", async () => {
    await begin();
    await key("Escape");
    await wait(1400);
    expect(ended()).toEqual([]);
    await close();
    await begin();
    await press("#stay");
    await wait(1400);
    expect(ended()).toEqual([]);
  });
  it("nothing ends when so many have gone that it need not be held, and the plain question is back", async () => {
    await begin();
    await tell(GONE);
    await wait(1400);
    expect(ended()).toEqual([]);
    the(end);
  });
});

it("the window's question takes the place of a hold, and the next Leave asks from the beginning", async () => {
  close = await open(...inCall(HOLD_FROM));
  await press("#leave");
  await press("#end-for-all");
  await hold();
  await tell({ event: "page-exit", exit: "closing" });
  await press("#stay");
  await wait(1400);
  expect(askedFor("end_for_all")).toEqual([]);
  await press("#leave");
  the("#end-for-all");
});

it("held on Home, nothing ends when the meeting is gone meanwhile", async () => {
  const people = Array.from({ length: HOLD_FROM }, (_, at) => `Person ${at}`);
  const carried: Lobby = {
    title: "Planning",
    host: null,
    people,
    openSinceMs: 0,
    lobby: true,
    locked: false,
    away: null,
  };
  answers.carried = () => carried;
  close = await open({ event: "page-started", startup: { ...STARTUP, carried } });
  await press("#end-carried");
  await hold();
  await tell({ event: "page-carried", carried: null });
  await wait(1400);
  expect(askedFor("end_carried")).toEqual([]);
});
