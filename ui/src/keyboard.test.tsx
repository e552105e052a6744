// @vitest-environment happy-dom
import { afterEach, describe, expect, it } from "vitest";
import { store } from "./asking";
import { answers, askedFor, focus, inCall, key, open, press, sized, the } from "./testing/page";

let close: () => Promise<void>;
afterEach(() => close());

const menuOf = (id: string) => `[data-participant-id=${id}] .tile-more`;

describe("on a keyboard without Latin letters, the place of the key counts", () => {
  it("L leaves and E ends in the Leave menu", async () => {
    close = await open(...inCall(3));
    await press("#leave");
    await focus("#leave-me");
    await key("у", { code: "KeyE" });
    expect(askedFor("end_for_all")).toHaveLength(1);
    await close();
    close = await open(...inCall(3));
    await press("#leave");
    await focus("#leave-me");
    await key("م", { code: "KeyL" });
    expect(askedFor("leave")).toHaveLength(1);
  });
  it("P pins the person in focus", async () => {
    sized(1000, 700);
    close = await open(...inCall(3));
    await focus(menuOf("p1"));
    await key("з", { code: "KeyP" });
    expect(store.get().view).toMatchObject({ room: { pinned: "p1" } });
  });
  it("Ctrl and V paste into the field for links", async () => {
    close = await open();
    await focus("#new-meeting");
    await key("м", { code: "KeyV", ctrlKey: true });
    expect(document.activeElement?.id).toBe("link");
  });
});

describe("Page Down and Page Up", () => {
  it("turn the pages of people from anywhere in the call, and back", async () => {
    sized(500, 300);
    close = await open(...inCall(30));
    const page = () => the(".pager .num").textContent;
    const first = page();
    await focus("#mic");
    await key("PageDown");
    expect(page()).not.toBe(first);
    await key("PageUp");
    expect(page()).toBe(first);
    await key("PageUp");
    expect(page()).toBe(first);
  });
});

it("the corner of the own picture is changed by a click, as a key and a screen reader give it", async () => {
  sized(1000, 700);
  close = await open(...inCall(2), { event: "page-stage", stage: { self: "corner" } });
  expect(store.get().stage.corner).toBe("bottom-end");
  await press(".corner-handle");
  expect(store.get().stage.corner).toBe("bottom-start");
  await press(".corner-handle");
  expect(store.get().stage.corner).toBe("top-start");
});

it("the table of keys names the one that leaves from anywhere, and so do the settings", async () => {
  close = await open();
  await key("?");
  expect(the(".keys-dialog").textContent).toContain("Ctrl Shift L");
  await press("#change-keys");
  expect(the(".shortcuts").textContent).toContain("Ctrl Shift L");
});

it("a message with invisible characters is sent as it will arrive", async () => {
  answers.send_chat = () => null;
  close = await open(...inCall(2), { event: "page-chat-draft", text: " \u202ehello\u0007 " });
  await press("#chat");
  await press("#send");
  expect(askedFor("send_chat")).toEqual([{ text: "hello", to: null }]);
});
