/** How often a worker draws: the page has shown the last pictures first, and had as long for everything else as that took.
 *
 * Where there is no GPU, each repaint copies all that lies between the changed pictures. Sixteen of them, each drawn as it
 * came, kept the page's thread so busy that a key was answered after 300 ms; drawn together they leave it half of its time. */

/** A page that does not repaint, as behind other windows, is waited for no longer. */
const PATIENCE_MS = 250;

export interface Pace {
  /** Calls back when it is time to draw; once for each time it is asked. */
  turn(run: () => void): void;
  /** The page has shown what was drawn, which took it so long. */
  shown(busyMs: number): void;
}

/** `drawn` asks the page to say when it has shown it. */
export function createPace(drawn: () => void, later: (run: () => void, ms: number) => unknown): Pace {
  let next: (() => void) | null = null;
  /** Which turn the page is showing; 0 when none. */
  let showing = 0;
  let turns = 0;
  const go = () => {
    const run = next;
    if (run === null || showing !== 0) return;
    next = null;
    const turn = ++turns;
    showing = turn;
    run();
    drawn();
    later(() => over(turn), PATIENCE_MS);
  };
  const over = (turn: number) => {
    if (turn !== showing) return;
    showing = 0;
    go();
  };
  return {
    turn(run) {
      next = run;
      if (showing === 0) later(go, 0);
    },
    shown(busyMs) {
      const turn = showing;
      later(() => over(turn), Math.min(busyMs, PATIENCE_MS));
    },
  };
}
