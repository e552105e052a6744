/** No component has words of its own: what a person reads, or has read aloud, comes from the catalogue. */
import { parseSync } from "vite";
import { expect, it } from "vitest";

const SOURCES = import.meta.glob<string>(
  ["../**/*.{ts,tsx}", "!./**", "!../bindings.ts", "!../testing/**", "!../**/*.test.{ts,tsx}"],
  { query: "?raw", import: "default", eager: true },
);

/** Attributes that a person reads or hears. */
const READ =
  /^(aria-(label|description|valuetext|roledescription|placeholder)|title|placeholder|alt|label|text)$/;
/** What stands on a key is written alike everywhere. */
const ON_KEYS = /^kbd$/;
const LETTERS = /\p{L}/u;
/** Nothing but words for people begins so, wherever it stands. */
const SENTENCE = /^\p{Lu}\p{Ll}+\s+\p{L}/u;
/** In a list or a table this is a word for people too, unless it is a key. */
const WORD = /^\p{Lu}\p{Ll}+$/u;
const KEY = /^(Esc|Control|Shift|Alt|Meta|Super|Mod|Space|Fn)$/;

interface Node {
  type: string;
  start: number;
  [field: string]: unknown;
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value;
}

function inside(node: Node): Node[] {
  return Object.values(node).flatMap((value) =>
    Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : [],
  );
}

/** The words that this expression can become without the catalogue. */
function words(node: Node): Node[] {
  switch (node.type) {
    case "Literal":
      return typeof node.value === "string" && LETTERS.test(node.value) ? [node] : [];
    case "TemplateLiteral":
      return (node.quasis as Node[]).filter((part) => LETTERS.test((part.value as { raw: string }).raw));
    case "JSXText":
      return LETTERS.test(String(node.value)) ? [node] : [];
    case "JSXExpressionContainer":
      return words(node.expression as Node);
    case "ConditionalExpression":
      return [...words(node.consequent as Node), ...words(node.alternate as Node)];
    case "LogicalExpression":
      return [...words(node.left as Node), ...words(node.right as Node)];
    default:
      return [];
  }
}

function textOf(node: Node): string {
  if (node.type === "TemplateElement") return (node.value as { raw: string }).raw;
  return node.type === "Literal" && typeof node.value === "string" ? node.value : "";
}

function isWord(node: Node): boolean {
  const text = textOf(node);
  return WORD.test(text) && !KEY.test(text);
}

function literals(node: Node): Node[] {
  const own: Node[] = [];
  if (SENTENCE.test(textOf(node))) own.push(node);
  if (node.type === "ArrayExpression")
    own.push(...(node.elements as Node[]).filter(isNode).flatMap(words).filter(isWord));
  if (node.type === "Property") own.push(...words(node.value as Node).filter(isWord));
  if (node.type === "JSXElement" || node.type === "JSXFragment") {
    const opening = node.openingElement as Node | undefined;
    const tag = String((opening?.name as Node | undefined)?.name ?? "");
    if (!ON_KEYS.test(tag)) own.push(...(node.children as Node[]).flatMap(words));
  }
  if (node.type === "JSXAttribute" && READ.test(String((node.name as Node).name)) && isNode(node.value))
    own.push(...words(node.value));
  return [...own, ...inside(node).flatMap(literals)];
}

/** Where in the source words stand, such as `Home.tsx:12: "Leave"`. */
function found(path: string, source: string): string[] {
  const program = parseSync(path, source).program as unknown as Node;
  return [...new Set(literals(program))].map(({ start }) => {
    const line = source.slice(0, start).split("\n").length;
    return `${path}:${line}: ${source.slice(start, start + 40).trim()}`;
  });
}

it("the search finds words where a person would read them, and nowhere else", () => {
  const source = `
    const a = <p id="left">Leave <b>{"now"}</b></p>;
    const b = <Button aria-label="Close" className={on ? "on" : "off"} />;
    const c = <i title={many ? \`\${n} people\` : say.nobody}>{say.leave}, {n} <kbd>Esc</kbd></i>;`;
  expect(found("a.tsx", source).map((where) => where.split(": ")[1])).toEqual([
    expect.stringMatching(/^Leave/),
    expect.stringMatching(/^"now"/),
    expect.stringMatching(/^"Close"/),
    expect.stringMatching(/people/),
  ]);
});

it("in lists, tables and plain code it finds sentences and words, and neither keys nor class names", () => {
  const source = `
    const rows = [[say.stay, "Esc"], [say.pages, "Page Up  Page Down"], ["Close", "btn primary"]];
    const labels = { again: "Retry", icon: "wifi-off", keys: new Set(["Control", "Alt"]) };
    notify(\`Nobody of \${n} answers\`, "CONNECTED", "input, textarea");`;
  expect(found("a.ts", source).map((where) => where.split(": ")[1])).toEqual([
    expect.stringMatching(/^"Page Up/),
    expect.stringMatching(/^"Close"/),
    expect.stringMatching(/^"Retry"/),
    expect.stringMatching(/Nobody of/),
  ]);
});

it("nothing outside of the catalogues has words of its own", () => {
  const sources = Object.entries(SOURCES);
  expect(sources.length).toBeGreaterThan(80);
  expect(sources.flatMap(([path, source]) => found(path, source))).toEqual([]);
});
