/**
 * Every sentence a person reads, in one place and in several languages. Who did what, then what happens now: one
 * sentence, no exclamation, no apology, no code.
 *
 * `say` is the catalogue of the language in use. It is another one after `setLanguage`, so that it is read where
 * something is drawn and kept nowhere.
 */
import type { ErrorCode } from "../bindings";
import { ar } from "./ar";
import { de } from "./de";
import { en } from "./en";
import { es } from "./es";
import { setLocale } from "./format";
import { fr } from "./fr";
import { it } from "./it";
import { ja } from "./ja";
import type { Strings } from "./language";
import { pl } from "./pl";

export {
  type Farewell,
  type FarewellFacts,
  factsOf,
  farewell,
  howTheyLeft,
  wentOut,
  whatBecame,
} from "./after";
export { day, exactTime, list, number, plural, running, timeOfDay } from "./format";
export type { Strings } from "./language";
export type { Trouble } from "./trouble";

/** The languages there are: what they call themselves, their words, and how they write numbers and times unless the
 * system's locale says so itself. */
const LANGUAGES = {
  en: { name: "English", strings: en, locale: "en-GB" },
  de: { name: "Deutsch", strings: de, locale: "de-DE" },
  fr: { name: "Français", strings: fr, locale: "fr-FR" },
  es: { name: "Español", strings: es, locale: "es-ES" },
  it: { name: "Italiano", strings: it, locale: "it-IT" },
  pl: { name: "Polski", strings: pl, locale: "pl-PL" },
  ja: { name: "日本語", strings: ja, locale: "ja-JP" },
  ar: { name: "العربية", strings: ar, locale: "ar-EG-u-nu-latn" },
} satisfies Record<string, { name: string; strings: Strings; locale: string }>;

export type Language = keyof typeof LANGUAGES;

const RIGHT_TO_LEFT = new Set<string>(["ar"]);

let current: Language = "en";

/** The words of the language in use. */
export let say: Strings = en;

/** Speaks the language of a tag such as "de" or "pt-BR" from now on; English where it is none of ours. */
export function setLanguage(tag: string): void {
  const wanted = tag.toLowerCase().split(/[-_]/, 1)[0] ?? "";
  current = isLanguage(wanted) ? wanted : "en";
  const { strings, locale } = LANGUAGES[current];
  say = strings;
  setLocale(current === wanted ? (regional(tag) ?? locale) : locale);
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

/** The same where there is little room. */
export function shortDuration(ms: number): string {
  return ms < 60_000 ? say.duration.underShort : duration(ms);
}
