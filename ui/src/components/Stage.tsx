import { type FocusEvent, type KeyboardEvent, useRef, useState } from "react";
import { PAGE_KEYS } from "../keymap";
import { arrange, neighbour } from "../layout";
import { nameOf } from "../shortcuts";
import { togglePin } from "../stage";
import type { Call } from "../state";
import { say } from "../strings";
import { screensOf } from "../tiles";
import { useMeeting } from "../useMeeting";
import { useSize } from "../useSize";
import { useSpotlight } from "../useSpotlight";
import { useView } from "../useView";
import { Control } from "./Control";
import { arrow } from "./CornerHandle";
import { Icon } from "./Icon";
import { ReactionStrip } from "./ReactionStrip";
import { ScreenTile } from "./ScreenTile";
import { Tile, type TileProps } from "./Tile";

/** Where the pages are turned to; while somebody shares they are others, so that afterwards all is as it was. */
const FIRST_PAGES = { usual: 0, besideScreen: 0 };

/** Everybody in their place, and the pages where they would get too small. */
export function Stage({ call, tiles }: { call: Call; tiles: TileProps[] }) {
  const area = useRef<HTMLOListElement>(null);
  const size = useSize(area);
  const choice = useMeeting((state) => state.stage);
  const screens = screensOf(call);
  const [pagesOf, setPagesOf] = useState(FIRST_PAGES);
  const turning = screens.length > 0 ? "besideScreen" : "usual";
  const [focused, setFocused] = useState<string | null>(null);
  const speaker = useSpotlight(call);
  const me = call.me.participantId;
  const arranged = arrange({
    ...size,
    me,
    others: call.others.map((person) => person.participantId),
    screens: screens.map((screen) => screen.tile),
    choice,
    pinned: call.room.pinned,
    speaker,
    page: pagesOf[turning],
  });
  const { places, page, pages } = arranged;
  useView(places, me);
  const byId = new Map(tiles.map((tile) => [tile.participantId, tile]));
  const others = places.filter((place) => place.id !== me);
  const tabbable = others.some((place) => place.id === focused) ? focused : (others[0]?.id ?? null);

  const turn = (to: number) => setPagesOf((before) => ({ ...before, [turning]: to }));
  const keys = (event: KeyboardEvent<HTMLOListElement>) => {
    const button = event.target instanceof Element ? event.target.closest(".tile-more") : null;
    const id = button?.closest<HTMLElement>("[data-tile]")?.dataset.tile;
    if (id === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const towards = arrow(event.key);
    if (towards !== null) {
      const next = neighbour(others, id, towards);
      if (next !== null)
        area.current?.querySelector<HTMLElement>(`[data-tile="${CSS.escape(next)}"] .tile-more`)?.focus();
    } else if (nameOf(event) === "P") togglePin(id);
    else return;
    event.preventDefault();
    // The arrows would open the menu of the tile.
    event.stopPropagation();
  };
  const focus = (event: FocusEvent<HTMLOListElement>) => {
    const id = event.target.closest<HTMLElement>("[data-tile]")?.dataset.tile;
    if (id !== undefined) setFocused(id);
  };

  return (
    <div className="stage-area">
      <ol
        className="tiles"
        ref={area}
        data-shape={arranged.shape}
        onKeyDownCapture={keys}
        onFocusCapture={focus}
      >
        {places.map((place) => {
          const tile = byId.get(place.id);
          const screen = screens.find((each) => each.tile === place.id);
          const common = { ...place, tabbable: place.id === tabbable };
          if (screen) return <ScreenTile key={place.id} {...screen} {...common} />;
          return tile && <Tile key={place.id} {...tile} {...common} />;
        })}
      </ol>
      <ReactionStrip reactions={call.room.reactions} me={me} arranged={arranged} size={size} />
      {pages > 1 && <Pager page={page} pages={pages} turn={turn} />}
    </div>
  );
}

function Pager({ page, pages, turn }: { page: number; pages: number; turn(page: number): void }) {
  return (
    <nav className="pager" aria-label={say.pages}>
      <Control
        id={PAGE_KEYS.PageUp}
        className="btn quiet square"
        label={say.pageBefore}
        isDisabled={page === 0}
        onPress={() => turn(page - 1)}
      >
        <Icon name="chevron-left" />
      </Control>
      <span className="num">{say.pageOf(page + 1, pages)}</span>
      <Control
        id={PAGE_KEYS.PageDown}
        className="btn quiet square"
        label={say.pageNext}
        isDisabled={page === pages - 1}
        onPress={() => turn(page + 1)}
      >
        <Icon name="chevron-right" />
      </Control>
    </nav>
  );
}
