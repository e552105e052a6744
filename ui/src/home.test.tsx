// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from "vitest";
import { store } from "./asking";
import type { ErrorCode, ReasonCode } from "./bindings";
import { answers, askedFor, open, press, STARTUP, tell, the, wait } from "./testing/page";

let close: () => Promise<void>;
afterEach(() => close());

const recent = (title: string, code: ReasonCode, hosted = false) => ({
  title,
  host: "Bo",
  link: `adjourn://join/${title}`,
  at: 1000,
  hosted,
  reason: { code, message: "", by: "Bo", at: 2000 },
});

it("a meeting that is over is no button that leads to an error; it can still be taken off the list", async () => {
  const over = ["ended", "server-stopped", "room-closed"] as const;
  const meetings = [
    ...over.map((code) => recent(code, code)),
    recent("left", "left"),
    recent("own", "ended", true),
  ];
  close = await open({ event: "page-started", startup: { ...STARTUP, recent: meetings } });
  const rows = [...document.querySelectorAll(".meet-row")];
  expect(rows.map((row) => row.querySelector(".meet")?.tagName)).toEqual([
    "DIV",
    "DIV",
    "DIV",
    "BUTTON",
    "BUTTON",
  ]);
  expect(rows.every((row) => row.querySelector(".forget") !== null)).toBe(true);
});

it.each([
  "other-server-key",
  "other-server-unknown",
  "other-server-plain",
  "other-server-secret",
] satisfies ErrorCode[])("what is wrong with the other server leads to its settings: %s", async (code) => {
  close = await open({ event: "page-notice", notice: { code, message: "", device: null } });
  await press("[data-remedy]");
  expect(store.get().settingsTab).toBe("server");
  the("#server-port");
});

describe("what is left of a meeting", () => {
  const SUMMARY = {
    title: "Choir",
    fromMs: 0,
    untilMs: 60_000,
    reason: { code: "left", message: "" },
    spokeMs: 0,
    lossPercent: 0,
    people: [{ name: "Bo", me: false, role: "host", joinedMs: 0, stayMs: 60_000, left: null }],
    chat: [],
  };
  const begin = async () => {
    const recents = [{ ...recent("Choir", "left"), summary: true }, recent("Board", "left")];
    close = await open({ event: "page-started", startup: { ...STARTUP, recent: recents } });
  };

  it("is shown where it is kept, and saved from there", async () => {
    await begin();
    answers.kept_summary = () => SUMMARY;
    answers.save_summary = () => "/home/ana/Choir.csv";
    expect(document.querySelectorAll(".look-back")).toHaveLength(1);
    await press(".look-back");
    expect(askedFor("kept_summary")).toEqual([{ link: "adjourn://join/Choir" }]);
    expect(the(".kept-summary td").textContent).toContain("Bo");
    await press(".kept-summary #save-summary");
    await press("[role=menuitem][data-key=csv]");
    expect(askedFor("save_summary")).toEqual([{ link: "adjourn://join/Choir", format: "csv" }]);
    await press("#close-summary");
    expect(document.querySelector(".kept-summary")).toBeNull();
  });

  it("is said to be gone where somebody has removed it", async () => {
    await begin();
    answers.kept_summary = () => null;
    await press(".look-back");
    expect(document.querySelector(".kept-summary")).toBeNull();
    expect(store.get().toasts.map(({ text }) => text)).toEqual(["The summary is not there any more."]);
  });
});

it("a long list shows its newest until all of it is asked for", async () => {
  const meetings = Array.from({ length: 7 }, (_, at) => recent(`m${at}`, "left"));
  close = await open({ event: "page-started", startup: { ...STARTUP, recent: meetings } });
  const rows = () => document.querySelectorAll(".meet-row").length;
  expect(rows()).toBe(6);
  await press("#recent-all");
  expect(rows()).toBe(7);
  await press("#recent-all");
  expect(rows()).toBe(6);
});

it("a short list is all there is", async () => {
  const meetings = Array.from({ length: 6 }, (_, at) => recent(`m${at}`, "left"));
  close = await open({ event: "page-started", startup: { ...STARTUP, recent: meetings } });
  expect(document.querySelectorAll(".meet-row").length).toBe(6);
  expect(document.querySelector("#recent-all")).toBeNull();
});

describe("a meeting that was left and is still open", () => {
  const now = new Date(2026, 10, 23, 12).getTime();
  const today = { ...recent("Choir", "left"), at: now - 3_600_000 };
  const lobby = { title: "Choir", host: "Bo", openSinceMs: 0, lobby: true, locked: false, away: null };
  const look = { ...lobby, people: ["A", "B", "C", "D"] };
  const begin = async () => {
    vi.setSystemTime(now);
    await tell({ event: "page-started", startup: { ...STARTUP, recent: [today] } });
    await wait(0);
  };
  const seen = async (state: "visible" | "hidden") => {
    Object.defineProperty(document, "visibilityState", { configurable: true, value: state });
    document.dispatchEvent(new Event("visibilitychange"));
    await wait(0);
  };
  const said = () => the(".meet-what .small").textContent;

  it("says so and is rejoined, and is asked every half minute", async () => {
    close = await open();
    answers.look_up = () => look;
    await begin();
    expect(said()).toBe("You left. Still open, 4 people there");
    expect(the(".meet .open").textContent).toBe("Rejoin");
    expect(the(".meet-again").textContent).toBe("Rejoin");
    expect(askedFor("look_up")).toEqual([{ link: today.link }]);
    await wait(29_000);
    expect(askedFor("look_up")).toHaveLength(1);
    answers.look_up = () => ({ refused: { code: "unreachable", message: "" } });
    await wait(1500);
    expect(askedFor("look_up")).toHaveLength(2);
    expect(said()).toBe("Hosted by Bo");
    expect(document.querySelector(".meet .open")).toBeNull();
  });

  it("is asked only while Home is there and seen", async () => {
    close = await open();
    answers.look_up = () => look;
    await begin();
    await seen("hidden");
    await wait(120_000);
    expect(askedFor("look_up")).toHaveLength(1);
    await seen("visible");
    expect(askedFor("look_up")).toHaveLength(2);
    answers.open_link = () => look;
    await press(".meet");
    expect(store.get().view.at).toBe("lobby");
    const before = askedFor("look_up").length;
    await tell({ event: "page-joining" });
    await wait(120_000);
    expect(askedFor("look_up").length - before).toBe(0);
    expect(askedFor("open_link")).toEqual([{ link: today.link }]);
  });
});
