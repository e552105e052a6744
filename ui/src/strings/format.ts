/** Numbers, lists, plurals and times as the chosen language writes them. Sentences are in the catalogue. */

let locale = "en-GB";
const kept = new Map<string, unknown>();

/** Uses another locale from now on. */
export function setLocale(tag: string): void {
  locale = tag;
  kept.clear();
}

/** What is expensive to make, made once a locale. */
function once<T>(name: string, make: () => T): T {
  const known = kept.get(name);
  if (known !== undefined) return known as T;
  const made = make();
  kept.set(name, made);
  return made;
}

/** The forms of a sentence, by how many it speaks of; `other` is the one that every language has. */
export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** The form for so many. */
export function plural(count: number, forms: Forms): string {
  const rule = once("plural", () => new Intl.PluralRules(locale)).select(count);
  return forms[rule] ?? forms.other;
}

export function number(value: number): string {
  return once("number", () => new Intl.NumberFormat(locale)).format(value);
}

/** "Ana, Bo and Cy". */
export function list(items: string[]): string {
  return once("list", () => new Intl.ListFormat(locale, { type: "conjunction" })).format(items);
}

/** A running time: "0:07", "31:04", "1:02:09". */
export function running(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const pad = (n: number) => String(n).padStart(2, "0");
  const h = Math.floor(seconds / 3600);
  const m = Math.floor((seconds % 3600) / 60);
  const s = pad(seconds % 60);
  return h > 0 ? `${h}:${pad(m)}:${s}` : `${m}:${s}`;
}

/** "14:05", or as people there write it; in one piece. */
export function timeOfDay(unixMs: number): string {
  return once("clock", () => new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" }))
    .format(unixMs)
    .replace(/\s/g, "\u00a0");
}

/** With the seconds. */
export function exactTime(unixMs: number): string {
  return once(
    "exact",
    () => new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", second: "2-digit" }),
  ).format(unixMs);
}

/** "today, 10:18", or "23 Nov, 10:18". */
export function moment(unixMs: number, nowMs: number): string {
  const same = new Date(unixMs).toDateString() === new Date(nowMs).toDateString();
  const today = () => new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const date = same ? once("today", today).format(0, "day") : day(unixMs, nowMs);
  return `${date}, ${timeOfDay(unixMs)}`;
}

/** "23 Nov", with the year when it is another one than now. */
export function day(unixMs: number, nowMs: number): string {
  const sameYear = new Date(unixMs).getFullYear() === new Date(nowMs).getFullYear();
  return once(
    `day ${sameYear}`,
    () =>
      new Intl.DateTimeFormat(locale, {
        day: "numeric",
        month: "short",
        ...(sameYear ? {} : { year: "numeric" }),
      }),
  ).format(unixMs);
}
