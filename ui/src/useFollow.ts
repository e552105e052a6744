import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";

/** This near to its end a list counts as read to the end. */
const NEAR_PX = 48;

/**
 * Keeps a list of messages at its end while it is read there, and where it is while somebody reads further up. It opens
 * at the first message that is new (`#unread`), else at its end.
 */
export function useFollow(
  list: RefObject<HTMLElement | null>,
  messages: number,
  own: number,
): {
  /** Somebody reads further up. */
  above: boolean;
  /** What has come below meanwhile. */
  below: number;
  toLatest(): void;
} {
  const atEnd = useRef(true);
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
      atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_PX;
      setAbove(!atEnd.current);
    };
    look();
    // The composer grows, the window is resized: what was at the end stays there.
    const resized = new ResizeObserver(() => {
      if (atEnd.current) element.scrollTop = element.scrollHeight;
      look();
    });
    resized.observe(element);
    element.addEventListener("scroll", look, { passive: true });
    return () => {
      resized.disconnect();
      element.removeEventListener("scroll", look);
    };
  }, [list]);
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
