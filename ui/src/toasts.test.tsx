// @vitest-environment happy-dom
import { afterEach, expect, it } from "vitest";
import { store } from "./asking";
import type { Input } from "./state";
import { focus, inCall, key, open, press, tell, the, wait } from "./testing/page";

let close: () => Promise<void>;
afterEach(() => close());

const toast = (text: string): Input => ({ event: "page-toast", icon: "check", text });
const shown = () => [...document.querySelectorAll(".toast-text")].map((each) => each.textContent);

it("a toast goes after a while, or when it is dismissed, and then the store knows", async () => {
  close = await open(...inCall(3), toast("one"));
  await wait(1000);
  await tell(toast("two"));
  expect(shown()).toEqual(["two", "one"]);
  await wait(4100);
  expect(store.get().toasts.map(({ text }) => text)).toEqual(["two"]);
  await press(".toast button");
  expect(shown()).toEqual([]);
  expect(store.get().toasts).toEqual([]);
});

it("what the store takes away is gone, and is not taken away twice", async () => {
  close = await open(...inCall(3), toast("one"));
  await wait(0);
  await tell({ event: "page-went-home" });
  expect(shown()).toEqual([]);
  const before = store.get();
  await wait(10_000);
  expect(store.get()).toBe(before);
});

it("F6 reaches it, it stays while somebody is in it, and the focus goes back where it was", async () => {
  close = await open(...inCall(3), toast("one"), toast("two"));
  await focus("#mic");
  await key("F6");
  expect(document.activeElement).toBe(the(".toasts"));
  await wait(20_000);
  expect(shown()).toEqual(["two", "one"]);
  await focus(".toast button");
  await press(".toast button");
  expect(document.activeElement?.closest(".toast")?.textContent).toContain("one");
  await press(".toast button");
  await wait(100);
  expect(document.activeElement?.id).toBe("mic");
});

it("it is a dialog with a name, and no second voice beside the live region", async () => {
  close = await open(...inCall(3), toast("one"));
  await wait(0);
  const name = the("[role=alertdialog]").getAttribute("aria-labelledby");
  expect(the(`[id="${name}"]`).textContent).toBe("one");
  expect(document.querySelector("[role=alert]")).toBeNull();
});
