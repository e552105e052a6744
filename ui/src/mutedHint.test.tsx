// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it } from "vitest";
import { OWN, setLevel } from "./levels";
import { INITIAL } from "./state";
import { askedFor, inCall, open, press, tell, wait } from "./testing/page";

let close: () => Promise<void>;
beforeEach(async () => {
  close = await open(...inCall(2));
  await microphone(false);
});
afterEach(() => close());

const microphone = (on: boolean) => {
  const { local } = INITIAL;
  const media = { ...local, microphone: { ...local.microphone, on } };
  return tell({ event: "local-media-changed", media });
};
const shown = () => [...document.querySelectorAll(".toast-text")].map((each) => each.textContent);

/** Speaks for so many tenths of a second. */
async function speak(tenths: number) {
  for (let tenth = 0; tenth < tenths; tenth++) {
    setLevel(OWN, 0.1);
    await wait(100);
  }
}

it("who speaks while muted is told how to be heard, once a minute", async () => {
  await speak(20);
  expect(shown()).toEqual(["You are muted. Hold Space to talk."]);
  await press(".toast .square");
  await speak(40);
  expect(shown()).toEqual([]);
  await wait(60_000);
  await speak(20);
  expect(shown()).toHaveLength(1);
});

it("unmutes from there, and the hint goes", async () => {
  await speak(20);
  await press(".toast .btn");
  expect(askedFor("set_microphone").at(-1)).toEqual({ on: true });
  await microphone(true);
  await wait(500);
  expect(shown()).toEqual([]);
});

it("a cough, and a voice that is heard, are none", async () => {
  await speak(2);
  await wait(2000);
  await microphone(true);
  await speak(30);
  expect(shown()).toEqual([]);
});
