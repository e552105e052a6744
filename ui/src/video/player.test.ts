import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Player } from "./player";
import type { Surface } from "./screen";

class FakeSocket {
  static readonly OPEN = 1;
  static last: FakeSocket;
  readyState = 1;
  binaryType = "";
  sent: object[] = [];
  onopen?: () => void;
  onmessage?: (event: { data: string | ArrayBuffer }) => void;
  onclose?: () => void;
  constructor(readonly url: string) {
    FakeSocket.last = this;
  }
  send(text: string) {
    this.sent.push(JSON.parse(text) as object);
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", FakeSocket);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function surface(): Surface {
  const context = { drawImage() {} };
  return { canvas: { width: 0, height: 0, getContext: () => context } as never, live: vi.fn() };
}

/** A player with an open socket, and what it has told the engine since the last look. */
function playing() {
  const player = new Player({ soon: (draw) => draw(), cancel() {} }, "i420");
  player.start({ url: "ws://127.0.0.1:1", token: "a b" });
  const socket = FakeSocket.last;
  socket.onopen?.();
  const announce = (stream: number, participantId: string, kind = "video", self = false) =>
    socket.onmessage?.({ data: JSON.stringify({ stream, participantId, kind, self }) });
  const told = () => {
    vi.advanceTimersByTime(1000);
    return socket.sent.splice(0);
  };
  return { player, socket, announce, told };
}

it("the engine is told how pictures should come, and nothing while everything is looked at", () => {
  const { player, socket, announce, told } = playing();
  expect(socket.url).toBe("ws://127.0.0.1:1/?token=a%20b");
  expect(told()).toEqual([{ mode: "i420" }]);
  player.attach("p1", surface());
  announce(1, "p1");
  expect(told()).toEqual([]);
});

it("a stream without a canvas is not wanted, and wanted from a key frame on when it gets one", () => {
  const { player, announce, told } = playing();
  const first = surface();
  player.attach("p1", first);
  announce(1, "p1");
  announce(2, "p2");
  expect(told()).toContainEqual({ watch: [1] });
  player.attach("p2", surface());
  expect(told()).toEqual([{ watch: [1, 2] }, { keyFrame: 2 }]);
  player.detach("p1", first);
  expect(told()).toEqual([{ watch: [2] }]);
});

it("a canvas that is exchanged at once asks for nothing", () => {
  const { player, announce, told } = playing();
  const before = surface();
  player.attach("p1", before);
  announce(1, "p1");
  told();
  player.detach("p1", before);
  player.attach("p1", surface());
  expect(told()).toEqual([]);
});

it("a hidden page wants nothing, and everything it shows when it comes back", () => {
  const { player, announce, told } = playing();
  player.attach("p1", surface());
  announce(1, "p1");
  told();
  player.hide(true);
  expect(told()).toEqual([{ watch: [] }]);
  player.hide(false);
  expect(told()).toEqual([{ watch: [1] }, { keyFrame: 1 }]);
});

it("somebody's screen has a canvas of its own, and mine has none", () => {
  const { player, announce, told } = playing();
  player.attach("p1", surface());
  player.attach("p1/share", surface());
  player.attach("self", surface());
  announce(1, "p1");
  announce(2, "p1", "share");
  announce(3, "me", "video", true);
  told();
  announce(4, "me", "share", true);
  expect(told()).toEqual([{ watch: [1, 2, 3] }]);
});

it("a picture makes its canvas live, and the end of the stream takes it away", () => {
  const { player, socket, announce } = playing();
  const shown = surface();
  player.attach("p1", shown);
  announce(1, "p1");
  const [width, height] = [4, 2];
  const message = new ArrayBuffer(24 + 12);
  const view = new DataView(message);
  view.setUint8(0, 1);
  view.setUint8(1, 1);
  view.setUint8(3, 1);
  view.setUint32(4, 1, true);
  view.setUint16(16, width, true);
  view.setUint16(18, height, true);
  vi.stubGlobal("document", { createElement: () => ({ getContext: () => null, addEventListener() {} }) });
  socket.onmessage?.({ data: message });
  expect(shown.live).toHaveBeenLastCalledWith(true);
  expect(player.counters.p1).toMatchObject({ frames: 1, width, height });
  socket.onmessage?.({ data: JSON.stringify({ stream: 1, ended: true }) });
  expect(shown.live).toHaveBeenLastCalledWith(false);
});
