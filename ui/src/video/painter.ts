/** When pictures are drawn: as many in a turn as the time allows, the longest waiting first, so that a click is never far behind. */

/** A turn is over after so many milliseconds; one picture is drawn in any case. */
const BUDGET_MS = 8;

export interface Painter {
  /** Draws in one of the next turns; asked again before that, still once. */
  soon(draw: () => void): void;
  /** Not any more. */
  cancel(draw: () => void): void;
}

/** `turn` calls back when it is time: before a repaint, or as soon as whatever else is due has been done. */
export function createPainter(turn: (run: () => void) => void, now: () => number): Painter {
  const waiting = new Set<() => void>();
  let asked = false;
  const run = () => {
    asked = false;
    const until = now() + BUDGET_MS;
    for (const draw of waiting) {
      waiting.delete(draw);
      draw();
      if (now() >= until) break;
    }
    ask();
  };
  const ask = () => {
    if (asked || waiting.size === 0) return;
    asked = true;
    turn(run);
  };
  return {
    soon(draw) {
      waiting.add(draw);
      ask();
    },
    cancel(draw) {
      waiting.delete(draw);
    },
  };
}
