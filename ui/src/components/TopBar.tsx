import type { ReactNode } from "react";
import { say } from "../strings";

export function TopBar({ children }: { children?: ReactNode }) {
  return (
    <header className="top">
      <span className="mark">{say.app}</span>
      {children}
    </header>
  );
}
