/** The 24 bytes before each frame: little endian, version 1. */

import type { Kind } from "./key";

export const HEADER_BYTES = 24;

export interface FrameHeader {
  codec: "vp8" | "i420";
  key: boolean;
  self: boolean;
  kind: Kind;
  stream: number;
  timestampUs: number;
  width: number;
  height: number;
}

/** The header of a message, or null when it is none of ours. */
export function parseHeader(message: ArrayBuffer): FrameHeader | null {
  if (message.byteLength < HEADER_BYTES) return null;
  const view = new DataView(message);
  const codec = view.getUint8(1);
  const kind = view.getUint8(3);
  if (view.getUint8(0) !== 1 || codec > 1 || (kind !== 1 && kind !== 2)) return null;
  const flags = view.getUint8(2);
  const width = view.getUint16(16, true);
  const height = view.getUint16(18, true);
  const header: FrameHeader = {
    codec: codec === 0 ? "vp8" : "i420",
    key: (flags & 1) !== 0,
    self: (flags & 2) !== 0,
    kind: kind === 1 ? "video" : "share",
    stream: view.getUint32(4, true),
    timestampUs: Number(view.getBigUint64(8, true)),
    width,
    height,
  };
  if (header.codec === "i420") {
    if (width === 0 || height === 0) return null;
    if (message.byteLength - HEADER_BYTES < i420Bytes(width, height)) return null;
  }
  return header;
}

/** Bytes of a tightly packed I420 picture; odd sizes round their chroma up. */
export function i420Bytes(width: number, height: number): number {
  return width * height + 2 * ((width + 1) >> 1) * ((height + 1) >> 1);
}
