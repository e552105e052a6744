import { useEffect } from "react";
import { store } from "../asking";
import { REACTION_MS, type Reacted, type Reaction } from "../room";
import { say } from "../strings";
import { Reaction as Drawing } from "./Reaction";

/** Kinds above each other: more would hide the smallest window. */
const MOST = 3;

/** What has just been sent, each kind once with who sent it: also of those who are on another page. */
export function ReactionStrip({ reactions, me }: { reactions: Reacted[]; me: string }) {
  const oldest = reactions[0]?.atMs ?? null;
  useEffect(() => {
    if (oldest === null) return;
    const left = Math.max(0, oldest + REACTION_MS - Date.now());
    const timer = setTimeout(() => store.dispatch({ event: "page-reactions-over" }), left + 10);
    return () => clearTimeout(timer);
  }, [oldest]);
  if (reactions.length === 0) return null;
  return (
    // The live region has said the first of them.
    <ul className="reactions" aria-label={say.reactions}>
      {inKinds(reactions, me).map(({ reaction, names }) => (
        <li key={reaction} className="pill" title={say.reactedBy(names, reaction)}>
          <Drawing id={reaction} />
          <span className="cut-text" dir="auto">
            {shortly(names)}
          </span>
        </li>
      ))}
    </ul>
  );
}

function shortly(names: string[]): string {
  const [first = "", ...more] = names;
  return more.length === 0 ? first : say.andOthers(first, more.length);
}

/** The newest kind last; nobody twice in one. */
function inKinds(reactions: Reacted[], me: string): { reaction: Reaction; names: string[] }[] {
  const kinds = new Map<Reaction, Map<string, string>>();
  for (const { reaction, participantId, name } of reactions) {
    const senders = kinds.get(reaction) ?? new Map<string, string>();
    kinds.set(reaction, senders.set(participantId, participantId === me ? say.you : name));
  }
  return [...kinds].map(([reaction, senders]) => ({ reaction, names: [...senders.values()] })).slice(-MOST);
}
