import { type CSSProperties, memo, useCallback, useEffect, useRef } from "react";
import type { Role } from "../bindings";
import type { Place } from "../layout";
import { OWN, onLevel } from "../levels";
import type { Quality, Reaction } from "../room";
import { togglePin } from "../stage";
import { running, say } from "../strings";
import { useWords } from "../useLanguage";
import { useSpeaks } from "../useSpeaks";
import { attach } from "../video";
import { Avatar } from "./Avatar";
import { Countdown } from "./Clock";
import { CornerHandle } from "./CornerHandle";
import { CutText, Hint } from "./Hint";
import { Icon } from "./Icon";
import { Reaction as Drawing } from "./Reaction";
import { TileMenu } from "./TileMenu";

export interface TileProps {
  participantId: string;
  /** Whose pictures: a participant's, or the own ones. */
  source: string;
  name: string;
  role: Role;
  self: boolean;
  /** Whether there is a picture to show. */
  video: boolean;
  muted: boolean;
  /** The loudest of all; others who are heard beside it have their ring too. */
  speaking: boolean;
  /** Of me: nothing is sent. */
  cut: boolean;
  /** The place in the line of raised hands. */
  hand: number | null;
  quality: Quality;
  /** Since when the quality is what it is; 0 when it is good. */
  qualitySinceMs: number;
  pinned: boolean;
  /** The newest one that is still shown, and its number. */
  reaction: Reaction | null;
  reactionId: number;
}

/** A lost connection becomes a departure 15 s after the last sign of life, and is seen as lost after 5. */
const PLACE_KEPT_MS = 10_000;

/** One person in their place: a picture that fills the tile, or a face; the name; and what is the matter. */
export const Tile = memo(function Tile(
  props: TileProps &
    Place & {
      /** In the order of Tab; one of all the tiles is. */
      tabbable: boolean;
      /** A picture to look at, without a menu. */
      bare?: boolean;
    },
) {
  const { participantId, source, name, self, video, cut, part, quality, pinned, tabbable } = props;
  useWords();
  const canvas = useCallback((element: HTMLCanvasElement) => attach(source, element), [source]);
  const label = self ? say.you : name;
  const heard = useSpeaks(self ? OWN : participantId, !props.muted);
  const speaking = props.speaking || heard;
  return (
    <li
      className="tile"
      style={placed(props)}
      aria-label={say.tile({ ...props, speaking, name: label })}
      onDoubleClick={(event) => {
        // What a menu or a dialog of the tile gets comes by here as well.
        if (!self && event.currentTarget.contains(event.target as Node)) togglePin(participantId);
      }}
      data-part={part}
      data-tile={participantId}
      data-participant-id={participantId}
      data-name={name}
      data-self={self ? "" : undefined}
      data-muted={props.muted ? "" : undefined}
      data-speaking={speaking ? "" : undefined}
      data-quality={quality}
      data-pinned={pinned ? "" : undefined}
    >
      <div className="face">
        <Avatar name={name} />
        {cut && <span className="unsent">{say.notHeardNotSeen}</span>}
      </div>
      <canvas ref={canvas} className={video ? "picture" : "picture off"} />
      {quality === "lost" && <Veil sinceMs={props.qualitySinceMs} />}
      <Marks hand={props.hand} weak={quality === "poor"} pinned={pinned} />
      {props.reaction !== null && (
        <span key={props.reactionId} className="tile-reaction" aria-hidden="true">
          <Drawing id={props.reaction} />
        </span>
      )}
      <p className="tile-name">
        {speaking && <Bars of={self ? OWN : participantId} />}
        {props.muted && <Icon name="mic-off" small />}
        <CutText text={label} />
        {props.role !== "guest" && <RoleMark role={props.role} />}
      </p>
      {part === "corner" && <CornerHandle />}
      {!self && !props.bare && <TileMenu participantId={participantId} name={name} tabbable={tabbable} />}
    </li>
  );
});

/** Where a tile is, to the style. */
export function placed({ start, top, width, height }: Place): CSSProperties {
  return { insetInlineStart: start, top, width, height };
}

function RoleMark({ role }: { role: Role }) {
  return (
    <Hint className="role-mark" text={say.role[role]}>
      <Icon name={role === "host" ? "crown" : "shield-check"} small />
    </Hint>
  );
}

/** In the corners at the top: the hand and its turn; what is wrong with the connection; that it is pinned. */
export function Marks({ hand, weak, pinned }: { hand: number | null; weak: boolean; pinned: boolean }) {
  if (hand === null && !weak && !pinned) return null;
  return (
    <div className="tile-marks" aria-hidden="true">
      {hand !== null && (
        <span className="pill mark-hand num">
          <Icon name="hand" small />
          {hand}
        </span>
      )}
      {pinned && (
        <span className="pill mark-pin">
          <Icon name="pin" small />
        </span>
      )}
      {weak && (
        <span className="pill mark-weak">
          <Icon name="signal-weak" small />
          <span className="wide-only">{say.weakNetwork}</span>
        </span>
      )}
    </div>
  );
}

export function Veil({ sinceMs }: { sinceMs: number }) {
  return (
    <div className="veil">
      <b>{say.connectionLost}</b>
      <Countdown untilMs={sinceMs + PLACE_KEPT_MS}>
        {(ms) =>
          ms > 0 && (
            <span>
              {say.theirPlaceKept} <time>{running(Math.ceil(ms / 1000) * 1000)}</time>
            </span>
          )
        }
      </Countdown>
    </div>
  );
}

/** Three bars that move with the voice. */
function Bars({ of }: { of: string }) {
  const bars = useRef<HTMLSpanElement>(null);
  useEffect(
    () => onLevel(of, (level) => bars.current?.style.setProperty("--loud", String(loud(level)))),
    [of],
  );
  return (
    <span className="bars" aria-hidden="true" ref={bars} style={{ "--loud": 1 } as CSSProperties}>
      <i />
      <i />
      <i />
    </span>
  );
}

/** 0.4 in a pause, 1 at ordinary speech and above. */
function loud(level: number): number {
  return Math.min(1, 0.4 + level * 4);
}
