/** The roster: full is here, ring is gone, amber does not answer. */
export function Dots(props: {
  count: number;
  gone: number;
  silent?: number;
  columns?: number;
  /** The first one is me, and I am the one who goes. */
  me?: boolean;
}) {
  const { count, gone, silent = 0, columns = 6, me = false } = props;
  const shown = Math.min(count, MOST);
  const kind = (at: number) => {
    if (at < Math.round((gone / count) * shown)) return me ? "gone me" : "gone";
    return at >= shown - silent ? "silent" : "";
  };
  return (
    <span className="dots" style={{ "--cols": columns } as React.CSSProperties} aria-hidden="true">
      {Array.from({ length: shown }, (_, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a dot is nothing but its place
        <i key={at} className={kind(at)} />
      ))}
    </span>
  );
}

/** Five rows of six or so: more dots than this are a texture, not a count. */
const MOST = 30;
