import { expect, it } from "vitest";
import { bestFit, GAP, paged, SMALLEST } from "./grid";

const AREAS: [number, number][] = [
  [1264, 728],
  [784, 528],
  [464, 288],
  [300, 900],
];

it("every arrangement stays inside its area, between 4:3 and 16:9", () => {
  for (const [width, height] of AREAS)
    for (let count = 1; count <= 40; count++) {
      const fit = bestFit(count, width, height);
      if (fit === null) throw new Error(`${count} do not fit`);
      const rows = Math.ceil(count / fit.columns);
      expect(fit.columns * fit.width + (fit.columns - 1) * GAP).toBeLessThanOrEqual(width);
      expect(rows * fit.height + (rows - 1) * GAP).toBeLessThanOrEqual(height);
      // Whole pixels: a pixel either way.
      expect(fit.width).toBeGreaterThanOrEqual((fit.height * 4) / 3 - 2);
      expect(fit.width).toBeLessThanOrEqual((fit.height * 16) / 9 + 2);
    }
});

it("two people sit side by side, sixteen in four rows of four", () => {
  expect(bestFit(2, 784, 528)?.columns).toBe(2);
  expect(bestFit(16, 1264, 728)?.columns).toBe(4);
});

it("a tile never gets narrower than the smallest: the grid turns pages", () => {
  for (const [width, height] of AREAS)
    for (let count = 1; count <= 40; count++) {
      const page = paged(count, width, height);
      expect(page?.width).toBeGreaterThanOrEqual(SMALLEST);
      expect((page?.pages ?? 0) * (page?.size ?? 0)).toBeGreaterThanOrEqual(count);
    }
});

it("without room there is nothing to show, and one person is shown however small", () => {
  expect(paged(3, 0, 0)).toBeNull();
  expect(paged(3, 100, 80)).toMatchObject({ size: 1, pages: 3 });
});
