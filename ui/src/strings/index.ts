/**
 * Every sentence a person reads, in one place and in several languages. Who did what, then what happens now: one
 * sentence, no exclamation, no apology, no code.
 *
 * `say` is the catalogue of the language in use. It is another one after `setLanguage`, so that it is read where
 * something is drawn and kept nowhere.
 */
import type { ErrorCode } from "../bindings";
import { en } from "./en";
import { setLocale } from "./format";
import type { Strings } from "./language";

export {
  type Farewell,
  type FarewellFacts,
  factsOf,
  farewell,
  howTheyLeft,
  wasCutOff,
  wentOut,
  whatBecame,
} from "./after";
export { day, exactTime, list, moment, number, plural, running, timeOfDay } from "./format";
export type { Strings } from "./language";
export type { Trouble } from "./trouble";

/** The languages there are: what they call themselves, how they write numbers and times unless the system's locale says
 * so itself, and their words. English comes with the page. The others are files of their own, fetched when they are
 * spoken: together they are a third of the page, and nobody reads two. */
const LANGUAGES = {
  en: { name: "English", locale: "en-GB", words: async () => en },
  de: { name: "Deutsch", locale: "de-DE", words: async () => (await import("./de")).de },
  fr: { name: "Français", locale: "fr-FR", words: async () => (await import("./fr")).fr },
  es: { name: "Español", locale: "es-ES", words: async () => (await import("./es")).es },
  it: { name: "Italiano", locale: "it-IT", words: async () => (await import("./it")).it },
  pl: { name: "Polski", locale: "pl-PL", words: async () => (await import("./pl")).pl },
  ja: { name: "日本語", locale: "ja-JP", words: async () => (await import("./ja")).ja },
  ar: { name: "العربية", locale: "ar-EG-u-nu-latn", words: async () => (await import("./ar")).ar },
} satisfies Record<string, { name: string; locale: string; words: () => Promise<Strings> }>;

export type Language = keyof typeof LANGUAGES;

const RIGHT_TO_LEFT = new Set<string>(["ar"]);

/** The words that have been fetched. */
const fetched: Partial<Record<Language, Strings>> = { en };

let current: Language = "en";

/** The words of the language in use. */
export let say: Strings = en;

/** Fetches the words of a tag's language. To be awaited before it is spoken: nothing is drawn in another language first.
 * Where they cannot be had it is English that is spoken. */
export async function fetchLanguage(tag: string): Promise<void> {
  const wanted = primary(tag);
  if (!isLanguage(wanted) || fetched[wanted] !== undefined) return;
  const words = await LANGUAGES[wanted].words().catch(() => undefined);
  if (words !== undefined) fetched[wanted] = words;
}

/** Speaks the language of a tag such as "de" or "pt-BR" from now on; English where it is none of ours, or has not been
 * fetched. */
export function setLanguage(tag: string): void {
  const wanted = primary(tag);
  current = isLanguage(wanted) && fetched[wanted] !== undefined ? wanted : "en";
  say = fetched[current] ?? en;
  const { locale } = LANGUAGES[current];
  setLocale(current === wanted ? (regional(tag) ?? locale) : locale);
}

/** The language of a tag, without its country. */
function primary(tag: string): string {
  return tag.toLowerCase().split(/[-_]/, 1)[0] ?? "";
}

/** A tag that says which country's: its clock and its commas are those people are used to. */
function regional(tag: string): string | null {
  try {
    const { region, baseName } = new Intl.Locale(tag.replace("_", "-"));
    // Digits are the same everywhere: links, and numbers that are typed to confirm, have no others.
    return region === undefined ? null : `${baseName}-u-nu-latn`;
  } catch {
    return null;
  }
}

function isLanguage(tag: string): tag is Language {
  return Object.hasOwn(LANGUAGES, tag);
}

/** The language in use. */
export function language(): Language {
  return current;
}

/** Which way it is written. */
export function direction(of: Language = current): "ltr" | "rtl" {
  return RIGHT_TO_LEFT.has(of) ? "rtl" : "ltr";
}

/** Every language there is, by what it calls itself. */
export function languages(): { tag: Language; name: string }[] {
  return (Object.keys(LANGUAGES) as Language[]).map((tag) => ({ tag, name: LANGUAGES[tag].name }));
}

/** What went wrong and the one thing to do, in two sentences. */
export function messageOf({ code }: { code: ErrorCode }): string {
  const { sentence, todo } = say.errors[code];
  return say.together(sentence, todo);
}

/** The sentence as a heading. */
export function withoutStop(sentence: string): string {
  return sentence.replace(/[.。]$/, "");
}

/** "1 person", "12 people". */
export function people(count: number): string {
  return say.personCount(count);
}

/** Minutes as people say them: "less than a minute", "12 min", "1 h 5 min". */
export function duration(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  const words = say.duration;
  if (minutes < 1) return words.under;
  if (minutes < 60) return words.minutes(minutes);
  const rest = minutes % 60;
  const hours = Math.floor(minutes / 60);
  return rest === 0 ? words.hours(hours) : words.both(hours, rest);
}

/** What is over before a minute is: "0.4 s". */
export function seconds(ms: number): string {
  const tenths = Math.max(1, Math.round(ms / 100));
  return say.duration.seconds(tenths < 100 ? tenths / 10 : Math.round(tenths / 10));
}

/** The same where there is little room. */
export function shortDuration(ms: number): string {
  return ms < 60_000 ? say.duration.underShort : duration(ms);
}
