import { describe, expect, it } from "vitest";
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

describe("what is known of an error stands in the place of its usual cause", () => {
  it("who has the camera", () => {
    expect(explain("camera-busy", { heldBy: "obs" }).text).toBe(
      "obs has it. Close it there, then turn the camera on again.",
    );
  });

  it("who ended the meeting, and when", () => {
    const at = new Date(2026, 2, 4, 10, 18).getTime();
    expect(explain("ended", { by: "Ana", at }).text).toMatch(/^Ana ended it \(4 Mar.*10:18.*\)\. Ask/);
    expect(explain("ended", { at: Date.now() }).text).toMatch(/^It was ended \(today, /);
  });

  it("how long nobody answered", () => {
    expect(explain("unreachable", { addresses: 3, seconds: 10 }).text).toMatch(
      /3 addresses were tried for 10\u00a0s/,
    );
    expect(explain("unreachable", { addresses: 1, seconds: 1 }).text).toMatch(/Its address was tried/);
  });

  it("where a link that was cut off stops", () => {
    const link = "adjourn://join/eyJ2IjoxLCJhIjpbIjE5Mi4xNjguMS43OjQ";
    expect(explain("damaged-link", { cutOff: true, link }).text).toMatch(/^It stops after …uMS43OjQ\./);
    expect(explain("damaged-link", { cutOff: true, link: "adjourn://join/" }).text).toMatch(
      /^It stops after adjourn:\/\/join\/\./,
    );
    expect(explain("damaged-link", { cutOff: false, link }).text).toMatch(/^It was cut off or changed/);
  });

  it("both certificates, short enough to be read over the phone", () => {
    const promised = "4F:A2:90:1C:00:00:7E:B3";
    const shown = "D0:18:5B:66:00:00:02:9A";
    expect(explain("wrong-certificate", { promised, shown }).fingerprints).toEqual([
      ["Link", "4F:A2:90:1C … 7E:B3"],
      ["Got", "D0:18:5B:66 … 02:9A"],
    ]);
    expect(explain("wrong-certificate").fingerprints).toEqual([]);
  });
});
