/** Finds the links in a message. Only http and https, and only what reads as what it is: everything else stays text. */

/** A stretch of a message; with `href` it can be opened. */
export interface Piece {
  text: string;
  href?: string;
}

const CANDIDATE = /\bhttps?:\/\/[^\s<>"'`{}|\\^]+/giu;

/** What ends a sentence ends the link before it. */
const TRAILING = /[.,;:!?…'"*_~]+$/u;

/** Marks that turn the reading direction, and what is not drawn at all: with them a link reads as another one. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/u;

/** Longer than any address that a person means. */
const MOST_CHARS = 2048;

/** The message in stretches, in order; joined again they are the message. */
export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let at = 0;
  for (const match of text.matchAll(CANDIDATE)) {
    const shown = withoutTail(match[0]);
    const href = safe(shown);
    if (href === null) continue;
    if (match.index > at) found.push({ text: text.slice(at, match.index) });
    found.push({ text: shown, href });
    at = match.index + shown.length;
  }
  if (at < text.length) found.push({ text: text.slice(at) });
  return found;
}

/** Without the full stop of the sentence, and without a bracket that was opened before the link. */
function withoutTail(link: string): string {
  let kept = link;
  for (;;) {
    const cut = kept.replace(TRAILING, "");
    const closing = cut.at(-1);
    const open = closing === ")" ? "(" : closing === "]" ? "[" : null;
    if (open === null || count(cut, open) >= count(cut, closing ?? "")) return cut;
    kept = cut.slice(0, -1);
  }
}

function count(text: string, letter: string): number {
  return text.split(letter).length - 1;
}

/** The address to open, or null for one that hides where it leads. */
function safe(link: string): string | null {
  if (link.length > MOST_CHARS || UNSEEN.test(link)) return null;
  let url: URL;
  try {
    url = new URL(link);
  } catch {
    return null;
  }
  if (url.protocol !== "http:" && url.protocol !== "https:") return null;
  // https://bank.example@evil.example leads to the second.
  if (url.username !== "" || url.password !== "" || url.hostname === "") return null;
  return url.href;
}
