import { memo, useCallback } from "react";
import { MenuTrigger, Popover } from "react-aria-components";
import type { Place } from "../layout";
import type { Quality } from "../room";
import { togglePin } from "../stage";
import { say } from "../strings";
import { useWords } from "../useLanguage";
import { useMeeting } from "../useMeeting";
import { attach } from "../video";
import { Control } from "./Control";
import { CutText } from "./Hint";
import { Icon } from "./Icon";
import { GroupedItems, pinItem, stopsSharing } from "./PersonMenu";
import { Marks, placed, Veil } from "./Tile";

export interface ScreenProps {
  /** The tile's, and that of its pictures. */
  tile: string;
  /** Whose. */
  participantId: string;
  name: string;
  quality: Quality;
  /** Since when the quality is what it is; 0 when it is good. */
  qualitySinceMs: number;
  pinned: boolean;
}

/** The screen that somebody shares: all of it, whatever its shape. */
export const ScreenTile = memo(function ScreenTile(
  props: ScreenProps &
    Place & {
      /** In the order of Tab; one of all the tiles is. */
      tabbable: boolean;
      /** A picture to look at, without a menu. */
      bare?: boolean;
    },
) {
  const { tile, name, part, quality, pinned } = props;
  useWords();
  const canvas = useCallback((element: HTMLCanvasElement) => attach(tile, element), [tile]);
  const label = say.screenOf(name);
  return (
    <li
      className="tile screen"
      style={placed(props)}
      aria-label={say.tile({
        name: label,
        role: "guest",
        muted: false,
        speaking: false,
        hand: null,
        quality,
        pinned,
      })}
      onDoubleClick={(event) => {
        // What the menu of the tile gets comes by here as well.
        if (event.currentTarget.contains(event.target as Node)) togglePin(tile);
      }}
      data-part={part}
      data-tile={tile}
      data-name={name}
      data-quality={quality}
      data-pinned={pinned ? "" : undefined}
    >
      <div className="face" aria-hidden="true">
        <Icon name="screen-share" />
        <span className="unsent">{say.screenComes(name)}</span>
      </div>
      <canvas ref={canvas} className="picture" />
      {quality === "lost" && <Veil sinceMs={props.qualitySinceMs} />}
      <Marks hand={null} weak={quality === "poor"} pinned={pinned} />
      <p className="tile-name">
        <Icon name="screen-share" small />
        <CutText text={label} />
      </p>
      {!props.bare && <ScreenMenu {...props} label={label} />}
    </li>
  );
});

/** What can be done about it. */
function ScreenMenu(props: ScreenProps & { label: string; tabbable: boolean }) {
  const { tile, participantId, pinned, label, tabbable } = props;
  const view = useMeeting((state) => state.view);
  const person = view.at === "call" && view.others.find((other) => other.participantId === participantId);
  return (
    <MenuTrigger>
      <Control className="tile-more" label={say.moreFor(label)} excludeFromTabOrder={!tabbable}>
        <Icon name="ellipsis" />
      </Control>
      <Popover className="pop" placement="bottom end" offset={4}>
        <GroupedItems
          label={say.moreFor(label)}
          groups={[[pinItem(tile, pinned)], person ? stopsSharing(view.me, person) : []]}
        />
      </Popover>
    </MenuTrigger>
  );
}
