/** Where the layout changes. The style says it in em, which in a media query is the system's size of text and never the
 * root's: larger text would be squeezed into the layout for smaller. So the queries follow the root. */

/** Each rule of the style with a size in its query, and the query as it was written. */
const written = new Map<CSSMediaRule, string>();

const watching = new Set<() => void>();

let scale = 1;

/** From now on one em of every query is so many of the system's. */
export function breakAt(now: number): void {
  if (now === scale) return;
  scale = now;
  if (written.size === 0) for (const sheet of document.styleSheets) remember(sheet.cssRules);
  for (const [rule, query] of written) rule.media.mediaText = scaled(query);
  for (const changed of watching) changed();
}

/** Whether a query of sizes in em holds. */
export function breaks(query: string): boolean {
  return matchMedia(scaled(query)).matches;
}

/** Tells of every change of it, until the returned function is called. */
export function onBreak(query: string, changed: () => void): () => void {
  let listening: MediaQueryList | null = null;
  const listen = () => {
    listening?.removeEventListener("change", changed);
    listening = matchMedia(scaled(query));
    listening.addEventListener("change", changed);
  };
  const again = () => {
    listen();
    changed();
  };
  listen();
  watching.add(again);
  return () => {
    watching.delete(again);
    listening?.removeEventListener("change", changed);
  };
}

function remember(rules: CSSRuleList): void {
  for (const rule of rules)
    if (rule instanceof CSSMediaRule && /\dem\b/.test(rule.media.mediaText))
      written.set(rule, rule.media.mediaText);
}

function scaled(query: string): string {
  return query.replace(/([\d.]+)em\b/g, (_, size) => `${Number(size) * scale}em`);
}
