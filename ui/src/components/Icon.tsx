import { drawings, type IconName } from "../icons/drawings";

/** They point along the text: where it runs to the left, so do they. */
const ALONG = new Set<IconName>(["chevron-left", "chevron-right", "log-in", "log-out"]);

/** A drawing beside or instead of a word; the word is always there for those who listen. */
export function Icon({ name, small = false }: { name: IconName; small?: boolean }) {
  const size = small ? "i i-16" : "i";
  return (
    <svg className={ALONG.has(name) ? `${size} along` : size} viewBox="0 0 24 24" aria-hidden="true">
      {drawings[name]}
    </svg>
  );
}
