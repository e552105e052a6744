// @vitest-environment happy-dom
import { afterEach, expect, it } from "vitest";
import { store } from "./asking";
import type { ErrorCode, ReasonCode } from "./bindings";
import { open, press, STARTUP, the } from "./testing/page";

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
