import { expect, it } from "vitest";
import type { ErrorCode } from "./bindings";
import { explain } from "./errors";
import { en } from "./strings/en";

it.each(Object.keys(en.errors) as ErrorCode[])("%s is a heading, a cause and one thing to do", (code) => {
  const { title, text } = explain(code);
  expect(title).not.toMatch(/[.!?]$/);
  const { cause, todo } = en.errors[code];
  expect(text).toBe(`${cause} ${todo}`);
  expect(`${title} ${text}`).not.toMatch(/[!]|sorry|oops|please/i);
});

it("a busy camera is tried again, one that was unplugged is replaced, one that does not close is quit", () => {
  expect(explain("camera-busy").remedy).toBe("again");
  expect(explain("camera-lost").remedy).toBe("other-device");
  expect(explain("camera-stuck").remedy).toBe("quit");
});

it("nobody is sent past a wrong certificate", () => {
  expect(explain("wrong-certificate").remedy).toBe("none");
});
