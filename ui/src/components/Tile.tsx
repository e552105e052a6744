import { type CSSProperties, useCallback, useEffect, useRef } from "react";
import { OWN, onLevel } from "../levels";
import { say } from "../strings";
import { attach } from "../video";
import { Avatar } from "./Avatar";
import { Icon } from "./Icon";

export interface TileProps {
  participantId: string;
  /** Whose pictures: a participant's, or the own ones. */
  source: string;
  name: string;
  self?: boolean;
  /** Whether there is a picture to show. */
  video: boolean;
  muted: boolean;
  speaking: boolean;
  cut?: boolean;
}

/** One person: a picture that fills the tile, or a face, and the name. */
export function Tile(props: TileProps) {
  const { participantId, source, name, self = false, video, muted, speaking, cut = false } = props;
  const canvas = useCallback((element: HTMLCanvasElement) => attach(source, element), [source]);
  const label = self ? say.you : name;
  return (
    <li
      className="tile"
      aria-label={say.tile(label, muted, speaking)}
      data-participant-id={participantId}
      data-name={name}
      {...(self ? { "data-self": "" } : {})}
      {...(muted ? { "data-muted": "" } : {})}
      {...(speaking ? { "data-speaking": "" } : {})}
    >
      <div className="face">
        <Avatar name={name} />
        {cut && <span className="unsent">{say.notHeardNotSeen}</span>}
      </div>
      <canvas ref={canvas} className={video ? "picture" : "picture off"} />
      <p className="tile-name" title={label}>
        {speaking && <Bars of={self ? OWN : participantId} />}
        {muted && <Icon name="mic-off" small />}
        <span className="cut-text">{label}</span>
      </p>
    </li>
  );
}

/** Three bars that move with the voice. */
function Bars({ of }: { of: string }) {
  const bars = useRef<HTMLSpanElement>(null);
  useEffect(
    () => onLevel(of, (level) => bars.current?.style.setProperty("--voice", String(loud(level)))),
    [of],
  );
  return (
    <span className="bars" aria-hidden="true" ref={bars} style={{ "--voice": 1 } as CSSProperties}>
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
