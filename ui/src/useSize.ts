import { type RefObject, useLayoutEffect, useState } from "react";
import { flushSync } from "react-dom";

export interface Size {
  /** CSS pixels. */
  width: number;
  height: number;
  /** The size of text: 1 is 16 pixels. */
  scale: number;
}

/** How large an element is, without a frame in which what is laid out after it does not fit. */
export function useSize(of: RefObject<HTMLElement | null>): Size {
  const [size, setSize] = useState<Size>({ width: 0, height: 0, scale: 1 });
  useLayoutEffect(() => {
    const element = of.current;
    if (element === null) return;
    const measure = () => {
      const { clientWidth: width, clientHeight: height } = element;
      const scale = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16 || 1;
      setSize((now) =>
        now.width === width && now.height === height && now.scale === scale ? now : { width, height, scale },
      );
    };
    measure();
    const observer = new ResizeObserver(() => flushSync(measure));
    observer.observe(element);
    return () => observer.disconnect();
  }, [of]);
  return size;
}
