/**
 * Where everybody is on the stage: a pure function of the room there is, who is there, and what I chose. Lengths are CSS
 * pixels; `start` is left, or right where text runs that way. Nobody moves because somebody speaks, except onto the main place.
 */
import { bestFit, GAP, paged, SMALLEST } from "./grid";
import type { Corner, StageChoice } from "./room";

export interface Wish {
  width: number;
  height: number;
  /** The size of text: 1 is 16 pixels. Gaps and the smallest tile grow with it. */
  scale: number;
  me: string;
  /** In the order of joining. */
  others: string[];
  /** The tiles of shared screens; the first is large, whatever the choice. */
  screens: string[];
  choice: StageChoice;
  /** Kept large, whatever the choice and whatever is shared. */
  pinned: string | null;
  /** Who spoke last of the others. */
  speaker: string | null;
  /** Of the grid, or of the film strip; from 0. */
  page: number;
}

export interface Place {
  id: string;
  part: "grid" | "main" | "strip" | "corner";
  start: number;
  top: number;
  width: number;
  height: number;
}

export interface Arrangement {
  shape: "grid" | "stage";
  /** Only who is visible. */
  places: Place[];
  page: number;
  pages: number;
}

interface Box {
  start: number;
  top: number;
  width: number;
  height: number;
}

const WIDE = 16 / 9;
/** The film strip's tiles, in pixels of width at a scale of 1. */
const STRIP = { least: 112, most: 208, share: 0.19 };
/** The own picture in a corner. */
const CORNER = { least: 96, most: 224, share: 0.22 };
/** Over a grid it hides no more of whoever is below it. */
const CORNER_OF_TILE = 0.5;
/** Of its corner: names are below, marks and menus above. */
const CLEAR = 44;

/** What turns the pages is below the tiles and as high as this, at an ordinary size of text. */
export const PAGER = 40;

export function arrange(wish: Wish): Arrangement {
  const arranged = arrangeIn(wish);
  if (arranged.pages === 1) return arranged;
  return arrangeIn({ ...wish, height: wish.height - PAGER * wish.scale });
}

function arrangeIn(wish: Wish): Arrangement {
  const { width, height, scale, me, others, screens, choice, pinned, speaker } = wish;
  const nothing: Arrangement = { shape: "grid", places: [], page: 0, pages: 1 };
  if (width < 1 || height < 1) return nothing;
  if (others.length === 0) return grid(wish, [me]);
  const main = [...screens, ...others].find((id) => id === pinned) ?? screens[0] ?? null;
  const among = choice.self !== "corner" ? [me, ...others] : others;
  if (main === null && choice.layout !== "speaker") {
    const arranged = grid(wish, among);
    if (choice.layout === "grid" || arranged.pages === 1)
      return choice.self === "corner"
        ? withCorner(wish, arranged, { start: 0, top: 0, width, height })
        : arranged;
  }
  const large = main ?? others.find((id) => id === speaker) ?? others[0] ?? me;
  // A corner of what is to be read would hide some of it.
  const inCorner = choice.self === "corner" || (choice.self === "auto" && !screens.includes(large));
  const strip = [...screens, ...(inCorner ? [] : [me]), ...others].filter((id) => id !== large);
  const shaped = screens.includes(large) ? whole : centred;
  const [box, arranged] = stage({ width, height, scale, page: wish.page }, large, strip, shaped);
  return inCorner ? withCorner(wish, arranged, box) : arranged;
}

function grid(wish: Wish, ids: string[]): Arrangement {
  const { width, height, scale } = wish;
  const gap = Math.round(GAP * scale);
  const fit = paged(ids.length, width, height, SMALLEST * scale, gap);
  if (fit === null) return { shape: "grid", places: [], page: 0, pages: 1 };
  const page = Math.min(Math.max(0, wish.page), fit.pages - 1);
  const shown = ids.slice(page * fit.size, (page + 1) * fit.size);
  // A last page with fewer people keeps the size of the tiles, so that turning pages makes nothing jump.
  const rows = Math.ceil(shown.length / fit.columns);
  const top = Math.floor((height - rows * fit.height - (rows - 1) * gap) / 2);
  const places = shown.map((id, at): Place => {
    const row = Math.floor(at / fit.columns);
    const inRow = Math.min(fit.columns, shown.length - row * fit.columns);
    const indent = Math.floor((width - inRow * fit.width - (inRow - 1) * gap) / 2);
    return {
      id,
      part: "grid",
      start: indent + (at % fit.columns) * (fit.width + gap),
      top: top + row * (fit.height + gap),
      width: fit.width,
      height: fit.height,
    };
  });
  return { shape: "grid", places, page, pages: fit.pages };
}

