import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { FrameHeader } from "./header";
import type { Picture, Screen } from "./screen";
import { Stream } from "./stream";

const DATA = new Uint8Array(4);
let decoders: FakeDecoder[] = [];

class FakeDecoder {
  state = "configured";
  decodeQueueSize = 0;
  fed: { type: string; timestamp: number }[] = [];
  constructor(readonly init: { output(frame: object): void; error(error: Error): void }) {
    decoders.push(this);
  }
  configure() {}
  decode(chunk: { type: string; timestamp: number }) {
    this.fed.push(chunk);
  }
  close() {
    this.state = "closed";
  }
}

class FakeScreen {
  shown: { make: () => Picture; discard: () => void }[] = [];
  cleared = 0;
  show(make: () => Picture, discard: () => void) {
    this.shown.push({ make, discard });
  }
  clear() {
    this.cleared++;
  }
}

beforeEach(() => {
  decoders = [];
  vi.useFakeTimers();
  vi.stubGlobal("VideoDecoder", FakeDecoder);
  vi.stubGlobal(
    "EncodedVideoChunk",
    class {
      constructor(init: object) {
        Object.assign(this, init);
      }
    },
  );
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function setUp() {
  const screen = new FakeScreen();
  const hooks = { requestKeyFrame: vi.fn(), cannotDecode: vi.fn() };
  const stream = new Stream(screen as unknown as Screen, hooks);
  const feed = (key: boolean, timestampUs = 0) => {
    const header: FrameHeader = {
      codec: "vp8",
      key,
      self: false,
      kind: "video",
      stream: 1,
      timestampUs,
      width: 640,
      height: 360,
    };
    stream.vp8(header, DATA);
  };
  return { screen, hooks, stream, feed };
}

it("nothing is decoded before a key frame, which is asked for at most twice a second", () => {
  const { hooks, feed } = setUp();
  feed(false);
  feed(false);
  expect(hooks.requestKeyFrame).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(600);
  feed(false);
  expect(hooks.requestKeyFrame).toHaveBeenCalledTimes(2);
  feed(true, 40);
  feed(false, 80);
  expect(decoders[0]?.fed.map((chunk) => [chunk.type, chunk.timestamp])).toEqual([
    ["key", 40],
    ["delta", 80],
  ]);
});

it("a decoder that is behind skips to the next key frame", () => {
  const { stream, hooks, feed } = setUp();
  feed(true);
  const decoder = decoders[0];
  if (!decoder) throw new Error("no decoder");
  decoder.decodeQueueSize = 7;
  feed(false);
  decoder.decodeQueueSize = 0;
  feed(false);
  expect(decoder.fed).toHaveLength(1);
  expect(stream.skipped).toBe(2);
  expect(hooks.requestKeyFrame).toHaveBeenCalled();
  feed(true);
  expect(decoder.fed).toHaveLength(2);
});

it("after an error a new decoder begins with a key frame, and VP8 is not given up", () => {
  const { hooks, feed } = setUp();
  feed(true);
  decoders[0]?.init.output({ displayWidth: 640, displayHeight: 360, timestamp: 0, close() {} });
  for (let round = 0; round < 5; round++) {
    decoders.at(-1)?.init.error(new Error("bad data"));
    feed(false);
    feed(true);
  }
  expect(decoders).toHaveLength(6);
  expect(hooks.cannotDecode).not.toHaveBeenCalled();
});

it("VP8 is given up after three errors without a picture", () => {
  const { hooks, feed } = setUp();
  for (let round = 0; round < 3; round++) {
    feed(true);
    decoders.at(-1)?.init.error(new Error("no such codec"));
  }
  expect(hooks.cannotDecode).toHaveBeenCalledOnce();
});

it("VP8 is given up when a decoder takes everything and shows nothing", () => {
  const { hooks, feed } = setUp();
  feed(true);
  for (let frame = 0; frame < 60; frame++) feed(false);
  expect(hooks.cannotDecode).toHaveBeenCalled();
});

it("a picture that a newer one overtakes is given back and counted", () => {
  const { screen, stream, feed } = setUp();
  feed(true);
  const close = vi.fn();
  decoders[0]?.init.output({ displayWidth: 640, displayHeight: 360, timestamp: 7, close });
  expect(screen.shown[0]?.make()).toMatchObject({ width: 640, height: 360, timestampUs: 7 });
  screen.shown[0]?.discard();
  expect(close).toHaveBeenCalledOnce();
  expect(stream.skipped).toBe(1);
});

it("a closed stream closes its decoder and clears its tile", () => {
  const { screen, stream, feed } = setUp();
  feed(true);
  stream.close();
  expect(decoders[0]?.state).toBe("closed");
  expect(screen.cleared).toBe(1);
});
