import { expect, it } from "vitest";
import { QUIET_ZONE, qr } from "./qr";

const LINK = `adjourn://join/192.168.1.7:7443/9f2k3m?i=${"a".repeat(43)}&c=${"b".repeat(43)}`;

/** The modules that a path makes dark, as x,y. */
function dark(path: string): Set<string> {
  const modules = new Set<string>();
  for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1H\d+z/g))
    for (let at = 0; at < Number(width); at++) modules.add(`${Number(x) + at},${y}`);
  return modules;
}

it("a code has its three corner squares inside a quiet zone", () => {
  const code = qr(LINK);
  if (code === null) throw new Error("a link fits into a code");
  const modules = dark(code.path);
  const far = code.size - QUIET_ZONE - 7;
  for (const [x, y] of [
    [QUIET_ZONE, QUIET_ZONE],
    [far, QUIET_ZONE],
    [QUIET_ZONE, far],
  ] as const)
    for (let at = 0; at < 7; at++) {
      expect(modules.has(`${x + at},${y}`)).toBe(true);
      expect(modules.has(`${x},${y + at}`)).toBe(true);
      expect(modules.has(`${x + 1},${y + 1}`)).toBe(false);
    }
  for (const module of modules) {
    const [x = 0, y = 0] = module.split(",").map(Number);
    expect(Math.min(x, y)).toBeGreaterThanOrEqual(QUIET_ZONE);
    expect(Math.max(x, y)).toBeLessThan(code.size - QUIET_ZONE);
  }
});

it("what is too long for a code has none", () => {
  expect(qr("x".repeat(5000))).toBeNull();
});
