import { expect, it } from "vitest";
import { HEADER_BYTES, i420Bytes, parseHeader } from "./header";

function message(payload: number, change: (view: DataView) => void = () => {}): ArrayBuffer {
  const view = new DataView(new ArrayBuffer(HEADER_BYTES + payload));
  view.setUint8(0, 1);
  view.setUint8(2, 1);
  view.setUint8(3, 1);
  view.setUint32(4, 70_000, true);
  view.setBigUint64(8, 1_790_000_000_000_000n, true);
  view.setUint16(16, 640, true);
  view.setUint16(18, 360, true);
  change(view);
  return view.buffer as ArrayBuffer;
}

it("reads every field, little endian", () => {
  expect(parseHeader(message(10))).toEqual({
    codec: "vp8",
    key: true,
    self: false,
    kind: "video",
    stream: 70_000,
    timestampUs: 1_790_000_000_000_000,
    width: 640,
    height: 360,
  });
  expect(
    parseHeader(
      message(10, (view) => {
        view.setUint8(2, 2);
        view.setUint8(3, 2);
      }),
    ),
  ).toMatchObject({ key: false, self: true, kind: "share" });
});

it("takes no message that is too short, of another version, codec or kind", () => {
  expect(parseHeader(new ArrayBuffer(HEADER_BYTES - 1))).toBeNull();
  for (const [at, value] of [
    [0, 2],
    [1, 2],
    [3, 0],
    [3, 3],
  ] as const)
    expect(parseHeader(message(10, (view) => view.setUint8(at, value)))).toBeNull();
});

it("takes no raw picture that is smaller than its header says", () => {
  const raw = (view: DataView) => view.setUint8(1, 1);
  expect(parseHeader(message(i420Bytes(640, 360), raw))).toMatchObject({ codec: "i420" });
  expect(parseHeader(message(i420Bytes(640, 360) - 1, raw))).toBeNull();
  expect(i420Bytes(3, 3)).toBe(9 + 2 * 4);
});
