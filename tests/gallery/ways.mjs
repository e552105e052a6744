// How a view is looked at, one way after the other; axe-core looks at the ways that say so.

export const SMALL = { width: 800, height: 600 };
const LARGE = { width: 1440, height: 900 };

export const EVERY_WAY = [
  { size: SMALL, theme: "light", axe: true },
  { size: SMALL, theme: "dark", axe: true },
  { size: LARGE, theme: "dark" },
  { size: LARGE, theme: "light" },
];
export const BOTH_ENDS = [
  { size: SMALL, theme: "light", axe: true },
  { size: LARGE, theme: "dark" },
];
export const NARROW = [{ size: SMALL, theme: "light" }];

/** Where axe-core finds in one way what it finds in all. */
export const LOOKED_AT_ONCE = EVERY_WAY.map((way, at) => ({ ...way, axe: at === 0 }));
/** Where it has seen the like before. */
export const NOT_LOOKED_AT = EVERY_WAY.map((way) => ({ ...way, axe: false }));

const MINI = { width: 320, height: 240 };
export const MINI_WAYS = [
  { size: MINI, theme: "dark", axe: true },
  { size: MINI, theme: "light" },
  { size: { width: 200, height: 150 }, theme: "dark" },
];
