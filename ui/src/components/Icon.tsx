import { drawings, type IconName } from "../icons/drawings";

/** A drawing beside or instead of a word; the word is always there for those who listen. */
export function Icon({ name, small = false }: { name: IconName; small?: boolean }) {
  return (
    <svg className={small ? "i i-16" : "i"} viewBox="0 0 24 24" aria-hidden="true">
      {drawings[name]}
    </svg>
  );
}
