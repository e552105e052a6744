import { expect, it } from "vitest";
import { createPainter } from "./painter";

/** A painter whose pictures take so long each, and what it did in each turn. */
function paintingFor(costMs: number) {
  let clock = 0;
  let next: (() => void) | null = null;
  const drawn: string[] = [];
  const painter = createPainter(
    (run) => {
      next = run;
    },
    () => clock,
  );
  const pictures = new Map<string, () => void>();
  const picture = (name: string) => {
    const known = pictures.get(name);
    if (known) return known;
    const draw = () => {
      clock += costMs;
      drawn.push(name);
    };
    pictures.set(name, draw);
    return draw;
  };
  const turn = () => {
    const run = next;
    next = null;
    run?.();
    return drawn.splice(0);
  };
  return { painter, picture, turn };
}

it("a turn is cut short when pictures take long, and the next one goes on where it stopped", () => {
  const { painter, picture, turn } = paintingFor(5);
  for (const name of ["a", "b", "c", "d", "e"]) painter.soon(picture(name));
  expect(turn()).toEqual(["a", "b"]);
  painter.soon(picture("a"));
  expect(turn()).toEqual(["c", "d"]);
  expect(turn()).toEqual(["e", "a"]);
  expect(turn()).toEqual([]);
});

it("a picture that takes longer than a turn is drawn all the same", () => {
  const { painter, picture, turn } = paintingFor(100);
  painter.soon(picture("a"));
  painter.soon(picture("b"));
  expect(turn()).toEqual(["a"]);
  expect(turn()).toEqual(["b"]);
});

it("a picture that is asked for twice is drawn once, and not at all when it is taken back", () => {
  const { painter, picture, turn } = paintingFor(1);
  painter.soon(picture("a"));
  painter.soon(picture("a"));
  painter.soon(picture("b"));
  painter.cancel(picture("b"));
  expect(turn()).toEqual(["a"]);
});
