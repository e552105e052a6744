import { type ReactNode, type RefObject, useEffect, useRef, useState } from "react";
import { Tooltip, type TooltipProps, TooltipTrigger } from "react-aria-components";

/** As long as the tooltips of controls (Tip in Control.tsx). */
const DELAY_MS = 600;

const CONTROL = "button, [role=link], [role=option]";

/**
 * Words that get less room than they need: cut at their end, and whole in a tooltip while they are pointed at, or while
 * a key has brought the focus to the control that they stand in. Those who listen hear all of it anyway.
 */
export function CutText(props: {
  text: string;
  as?: "span" | "b" | "h1";
  /** Beside the one that cuts. */
  className?: string;
  /** For the name of what they stand for. */
  id?: string;
  placement?: TooltipProps["placement"] | undefined;
}) {
  const { text, as: Tag = "span", className, id, placement } = props;
  const words = useRef<HTMLElement>(null);
  const [open, close] = useHint(words, isCut);
  return (
    <>
      <Tag
        ref={words as RefObject<HTMLHeadingElement | null>}
        id={id}
        className={className === undefined ? "cut-text" : `${className} cut-text`}
        dir="auto"
      >
        {text}
      </Tag>
      {open && <Shown of={words} text={text} placement={placement} close={close} />}
    </>
  );
}

/** What a drawing or a short form stands for, in a tooltip while it is pointed at. */
export function Hint(props: { text: string; className?: string; children: ReactNode }) {
  const { text, className, children } = props;
  const short = useRef<HTMLSpanElement>(null);
  const [open, close] = useHint(short, always);
  return (
    <>
      <span ref={short} className={className}>
        {children}
      </span>
      {open && <Shown of={short} text={text} close={close} />}
    </>
  );
}

function Shown(props: {
  of: RefObject<HTMLElement | null>;
  text: string;
  placement?: TooltipProps["placement"] | undefined;
  close(): void;
}) {
  const { of, text, placement = "top", close } = props;
  return (
    // Escape closes it too. For the eye alone: what it says has been said.
    <TooltipTrigger isOpen onOpenChange={(open) => !open && close()}>
      <Tooltip
        className="tip whole"
        triggerRef={of}
        placement={placement}
        offset={8}
        containerPadding={8}
        inert
      >
        <bdi>{text}</bdi>
      </Tooltip>
    </TooltipTrigger>
  );
}

function isCut(element: HTMLElement): boolean {
  return element.scrollWidth > element.clientWidth;
}

function always(): boolean {
  return true;
}

/** Whether the tooltip of an element that has none by itself is to be seen, and what closes it. */
function useHint(
  of: RefObject<HTMLElement | null>,
  needed: (element: HTMLElement) => boolean,
): [boolean, () => void] {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const element = of.current;
    if (element === null) return;
    const control = element.closest<HTMLElement>(CONTROL);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const show = () => setOpen(needed(element));
    const hide = () => {
      clearTimeout(timer);
      setOpen(false);
    };
    const enter = () => {
      timer = setTimeout(show, DELAY_MS);
    };
    const focus = () => control?.matches(":focus-visible") && show();
    const listening = new AbortController();
    const { signal } = listening;
    element.addEventListener("pointerenter", enter, { signal });
    element.addEventListener("pointerleave", hide, { signal });
    element.addEventListener("pointerdown", hide, { signal });
    control?.addEventListener("focus", focus, { signal });
    control?.addEventListener("blur", hide, { signal });
    return () => {
      listening.abort();
      clearTimeout(timer);
    };
  }, [of, needed]);
  return [open, () => setOpen(false)];
}
