// @vitest-environment happy-dom
import { afterEach, expect, it } from "vitest";
import { HOLD_FROM } from "./components/HoldToEnd";
import { askedFor, focus, hear, key, meet, press, tell, the, write } from "./testing/page";

let close: () => Promise<void>;
afterEach(() => close());

const THANKS = "Thank you all, notes follow by mail";

it("the question of the tray has a line that everybody will read, and it may stay empty", async () => {
  close = await meet(3);
  await hear({ event: "end-requested" });
  expect(the("[role=alertdialog]").textContent).toContain("Reason they will read (optional)");
  expect(the<HTMLInputElement>("#end-note").maxLength).toBe(200);
  await write("#end-note", `  ${THANKS} `);
  // A line is not an answer.
  await key("Enter");
  expect(askedFor("end_for_all")).toEqual([]);
  await press("#end-for-all");
  expect(askedFor("end_for_all")).toEqual([{ note: THANKS }]);
});

it("no words are none", async () => {
  close = await meet(3);
  await hear({ event: "end-requested" });
  await write("#end-note", "   ");
  await press("#end-for-all");
  expect(askedFor("end_for_all")).toEqual([{ note: null }]);
});

it("nobody is asked for words where nobody is there to read them, or where the end is held", async () => {
  close = await meet(1);
  await hear({ event: "end-requested" });
  expect(document.querySelector("#end-note")).toBeNull();
  await close();
  close = await meet(HOLD_FROM);
  await hear({ event: "end-requested" });
  the("#hold-to-end");
  expect(document.querySelector("#end-note")).toBeNull();
});

it("in the Leave menu the line is opened first, and its letters are words and no answers", async () => {
  close = await meet(3);
  await press("#leave");
  await press("#add-note");
  expect(document.activeElement?.id).toBe("end-note");
  await key("l", { code: "KeyL" });
  await key("e", { code: "KeyE" });
  expect([askedFor("leave"), askedFor("end_for_all")]).toEqual([[], []]);
  await write("#end-note", THANKS);
  await press("#end-for-all");
  expect(askedFor("end_for_all")).toEqual([{ note: THANKS }]);
});

it("an announced end takes the words along, and more time leaves them as they are", async () => {
  close = await meet(3);
  await press("#leave");
  await press("#add-note");
  await write("#end-note", THANKS);
  await press("#announce-5");
  const request = { do: "announce-end", inSeconds: 300, note: THANKS };
  expect(askedFor("control")).toEqual([{ request }]);
  expect(askedFor("stay")).toHaveLength(1);
  await press("#leave");
  await press("#announce-10");
  expect(askedFor("control")[1]).toEqual({ request: { ...request, inSeconds: 600, note: null } });
});

it("Escape in the line is Stay", async () => {
  close = await meet(3);
  await press("#leave");
  await press("#add-note");
  await focus("#end-note");
  await key("Escape");
  expect(askedFor("stay")).toHaveLength(1);
  expect(document.querySelector(".leave-menu")).toBeNull();
});

it("a guest has no line, and reads that of the host on the last screen as plain text", async () => {
  close = await meet(3, "guest");
  expect(document.querySelector("#add-note")).toBeNull();
  const ended = { code: "ended", by: "Ana", message: "" } as const;
  await tell({ event: "meeting-left", reason: { ...ended, note: "<b>Thank you</b>" } });
  expect(the("#after-title").textContent).toBe("Ana ended the meeting");
  expect(the("#after-note").textContent).toBe("<b>Thank you</b>");
  await close();
  close = await meet(3, "guest");
  await tell({ event: "meeting-left", reason: ended });
  expect(document.querySelector("#after-note")).toBeNull();
});

it("a script ends it with words, and a click that calls it with an event without any", async () => {
  close = await meet(3);
  await window.meeting.end(THANKS);
  await window.meeting.end();
  await (window.meeting.end as unknown as (event: Event) => Promise<void>)(new Event("click"));
  expect(askedFor("end_for_all")).toEqual([{ note: THANKS }, { note: null }, { note: null }]);
});
