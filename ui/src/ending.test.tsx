// @vitest-environment happy-dom
import { afterEach, expect, it } from "vitest";
import { store } from "./asking";
import { HOLD_FROM } from "./components/HoldToEnd";
import { askedFor, hear, key, meet, press, someone, tell, the } from "./testing/page";

let close: () => Promise<void>;
afterEach(() => close());

/** A meeting of so many, in which the host has chosen End in the tray. */
async function chosen(count: number): Promise<void> {
  close = await meet(count);
  await hear({ event: "end-requested" });
}

const exit = () => (store.get().view as { exit?: string }).exit;

it("End in the tray asks back with the number and the names, and nobody hears or sees me meanwhile", async () => {
  await chosen(12);
  expect(askedFor("cut")).toHaveLength(1);
  expect(the("[role=alertdialog]").textContent).toContain("End the meeting for all 12 people?");
  const names = [...document.querySelectorAll(".names li .cut-text")].map((name) => name.textContent);
  expect(names).toHaveLength(12);
  expect(names.slice(0, 2)).toEqual(["Ana (you)", "Person 1"]);
  expect(askedFor("end_for_all")).toEqual([]);
  await press("#end-for-all");
  expect(askedFor("end_for_all")).toHaveLength(1);
});

it("the focus starts on Stay, and Escape is Stay", async () => {
  await chosen(3);
  expect(document.activeElement?.id).toBe("stay");
  await key("Escape");
  expect(document.querySelector("[role=alertdialog]")).toBeNull();
  expect(askedFor("stay")).toHaveLength(1);
  expect(askedFor("end_for_all")).toEqual([]);
});

it("for many it is held, and a plain question again when enough have gone", async () => {
  await chosen(HOLD_FROM);
  the("#hold-to-end");
  await tell({ event: "participant-left", participant: someone(1), reason: { code: "left", message: "" } });
  expect(document.querySelectorAll(".names li")).toHaveLength(HOLD_FROM - 1);
});

it("takes the place of the Leave menu, leaves the window's question, and goes with the role", async () => {
  await chosen(3);
  await press("#stay");
  await press("#leave");
  await hear({ event: "end-requested" });
  expect(exit()).toBe("confirming");
  await hear({ event: "close-requested" });
  expect(exit()).toBe("closing");
  await hear({ event: "end-requested" });
  expect(exit()).toBe("closing");
  await press("#stay");
  await hear({ event: "end-requested" });
  await hear({ event: "role-changed", participantId: "me", role: "co-host" });
  expect(exit()).toBe("none");
});
