/** A face for somebody without a picture: initials on a ground that is always the same for the same name. */
export function Avatar({ name, small = false }: { name: string; small?: boolean }) {
  return (
    <span
      className={small ? "avatar s24" : "avatar"}
      style={{ "--h": hue(name) } as React.CSSProperties}
      aria-hidden="true"
    >
      {initials(name)}
    </span>
  );
}

/** First letters of the first and the last word; brackets do not count. */
function initials(name: string): string {
  const words = name
    .replace(/\(.*/, "")
    .trim()
    .split(/\s+/)
    .filter((word) => word !== "");
  const first = words[0] ?? name.trim();
  const last = words.length > 1 ? (words.at(-1) ?? "") : "";
  const letter = (word: string) => [...word][0] ?? "";
  return (letter(first) + letter(last)).toUpperCase();
}

function hue(name: string): number {
  let hash = 0;
  for (const letter of name) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 360;
  return hash;
}
