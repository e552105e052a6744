import type { ReactNode } from "react";
import { say } from "../strings";

/** The name of the app; the heading of a view that has no other. */
export function TopBar({ heading = false, children }: { heading?: boolean; children?: ReactNode }) {
  const Name = heading ? "h1" : "span";
  return (
    <header className="top">
      <Name className="mark">{say.app}</Name>
      {children}
    </header>
  );
}
