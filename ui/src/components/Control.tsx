import type { ReactNode } from "react";
import { Button, type ButtonProps, Tooltip, TooltipTrigger } from "react-aria-components";
import type { Command } from "../shortcuts";
import { useKey } from "../useKey";

/** A button with only a drawing: its name is its label, and its tooltip with the key. */
export function Control(
  props: Omit<ButtonProps, "children" | "className"> & {
    label: string;
    /** The command that a key does as well. */
    hotkey?: Command;
    className?: string;
    children: ReactNode;
  },
) {
  const { label, hotkey, className = "ctl", children, ...button } = props;
  return (
    <Tip label={label} hotkey={hotkey}>
      <Button {...button} aria-label={label} className={className}>
        {children}
      </Button>
    </Tip>
  );
}

/** What the button in it does, and the key that does it as well. */
export function Tip(props: { label: string; hotkey?: Command | undefined; children: ReactNode }) {
  const { label, hotkey, children } = props;
  const key = useKey();
  return (
    <TooltipTrigger delay={600}>
      {children}
      <Tooltip className="tip" offset={8} containerPadding={8}>
        {label}
        {hotkey !== undefined && <kbd dir="ltr">{key(hotkey)}</kbd>}
      </Tooltip>
    </TooltipTrigger>
  );
}
