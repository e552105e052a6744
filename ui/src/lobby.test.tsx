// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it } from "vitest";
import { store } from "./asking";
import type { Lobby } from "./bindings";
import { answers, askedFor, open, press, tell, the, wait } from "./testing/page";

const LINK = "adjourn://join/x";
const LOBBY: Lobby = {
  title: "Planning",
  host: null,
  people: [],
  openSinceMs: 0,
  lobby: true,
  locked: true,
  away: null,
};

let close: () => Promise<void>;
beforeEach(async () => {
  answers.look_up = () => LOBBY;
  close = await open({ event: "page-lobby-opened", lobby: LOBBY, link: LINK });
});
afterEach(() => close());

it("a lobby shows who is there now, asking once every few seconds and one at a time", async () => {
  answers.look_up = () => ({ ...LOBBY, people: ["Bo"], locked: false });
  await wait(5000);
  expect(the(".here").textContent).toContain("Bo");
  expect(store.get().said.text).toContain("no longer locked");
  await wait(60_000);
  expect(askedFor("look_up").length).toBeLessThanOrEqual(15);
  const before = askedFor("look_up").length;
  answers.look_up = () => new Promise(() => {});
  await wait(60_000);
  expect(askedFor("look_up")).toHaveLength(before + 1);
});

it("a meeting that ends while one looks at its door says so once; a door that does not answer changes nothing", async () => {
  answers.look_up = () => ({ refused: { code: "unreachable", message: "" } });
  await wait(5000);
  expect(store.get().view).toMatchObject({ problem: null, lobby: LOBBY });
  answers.look_up = () => ({ refused: { code: "ended", message: "" } });
  await wait(5000);
  const said = store.get().said.count;
  await wait(20_000);
  expect(store.get().view).toMatchObject({ problem: { code: "ended" } });
  expect(store.get().said.count).toBe(said);
});

it("who was turned away by the lock may try again once it is open", async () => {
  await tell({ event: "page-refused", error: { code: "locked", message: "" } });
  answers.look_up = () => ({ ...LOBBY, locked: false });
  await wait(5000);
  expect(store.get().view).toMatchObject({ problem: null });
});

it("nobody asks any more on the way in, and after the lobby", async () => {
  await tell({ event: "page-joining" });
  const before = askedFor("look_up").length;
  await wait(20_000);
  expect(askedFor("look_up")).toHaveLength(before);
  await tell({ event: "page-refused", error: { code: "full", message: "" } });
  await press("#close-lobby");
  const left = askedFor("look_up").length;
  await wait(20_000);
  expect(askedFor("look_up")).toHaveLength(left);
});
