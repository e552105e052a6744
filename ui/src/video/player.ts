/**
 * One WebSocket to the engine, one decoder and one canvas a stream: in a worker, or on the page where a worker cannot.
 *
 * A stream is announced, sends frames and ends. Its canvas may come before or after it; the newest frame waits.
 * Only what has a canvas is watched: nothing in a hidden window, and nobody on another page of the grid.
 */
import type { Startup } from "../bindings";
import { HEADER_BYTES, parseHeader } from "./header";
import { createI420Converter, type I420Converter } from "./i420";
import { keyOf } from "./key";
import type { Painter } from "./painter";
import { Screen, type Surface } from "./screen";
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
/** A canvas that goes may be on its way to another place: it is watched so much longer. */
const LINGER_MS = 300;

interface Announced {
  key: string;
  /** Under which key it is counted. */
  counted: string;
  stream: Stream;
}

export class Player {
  readonly #screens = new Map<string, Screen>();
  readonly #streams = new Map<number, Announced>();
  /** By the participant's key. */
  readonly counters: Record<string, Counters> = {};
  #socket: WebSocket | null = null;
  #hidden = false;
  #convert: I420Converter | null = null;
  /** The streams that the engine was told of; null is every one. */
  #watching: Set<number> | null = null;
  #narrowing: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly painter: Painter,
    private mode: Mode,
  ) {}

  /** Opens the socket, and opens it again whenever it closes. */
  start(frames: Startup["frames"]): void {
    let retryMs = FIRST_RETRY_MS;
    const open = () => {
      const socket = new WebSocket(`${frames.url}/?token=${encodeURIComponent(frames.token)}`);
      this.#socket = socket;
      socket.binaryType = "arraybuffer";
      socket.onopen = () => {
        retryMs = FIRST_RETRY_MS;
        this.#watching = null;
        this.#send({ mode: this.mode === "webcodecs" ? "encoded" : "i420" });
        this.#watch();
      };
      socket.onmessage = ({ data }: MessageEvent<ArrayBuffer | string>) => {
        if (typeof data === "string") this.#control(data);
        else this.#frame(data);
      };
      socket.onclose = () => {
        for (const number of [...this.#streams.keys()]) this.#end(number);
        setTimeout(open, retryMs);
        retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
      };
    };
    open();
  }

  /** Draws the pictures of `key` (of `keyOf`, or `SELF`) on `surface` until it is detached. */
  attach(key: string, surface: Surface): void {
    this.#screenOf(key).attach(surface);
    this.#watch();
  }

  detach(key: string, surface: Surface): void {
    this.#screens.get(key)?.detach(surface);
    this.#forget(key, key);
    this.#watch();
  }

  /** Nobody sees the page, or somebody does again. */
  hide(hidden: boolean): void {
    this.#hidden = hidden;
    this.#watch();
  }

  #screenOf(key: string): Screen {
    const known = this.#screens.get(key);
    if (known) return known;
    const screen = new Screen(this.painter, ({ timestampUs, width, height }) => {
      const announced = this.#announcedFor(key);
      const counted = announced?.counted ?? key;
      const frames = (this.counters[counted]?.frames ?? 0) + 1;
      const skipped = announced?.stream.skipped ?? 0;
      const { mode } = this;
      this.counters[counted] = { frames, lastTimestampUs: timestampUs, width, height, mode, skipped };
    });
    this.#screens.set(key, screen);
    return screen;
  }

  #announcedFor(key: string): Announced | undefined {
    for (const announced of this.#streams.values()) if (announced.key === key) return announced;
    return undefined;
  }

  /** A screen without canvas and without stream is forgotten, and what it counted. */
  #forget(key: string, counted: string): void {
    if (this.#screens.get(key)?.attached || this.#announcedFor(key)) return;
    this.#screens.delete(key);
    delete this.counters[counted];
  }

  #send(message: object): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  /** Tells the engine what is looked at: more of it at once, less of it a little later. */
  #watch(): void {
    const wanted = this.#lookedAt();
    const known = this.#watching ?? new Set(this.#streams.keys());
    const more = wanted.some((number) => !known.has(number));
    const less = [...known].some((number) => this.#streams.has(number) && !wanted.includes(number));
    if (more || (less && this.#hidden)) this.#tellWatched();
    else if (less) this.#narrowing ??= setTimeout(() => this.#tellWatched(), LINGER_MS);
    else this.#settle();
  }

  #settle(): void {
    clearTimeout(this.#narrowing);
    this.#narrowing = undefined;
  }

  #tellWatched(): void {
    this.#settle();
    const wanted = this.#lookedAt();
    const before = this.#watching ?? new Set(this.#streams.keys());
    this.#watching = new Set(wanted);
    this.#send({ watch: wanted });
    for (const number of wanted) if (!before.has(number)) this.#streams.get(number)?.stream.restart();
  }

  #lookedAt(): number[] {
    if (this.#hidden) return [];
    return [...this.#streams]
      .filter(([, { key }]) => this.#screens.get(key)?.attached)
      .map(([number]) => number);
  }

  #control(text: string): void {
    const message: unknown = JSON.parse(text);
    if (typeof message !== "object" || message === null || !("stream" in message)) return;
    const { stream: number } = message;
    if (typeof number !== "number") return;
    if ("ended" in message) {
      this.#end(number);
      this.#watch();
    } else if (
      "participantId" in message &&
      typeof message.participantId === "string" &&
      "kind" in message &&
      (message.kind === "video" || message.kind === "share")
    ) {
      this.#end(number);
      const { participantId, kind } = message;
      const key = keyOf("self" in message && message.self === true ? SELF : participantId, kind);
      const stream = new Stream(this.#screenOf(key), {
        requestKeyFrame: () => this.#send({ keyFrame: number }),
        cannotDecode: () => this.#fallBack(),
      });
      this.#streams.set(number, { key, counted: keyOf(participantId, kind), stream });
      this.#watch();
    }
  }

  #end(number: number): void {
    const announced = this.#streams.get(number);
    if (!announced) return;
    announced.stream.close();
    this.#streams.delete(number);
    this.#forget(announced.key, announced.counted);
  }

  #frame(message: ArrayBuffer): void {
    const header = parseHeader(message);
    const announced = header && this.#streams.get(header.stream);
    if (!header || !announced || this.#hidden) return;
    const data = new Uint8Array(message, HEADER_BYTES);
    if (header.codec === "vp8") announced.stream.vp8(header, data);
    else {
      this.#convert ??= createI420Converter();
      announced.stream.i420(header, data, this.#convert);
    }
  }

  /** Decoded pictures from now on; the engine announces every stream again. */
  #fallBack(): void {
    if (this.mode === "i420") return;
    this.mode = "i420";
    for (const number of [...this.#streams.keys()]) this.#end(number);
    this.#send({ mode: this.mode });
  }
}

/** What this thread can decode. */
export async function decodable(): Promise<Mode> {
  if (typeof VideoDecoder === "undefined") return "i420";
  try {
    return (await VideoDecoder.isConfigSupported({ codec: "vp8" })).supported === true ? "webcodecs" : "i420";
  } catch {
    return "i420";
  }
}
