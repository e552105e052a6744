import { expect, it } from "vitest";
import { i420Bytes } from "./header";
import { rgba } from "./i420";

function flat(width: number, height: number, y: number, u: number, v: number): Uint8Array {
  const planes = new Uint8Array(i420Bytes(width, height));
  const chroma = ((width + 1) >> 1) * ((height + 1) >> 1);
  planes.fill(y, 0, width * height);
  planes.fill(u, width * height, width * height + chroma);
  planes.fill(v, width * height + chroma);
  return planes;
}

// BT.601 limited range, from the recommendation's own primaries.
it.each([
  ["black", [16, 128, 128], [0, 0, 0]],
  ["white", [235, 128, 128], [255, 255, 255]],
  ["red", [81, 90, 240], [254, 0, 0]],
  ["green", [145, 54, 34], [0, 255, 1]],
  ["blue", [41, 240, 110], [0, 0, 255]],
] as const)("%s of BT.601 comes out as itself, also in odd sizes", (_, [y, u, v], expected) => {
  const picture = rgba(flat(5, 3, y, u, v), 5, 3);
  expect(picture).toHaveLength(5 * 3 * 4);
  for (let at = 0; at < picture.length; at += 4) {
    for (const channel of [0, 1, 2] as const)
      expect(Math.abs((picture[at + channel] ?? -99) - expected[channel])).toBeLessThanOrEqual(2);
    expect(picture[at + 3]).toBe(255);
  }
});
