import { expect, it } from "vitest";
import { pieces } from "./links";

const links = (text: string) => pieces(text).flatMap(({ href }) => (href === undefined ? [] : [href]));

it("a link in a sentence can be opened, and the full stop is not part of it", () => {
  expect(pieces("The form is at https://example.org/form. Fill it in.")).toEqual([
    { text: "The form is at " },
    { text: "https://example.org/form", href: "https://example.org/form" },
    { text: ". Fill it in." },
  ]);
});

it("nothing of a message is lost, whatever is in it", () => {
  for (const text of [
    "",
    "a",
    "http://",
    "see (https://a.example/b_(c)) and http://x\nhttps://y.example,",
    "https://…",
  ])
    expect(
      pieces(text)
        .map((piece) => piece.text)
        .join(""),
    ).toBe(text);
});

it("brackets around a link stay outside, brackets of the link stay inside", () => {
  expect(links("(https://a.example/b)")).toEqual(["https://a.example/b"]);
  expect(links("https://a.example/Foo_(bar)")).toEqual(["https://a.example/Foo_(bar)"]);
  expect(links("[https://a.example/x].")).toEqual(["https://a.example/x"]);
});

it("only http and https are links", () => {
  for (const text of [
    "javascript:alert(1)",
    "file:///etc/passwd",
    "data:text/html,x",
    "adjourn://join/abc",
    "xhttps://a.example",
    "ftp://a.example",
    "www.example.org",
  ])
    expect(links(text)).toEqual([]);
  expect(links("HTTPS://Example.ORG/Up")).toEqual(["https://example.org/Up"]);
});

it("a link that hides where it leads stays text", () => {
  expect(links("https://bank.example@evil.example/")).toEqual([]);
  expect(links("https://evil.example/\u202Egpj.exe")).toEqual([]);
  expect(links("https://bank.exa\u200Bmple/")).toEqual([]);
  expect(links(`https://a.example/${"x".repeat(3000)}`)).toEqual([]);
});

it("a host in foreign letters is opened by its real name", () => {
  expect(links("https://аррӏе.example/")).toEqual(["https://xn--80ak6aa92e.example/"]);
});

it("a message made to be slow is not", () => {
  const began = performance.now();
  pieces(`https://a.example/${"(".repeat(2000)}${")".repeat(1990)}`);
  pieces("https://".repeat(500));
  pieces(`https://a${".".repeat(3900)}`);
  pieces(`https://a.example/${")".repeat(3900)}`);
  expect(performance.now() - began).toBeLessThan(1000);
});
