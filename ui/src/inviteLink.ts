/** Invites in what people paste: the link alone, or the whole message that it came in. */

/** What is looked at of a pasted text; an invite is a few hundred characters. */
const MOST_CHARS = 20_000;

/** The first invite in a text, without what a message puts around it; null without one. */
export function linkIn(text: string): string | null {
  const found = text.slice(0, MOST_CHARS).match(/adjourn:\/\/join\/[^\s<>"'`“”‘’«»]+/i);
  // A sentence ends after it, or a bracket was opened before it.
  return found === null ? null : found[0].replace(/[.,;:!?)\]}]+$/, "");
}
