/** Questions that are asked again and again, because nobody tells of the answer. */

/** Asks now, and again `pauseMs` after each answer, until the returned function is called: what is answered later is
 * passed over. One question is on its way at a time, however slow the other side is. */
export function watch<T>(look: () => Promise<T>, told: (answer: T) => void, pauseMs: number): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let over = false;
  const again = async () => {
    const answer = await look();
    if (over) return;
    told(answer);
    timer = setTimeout(again, pauseMs);
  };
  void again();
  return () => {
    over = true;
    clearTimeout(timer);
  };
}

/** Does something while the page is seen, until the returned function is called; `begin` returns what ends it. */
export function whileSeen(begin: () => () => void): () => void {
  let end: (() => void) | null = null;
  const follow = () => {
    if (document.visibilityState === "visible") end ??= begin();
    else {
      end?.();
      end = null;
    }
  };
  follow();
  document.addEventListener("visibilitychange", follow);
  return () => {
    document.removeEventListener("visibilitychange", follow);
    end?.();
  };
}
