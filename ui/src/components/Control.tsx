import type { ReactNode } from "react";
import { Button, type ButtonProps, Tooltip, TooltipTrigger } from "react-aria-components";
import { shortcut } from "../strings";
import { useMeeting } from "../useMeeting";

/** A button with only a drawing: its name is its label, and its tooltip with the key. */
export function Control(
  props: Omit<ButtonProps, "children" | "className"> & {
    label: string;
    /** The letter held with Ctrl, or Command. */
    hotkey?: string;
    className?: string;
    children: ReactNode;
  },
) {
  const { label, hotkey, className = "ctl", children, ...button } = props;
  const platform = useMeeting((state) => state.platform);
  return (
    <TooltipTrigger delay={600}>
      <Button {...button} aria-label={label} className={className}>
        {children}
      </Button>
      <Tooltip className="tip" offset={8} containerPadding={8}>
        {label}
        {hotkey !== undefined && <kbd>{shortcut(platform, hotkey)}</kbd>}
      </Tooltip>
    </TooltipTrigger>
  );
}
