/** Best fit: the largest tiles of one size for n people, after the formula of the design. */

/** Between tiles, in CSS pixels, at an ordinary size of text. */
export const GAP = 8;
/** A tile narrower than this turns pages, in CSS pixels, at an ordinary size of text. */
export const SMALLEST = 160;

const WIDEST = 16 / 9;
const NARROWEST = 4 / 3;
/** Within this the arrangement with more columns wins: two people sit side by side. */
const CLOSE = 0.92;
/** What an empty place in the last row costs. */
const EMPTY_COST = 0.04;

export interface Fit {
  width: number;
  height: number;
  columns: number;
}

/** Null when nothing fits. Sizes are whole CSS pixels. */
export function bestFit(count: number, width: number, height: number, gap = GAP): Fit | null {
  let best: (Fit & { score: number }) | null = null;
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns);
    const cellWidth = (width - (columns - 1) * gap) / columns;
    const cellHeight = (height - (rows - 1) * gap) / rows;
    const w = Math.min(cellWidth, cellHeight * WIDEST);
    const h = Math.min(cellHeight, w / NARROWEST);
    if (w < 1 || h < 1) continue;
    const score = w * h * (1 - (EMPTY_COST * (columns * rows - count)) / columns);
    if (best === null || score > CLOSE * best.score)
      best = { width: Math.floor(w), height: Math.floor(h), columns, score };
  }
  return best && { width: best.width, height: best.height, columns: best.columns };
}

export interface Page extends Fit {
  /** Tiles on a page. */
  size: number;
  pages: number;
}

/** As many tiles a page as keep their width; at least one. */
export function paged(
  count: number,
  width: number,
  height: number,
  smallest = SMALLEST,
  gap = GAP,
): Page | null {
  const all = bestFit(count, width, height, gap);
  if (all === null) return null;
  if (all.width >= smallest) return { ...all, size: count, pages: 1 };
  for (let size = count - 1; size > 1; size--) {
    const some = bestFit(size, width, height, gap);
    if (some && some.width >= smallest) return { ...some, size, pages: Math.ceil(count / size) };
  }
  const one = bestFit(1, width, height, gap);
  return one && { ...one, size: 1, pages: count };
}
