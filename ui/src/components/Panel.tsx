import { type ReactNode, type RefObject, useEffect } from "react";
import { Button } from "react-aria-components";
import { showPanel } from "../actions";
import type { Panel as Name } from "../state";
import { number, say } from "../strings";
import { Icon } from "./Icon";

/** What stands beside the stage. In a narrow window it covers the stage, and its cross becomes the way back. */
export function Panel(props: {
  name: Name;
  title: string;
  count?: number;
  /** The label of the cross. */
  close: string;
  /** Gets the focus when the panel opens; it returns to where it was when the panel closes. */
  first: RefObject<HTMLElement | null>;
  heading: RefObject<HTMLHeadingElement | null>;
  children: ReactNode;
}) {
  const { name, title, count, close, first, heading, children } = props;
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    first.current?.focus();
    return () => {
      const left = document.activeElement;
      // Somebody who has gone on to the stage or the bar is left there.
      if (left !== null && left !== document.body) return;
      // What opened it may be gone, as a toast is: then to the control that opens it.
      if (before?.isConnected) before.focus();
      else document.getElementById(name)?.focus();
    };
  }, [first, name]);
  return (
    <aside className="panel" aria-labelledby={`${name}-title`} data-region="" data-panel={name}>
      <header className="panel-head">
        <Button id={`close-${name}`} className="btn quiet square panel-close" onPress={() => showPanel(null)}>
          <span className="cross">
            <Icon name="x" />
            <span className="sr">{close}</span>
          </span>
          <span className="way-back">
            <Icon name="chevron-left" />
            {say.backToMeeting}
          </span>
        </Button>
        <h2 id={`${name}-title`} ref={heading} tabIndex={-1}>
          {title}
          {count !== undefined && <span className="num">{number(count)}</span>}
        </h2>
      </header>
      {children}
    </aside>
  );
}
