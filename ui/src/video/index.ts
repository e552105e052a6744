/**
 * Pictures, without React: one WebSocket to the engine, one decoder a stream, one canvas a participant.
 *
 * A stream is announced, sends frames and ends. Its participant's canvas may come before or after it; the newest frame waits.
 * A hidden window, and a tile on another page of the grid, watch nothing.
 */
import type { Startup } from "../bindings";
import { HEADER_BYTES, parseHeader } from "./header";
import { createI420Converter, type I420Converter } from "./i420";
import { Screen } from "./screen";
import { Stream } from "./stream";

/** The key of the own picture, whoever I am in the meeting. */
export const SELF = "self";

export type Mode = "webcodecs" | "i420";

export interface Counters {
  /** Frames drawn. */
  frames: number;
  lastTimestampUs: number;
  width: number;
  height: number;
  mode: Mode;
  /** Frames that a newer one overtook. */
  skipped: number;
}

const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 4000;

interface Announced {
  participantId: string;
  key: string;
  stream: Stream;
}

const screens = new Map<string, Screen>();
const streams = new Map<number, Announced>();
const counters: Record<string, Counters> = {};
const offStage = new Set<string>();

let socket: WebSocket | null = null;
let mode: Mode = "webcodecs";
let convert: I420Converter | null = null;
let watching: string | null = null;

/** Opens the socket, and opens it again whenever it closes. */
export async function startFrames(frames: Startup["frames"]): Promise<void> {
  window.__video = counters;
  if (!(await decodesVp8())) mode = "i420";
  let retryMs = FIRST_RETRY_MS;
  const open = () => {
    const opened = new WebSocket(`${frames.url}/?token=${encodeURIComponent(frames.token)}`);
    socket = opened;
    opened.binaryType = "arraybuffer";
    opened.onopen = () => {
      retryMs = FIRST_RETRY_MS;
      watching = null;
      send({ mode: mode === "webcodecs" ? "encoded" : "i420" });
      watch();
    };
    opened.onmessage = ({ data }: MessageEvent<ArrayBuffer | string>) => {
      if (typeof data === "string") control(data);
      else frame(data);
    };
    opened.onclose = () => {
      for (const number of [...streams.keys()]) end(number);
      setTimeout(open, retryMs);
      retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
    };
  };
  document.addEventListener("visibilitychange", watch);
  open();
}

/** Draws the pictures of `key` (a participant, or `SELF`) on `canvas` until the returned function is called. */
export function attach(key: string, canvas: HTMLCanvasElement): () => void {
  const screen = screenOf(key);
  screen.attach(canvas);
  return () => {
    screen.detach(canvas);
    forget(key, key);
  };
}

/** The keys whose tiles are on another page: their frames are not wanted. */
export function setOffStage(keys: Iterable<string>): void {
  offStage.clear();
  for (const key of keys) offStage.add(key);
  watch();
}

async function decodesVp8(): Promise<boolean> {
  if (typeof VideoDecoder === "undefined") return false;
  try {
    return (await VideoDecoder.isConfigSupported({ codec: "vp8" })).supported === true;
  } catch {
    return false;
  }
}

function screenOf(key: string): Screen {
  const known = screens.get(key);
  if (known) return known;
  const screen = new Screen(({ timestampUs, width, height }) => {
    const announced = announcedFor(key);
    const participantId = announced?.participantId ?? key;
    const frames = (counters[participantId]?.frames ?? 0) + 1;
    const skipped = announced?.stream.skipped ?? 0;
    counters[participantId] = { frames, lastTimestampUs: timestampUs, width, height, mode, skipped };
  });
  screens.set(key, screen);
  return screen;
}

function announcedFor(key: string): Announced | undefined {
  for (const announced of streams.values()) if (announced.key === key) return announced;
  return undefined;
}

/** A screen without canvas and without stream is forgotten, and what it counted. */
function forget(key: string, participantId: string): void {
  if (screens.get(key)?.attached || announcedFor(key)) return;
  screens.delete(key);
  delete counters[participantId];
}

function send(message: object): void {
  if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
}

/** Tells the engine what is looked at; nothing is said until it differs from "everything". */
function watch(): void {
  const wanted = document.hidden
    ? []
    : [...streams].filter(([, { key }]) => !offStage.has(key)).map(([number]) => number);
  if (watching === null && wanted.length === streams.size && !document.hidden) return;
  const now = JSON.stringify(wanted);
  if (now === watching) return;
  const before = new Set<number>(watching === null ? streams.keys() : (JSON.parse(watching) as number[]));
  watching = now;
  send({ watch: wanted });
  for (const number of wanted) if (!before.has(number)) streams.get(number)?.stream.restart();
}

function control(text: string): void {
  const message: unknown = JSON.parse(text);
  if (typeof message !== "object" || message === null || !("stream" in message)) return;
  const { stream: number } = message;
  if (typeof number !== "number") return;
  if ("ended" in message) {
    end(number);
    watch();
  } else if (
    "participantId" in message &&
    typeof message.participantId === "string" &&
    "kind" in message &&
    message.kind === "video"
  ) {
    end(number);
    const key = "self" in message && message.self === true ? SELF : message.participantId;
    const stream = new Stream(screenOf(key), {
      requestKeyFrame: () => send({ keyFrame: number }),
      cannotDecode: fallBack,
    });
    streams.set(number, { participantId: message.participantId, key, stream });
    watch();
  }
}

function end(number: number): void {
  const announced = streams.get(number);
  if (!announced) return;
  announced.stream.close();
  streams.delete(number);
  forget(announced.key, announced.participantId);
}

function frame(message: ArrayBuffer): void {
  const header = parseHeader(message);
  const announced = header && streams.get(header.stream);
  if (!header || !announced || document.hidden) return;
  const data = new Uint8Array(message, HEADER_BYTES);
  if (header.codec === "vp8") announced.stream.vp8(header, data);
  else {
    convert ??= createI420Converter();
    announced.stream.i420(header, data, convert);
  }
}

/** Decoded pictures from now on; the engine announces every stream again. */
function fallBack(): void {
  if (mode === "i420") return;
  mode = "i420";
  for (const number of [...streams.keys()]) end(number);
  send({ mode });
}

declare global {
  interface Window {
    /** What each tile has drawn, by participant; for tests and for a look from the console. */
    __video?: Record<string, Counters>;
  }
}
