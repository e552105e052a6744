import { expect, it } from "vitest";
import { linkIn } from "./inviteLink";

const LINK = "adjourn://join/192.168.1.7:7443/9f2k-3m?i=Zm9v-_x&c=4fa2";

it("a link alone is the link", () => {
  expect(linkIn(LINK)).toBe(LINK);
  expect(linkIn(`  ${LINK}\n`)).toBe(LINK);
});

it("a link is found in the message around it", () => {
  expect(linkIn(`Join me here: ${LINK}. See you at ten`)).toBe(LINK);
  expect(linkIn(`Weekly planning (${LINK})`)).toBe(LINK);
  expect(linkIn(`<a href="${LINK}">`)).toBe(LINK);
  expect(linkIn(`“${LINK}”`)).toBe(LINK);
});

it("what holds no invite is none", () => {
  expect(linkIn("")).toBeNull();
  expect(linkIn("https://example.org/join/abc")).toBeNull();
  expect(linkIn("adjourn://join/")).toBeNull();
});

it("of a very long text only the beginning is looked at", () => {
  expect(linkIn(`${"x".repeat(30_000)} ${LINK}`)).toBeNull();
});
