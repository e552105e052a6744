import { type CSSProperties, useEffect } from "react";
import { store } from "../asking";
import { type Arrangement, PAGER } from "../layout";
import { REACTION_MS, type Reacted, type Reaction } from "../room";
import { say } from "../strings";
import type { Size } from "../useSize";
import { Reaction as Drawing } from "./Reaction";

/** Kinds above each other: more would hide the smallest window. */
const MOST = 3;

/** A pill with its distances, and what stands at the foot of a tile, in pixels at a scale of 1. */
const PILL = 36;
const EDGE = 8;
const NAME = 44;

/** What has just been sent, each kind once with who sent it: also of those who are on another page. */
export function ReactionStrip(props: {
  reactions: Reacted[];
  me: string;
  arranged: Arrangement;
  size: Size;
}) {
  const { reactions, me, arranged, size } = props;
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
    <ul className="reactions" style={stripPlace(arranged, size)} aria-label={say.reactions}>
      {inKinds(reactions, me).map(({ reaction, names }) => (
        <li key={reaction} className="pill">
          <Drawing id={reaction} />
          <span className="cut-text" dir="auto" aria-hidden="true">
            {shortly(names)}
          </span>
          <span className="sr">{say.reactedBy(names, reaction)}</span>
        </li>
      ))}
    </ul>
  );
}

/** Below the tiles where there is room, else just above the names of the lowest ones: over no name. */
function stripPlace({ shape, places, pages }: Arrangement, { height, scale }: Size): CSSProperties {
  const foot = pages > 1 ? PAGER * scale : 0;
  const parts = places.filter(({ part }) => part === (shape === "grid" ? "grid" : "main"));
  const lowest = Math.max(0, ...parts.map((place) => place.top + place.height));
  const free = height - foot - lowest;
  if (shape === "grid" && free >= (PILL + 2 * EDGE) * scale)
    return { bottom: foot + EDGE * scale, insetInlineStart: EDGE * scale };
  const first = parts.find((place) => place.top + place.height === lowest);
  return {
    bottom: height - lowest + NAME * scale,
    insetInlineStart: (first?.start ?? 0) + EDGE * scale,
  };
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
