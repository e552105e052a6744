import type { ReactNode } from "react";
import type { Lobby } from "../bindings";
import { say } from "../strings";
import { Icon } from "./Icon";

/** What the host has chosen for this meeting, told before anybody is in. */
export function Contract({ lobby, children }: { lobby: Lobby; children: ReactNode }) {
  const { host, away } = lobby;
  return (
    <ul className="contract">
      {away !== null && (
        <li id="away-rule">
          <Icon name="timer" />
          <span>
            {say.ifHostGoesAway(host)} <strong>{say.thenTheMeeting(away)}</strong>.
          </span>
        </li>
      )}
      {children}
    </ul>
  );
}
