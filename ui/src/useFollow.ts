import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";

/** This near to its end a list counts as read to the end. */
const NEAR_PX = 48;

/** This near to its beginning what came before is wanted as well. */
const EARLIER_PX = 400;

/**
 * Keeps a list of messages at its end while it is read there, and where it is while somebody reads further up. It opens
 * at the first message that is new (`#unread`), else at its end. `from` is the first line that is drawn; `earlier` is
 * called when lines before it are wanted, and what is read stays where it is when they have come.
 */
export function useFollow(
  list: RefObject<HTMLElement | null>,
  messages: number,
  own: number,
  from: number,
  earlier: () => void,
): {
  /** Somebody reads further up. */
  above: boolean;
  /** What has come below meanwhile. */
  below: number;
  toLatest(): void;
} {
  const atEnd = useRef(true);
  const toEnd = useRef(0);
  const wantEarlier = useRef(earlier);
  wantEarlier.current = earlier;
  const [above, setAbove] = useState(false);
  const [readTo, setReadTo] = useState(messages);
  const toLatest = () => {
    const element = list.current;
    if (element === null) return;
    atEnd.current = true;
    element.scrollTop = element.scrollHeight;
  };
  useLayoutEffect(() => {
    const element = list.current;
    if (element === null) return;
    const unread = element.querySelector<HTMLElement>("#unread");
    element.scrollTop = unread === null ? element.scrollHeight : unread.offsetTop - element.offsetTop;
  }, [list]);
  useEffect(() => {
    const element = list.current;
    if (element === null) return;
    const look = () => {
      toEnd.current = element.scrollHeight - element.scrollTop;
      atEnd.current = toEnd.current - element.clientHeight < NEAR_PX;
      setAbove(!atEnd.current);
      if (element.scrollTop < EARLIER_PX) wantEarlier.current();
    };
    look();
    // The composer grows, the window is resized, a line turns out taller: what was at the end stays there.
    const resized = new ResizeObserver(() => {
      if (atEnd.current) element.scrollTop = element.scrollHeight;
      look();
    });
    resized.observe(element);
    if (element.firstElementChild !== null) resized.observe(element.firstElementChild);
    element.addEventListener("scroll", look, { passive: true });
    return () => {
      resized.disconnect();
      element.removeEventListener("scroll", look);
    };
  }, [list]);
  const drawnFrom = useRef(from);
  useLayoutEffect(() => {
    const element = list.current;
    if (element === null || drawnFrom.current === from) return;
    drawnFrom.current = from;
    element.scrollTop = element.scrollHeight - toEnd.current;
  }, [list, from]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a message that comes, mine or another's, is the cause
  useLayoutEffect(() => {
    const element = list.current;
    if (element !== null && atEnd.current) element.scrollTop = element.scrollHeight;
  }, [list, messages, own]);
  useEffect(() => {
    if (!above) setReadTo(messages);
  }, [above, messages]);
  return { above, below: above ? Math.max(0, messages - readTo) : 0, toLatest };
}
