/** Every sentence of every language, called with what it may be called with. */
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { direction, fetchLanguage, languages, plural, say, setLanguage } from "./index";

beforeAll(async () => void (await Promise.all(languages().map(({ tag }) => fetchLanguage(tag)))));
afterEach(() => setLanguage("en"));

/** A whole name, so that a sentence that loses it is seen. */
const NAME = "Zoë Quist";
const COUNTS = [0, 1, 2, 3, 5, 11, 100];

/** What stands for a parameter, by its name in the English source; each one of the list is tried. */
const SAMPLES: Record<string, unknown[]> = {
  platform: ["linux", "macos"],
  rule: [
    { rule: "keep" },
    { rule: "end" },
    { rule: "end-after", seconds: 300 },
    { rule: "end-after", seconds: 90 },
  ],
  role: ["host", "co-host", "guest"],
  kind: ["audio", "video", "share"],
  text: ["another-meeting", "bad-connection", "back-in-5"],
  reaction: ["heart", "party"],
  names: [[NAME], [NAME, "Bo"], [NAME, "Bo", "Cy", "Di", "Ed"], [NAME, "Bo", "Cy", "Di", "Ed", "Flo", "Gil"]],
  seconds: [60, 90, 120, 300, 660],
  ms: [1000, 30_000, 60_000, 300_000],
  others: COUNTS,
  unread: COUNTS,
  waiting: COUNTS,
  count: [...COUNTS, -1, -2, -5],
  more: [1, 2, 3, 5, 11],
};
const NUMBERS = new Set(
  "addresses lines fps count closed total minutes hours page pages place ahead others unread waiting more seconds ms".split(
    " ",
  ),
);
const FLAGS = new Set("lobby mine keptHere me on toMe toMine muted speaking".split(" "));
const MAYBE = new Set("host by".split(" "));
/** Here somebody is always known. */
const KNOWN =
  /^(hostedBy|hostedByShort|onlyHostEnds|asksYou|opensOutside|keyUsed|serverThere|runsThere|wayOut\.removedBy)$/;
const TILE = {
  name: NAME,
  role: "host",
  muted: true,
  speaking: true,
  hand: 2,
  quality: "lost",
  pinned: true,
};

function samples(key: string, parameter: string): unknown[] {
  if (parameter.startsWith("{")) return [TILE];
  const known = SAMPLES[parameter];
  if (known !== undefined) return known;
  if (NUMBERS.has(parameter)) return COUNTS;
  if (FLAGS.has(parameter)) return [true, false];
  return MAYBE.has(parameter) && !KNOWN.test(key) ? [NAME, null] : [NAME];
}

/** The names of a function's parameters: as they stand in its source. */
function parameters(of: (...given: never[]) => unknown): string[] {
  const source = String(of);
  const given = source.startsWith("(")
    ? source.slice(1, source.indexOf(")"))
    : (source.match(/^(?:async\s+)?(?:function\s*)?\w*\s*\(([^)]*)\)/)?.[1] ??
      source.split("=>", 1)[0] ??
      "");
  if (given.trim().startsWith("{")) return ["{"];
  return given
    .split(",")
    .map((name) => name.replace(/\.\.\.|=.*/g, "").trim())
    .filter((name) => name !== "");
}

type Said = { key: string; text: string; given: unknown[] };

/** All that a catalogue can say. `names` are the parameters of the English one. */
function everything(words: unknown, english: unknown, key: string): Said[] {
  if (typeof words === "string") return [{ key, text: words, given: [] }];
  if (typeof words === "function") {
    const names = parameters(english as () => unknown);
    const calls = names.reduce<unknown[][]>(
      (all, name) => all.flatMap((call) => samples(key, name).map((sample) => [...call, sample])),
      [[]],
    );
    return calls.map((given) => ({ key, given, text: (words as (...given: unknown[]) => string)(...given) }));
  }
  return Object.entries(words as object).flatMap(([name, value]) =>
    everything(value, (english as Record<string, unknown>)[name], key === "" ? name : `${key}.${name}`),
  );
}

setLanguage("en");
const ENGLISH = say;
const name = (said: Said) => `${said.key}(${JSON.stringify(said.given)})`;
const IN_ENGLISH = new Map(everything(ENGLISH, ENGLISH, "").map((said) => [name(said), said.text]));

/** Empty because there is nothing to say: a guest has no title. */
const MAY_BE_EMPTY = new Set(["role.guest", "together"]);
/** Written alike in several languages, or nobody's language at all. */
const SAME =
  /^(app|linkPlaceholder|pictureLines|pictureMode|documentTitle\.(home|call)|together|keyNames\..*|known\.promised|role\..*|duration\..*)$/;

describe.each(languages())("$tag", ({ tag }) => {
  const all = () => {
    setLanguage(tag);
    return everything(say, ENGLISH, "");
  };

  it("says something for every key and every number", () => {
    for (const { key, text, given } of all()) {
      expect(text, key).toBeTypeOf("string");
      if (!MAY_BE_EMPTY.has(key)) expect(text.trim(), `${key}(${given})`).not.toBe("");
      expect(text, `${key}(${given})`).not.toMatch(/\b(undefined|null|NaN|function)\b|\[object|\$\{/);
    }
  });

  it("names everybody who is named in English", () => {
    for (const said of all())
      if (said.given.includes(NAME) && IN_ENGLISH.get(name(said))?.includes(NAME))
        expect(said.text, name(said)).toContain(NAME);
  });

  it("neither shouts, apologises nor leaves two spaces", () => {
    for (const { key, text } of all()) {
      expect(text, key).not.toMatch(/!|！|¡| {2}|^ | $/);
      expect(text, key).not.toMatch(
        /oops|sorry|entschuldig|leider|désolé|lo sentimos|siamo spiacenti|przepraszamy|申し訳|عذرًا|نعتذر/i,
      );
      // A straight quote or apostrophe is a typing mistake in all of them.
      expect(text, key).not.toMatch(/["'´`]/);
    }
  });

  it("is another language than English", () => {
    const said = all().filter(
      ({ key, text }) => !SAME.test(key) && /\p{L}{3}/u.test(text.replaceAll(NAME, "")),
    );
    const alike = said.filter((one) => IN_ENGLISH.get(name(one)) === one.text);
    if (tag === "en") expect(alike.length).toBe(said.length);
    else expect(alike.length / said.length, alike.map(({ key }) => key).join(" ")).toBeLessThan(0.03);
  });
});

it("the six Arabic forms of a number are all there", () => {
  setLanguage("ar");
  const forms = [0, 1, 2, 3, 11, 100].map((count) => say.personCount(count));
  expect(new Set(forms).size).toBe(6);
  expect(plural(2, { two: "two", other: "other" })).toBe("two");
  expect(direction()).toBe("rtl");
});

it("Polish counts one, few and many", () => {
  setLanguage("pl");
  expect([1, 2, 5, 22, 100].map((count) => say.personCount(count))).toEqual([
    "1 osoba",
    "2 osoby",
    "5 osób",
    "22 osoby",
    "100 osób",
  ]);
});

it("a system's locale finds its language, an unknown one is English", () => {
  for (const [tag, name] of [
    ["de-AT", "Verlassen"],
    ["pt-BR", "Leave"],
    ["en-US", "Leave"],
    ["ja_JP", "退出"],
    ["C", "Leave"],
    ["", "Leave"],
  ] as const) {
    setLanguage(tag);
    expect(say.leave, tag).toBe(name);
  }
});