/** One large, the others beside or below, whichever leaves the large one more room. */
function stage(
  { width, height, scale, page }: Pick<Wish, "width" | "height" | "scale" | "page">,
  large: string,
  strip: string[],
  shaped: (box: Box) => Box,
): [Box, Arrangement] {
  const gap = Math.round(GAP * scale);
  const all = { start: 0, top: 0, width, height };
  if (strip.length === 0) {
    const main = shaped(all);
    const places: Place[] = [{ id: large, part: "main", ...main }];
    return [main, { shape: "stage", places, page: 0, pages: 1 }];
  }
  const size = (length: number) =>
    Math.round(Math.min(STRIP.most * scale, Math.max(STRIP.least * scale, length * STRIP.share)));
  const column = size(width);
  const row = Math.round(size((height * WIDE) / 1.2) / WIDE);
  const beside = { ...all, width: Math.max(0, width - column - gap) };
  const below = { ...all, height: Math.max(0, height - row - gap) };
  const vertical = area(centred(beside)) > area(centred(below));
  const main = shaped(vertical ? beside : below);
  const tile = vertical
    ? { width: column, height: Math.round(column / WIDE) }
    : { width: Math.round(row * WIDE), height: row };
  const room = vertical ? height : width;
  const step = (vertical ? tile.height : tile.width) + gap;
  const perPage = Math.max(1, Math.floor((room + gap) / step));
  const pages = Math.ceil(strip.length / perPage);
  const at = Math.min(Math.max(0, page), pages - 1);
  const shown = strip.slice(at * perPage, (at + 1) * perPage);
  const before = Math.floor((room - (shown.length * step - gap)) / 2);
  // Beside a picture that does not fill its half, the strip stays next to it.
  const across = vertical
    ? main.start + main.width + gap + Math.floor((width - column - gap - main.width) / 4)
    : main.top + main.height + gap + Math.floor((height - row - gap - main.height) / 4);
  const places: Place[] = [{ id: large, part: "main", ...main }];
  shown.forEach((id, index) => {
    const along = before + index * step;
    const [start, top] = vertical ? [across, along] : [along, across];
    places.push({ id, part: "strip", start, top, ...tile });
  });
  return [main, { shape: "stage", places, page: at, pages }];
}

/** All of it: a screen has any shape, and is shown as it is. */
function whole(box: Box): Box {
  return box;
}

function area({ width, height }: Box): number {
  return width * height;
}

/** The largest picture in it, from 4:3 to 16:9. */
function centred(box: Box): Box {
  const fit = bestFit(1, box.width, box.height);
  if (fit === null) return { ...box, width: 0, height: 0 };
  return {
    start: box.start + Math.floor((box.width - fit.width) / 2),
    top: box.top + Math.floor((box.height - fit.height) / 2),
    width: fit.width,
    height: fit.height,
  };
}

function withCorner(wish: Wish, arranged: Arrangement, box: Box): Arrangement {
  return {
    ...arranged,
    places: [
      ...arranged.places,
      { id: wish.me, part: "corner", ...cornerBox(wish, box, arranged.places[0]?.width ?? box.width) },
    ],
  };
}

/** The own picture in its corner of `box`, clear of names and marks; `tile` is the width of what is below it. */
function cornerBox(wish: Pick<Wish, "scale" | "choice">, box: Box, tile: number): Box {
  const { scale, choice } = wish;
  const width = Math.round(
    Math.min(
      CORNER.most * scale,
      Math.max(CORNER.least * scale, box.width * CORNER.share),
      tile * CORNER_OF_TILE,
    ),
  );
  const height = Math.round(width / WIDE);
  const edge = Math.round(GAP * scale);
  const [vertical, horizontal] = sides(choice.corner);
  const crowded = choice.corner === "bottom-end" ? edge : Math.round(CLEAR * scale);
  return {
    start: box.start + (horizontal === "start" ? edge : box.width - width - edge),
    top: box.top + (vertical === "top" ? crowded : box.height - height - crowded),
    width,
    height,
  };
}

/** The corner one step on in a direction; the same one at the edge. */
export function cornerTowards(corner: Corner, direction: "up" | "down" | "start" | "end"): Corner {
  const [vertical, horizontal] = sides(corner);
  if (direction === "up") return `top-${horizontal}`;
  if (direction === "down") return `bottom-${horizontal}`;
  return `${vertical}-${direction}`;
}

/** The corner that is nearest to a point, given as parts of the width (from the start) and of the height. */
export function cornerAt(start: number, top: number): Corner {
  return `${top < 0.5 ? "top" : "bottom"}-${start < 0.5 ? "start" : "end"}`;
}

function sides(corner: Corner): ["top" | "bottom", "start" | "end"] {
  const [vertical, horizontal] = corner.split("-") as ["top" | "bottom", "start" | "end"];
  return [vertical, horizontal];
}

/** Who is next in a direction of the arrow keys: the nearest tile whose centre lies there, straight before aslant. */
export function neighbour(
  places: Place[],
  from: string,
  direction: "up" | "down" | "start" | "end",
): string | null {
  const here = places.find((place) => place.id === from);
  if (here === undefined) return places[0]?.id ?? null;
  const along = direction === "up" || direction === "down" ? "y" : "x";
  const sign = direction === "up" || direction === "start" ? -1 : 1;
  let best: { id: string; cost: number } | null = null;
  for (const place of places) {
    const dx = place.start + place.width / 2 - (here.start + here.width / 2);
    const dy = place.top + place.height / 2 - (here.top + here.height / 2);
    const ahead = (along === "x" ? dx : dy) * sign;
    const aside = Math.abs(along === "x" ? dy : dx);
    if (place.id === from || ahead < 1) continue;
    const cost = ahead + 2 * aside;
    if (best === null || cost < best.cost) best = { id: place.id, cost };
  }
  return best?.id ?? null;
}
