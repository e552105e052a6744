/** One incoming stream: VP8 through WebCodecs, or raw I420, to its screen. */
import type { FrameHeader } from "./header";
import type { I420Converter } from "./i420";
import type { Picture, Screen } from "./screen";

/** More frames than this waiting in the decoder are late: skip to the next key frame. */
const MAX_QUEUE = 6;
/** A decoder that was fed a key frame and this many chunks in all, and shows nothing, cannot decode VP8. */
const SILENT_CHUNKS = 45;
/** Errors in a row, with no picture ever, that mean the same. */
const FATAL_ERRORS = 3;
/** A key frame is asked for at most this often, in milliseconds. */
const KEY_FRAME_PAUSE_MS = 500;

export interface StreamHooks {
  requestKeyFrame(): void;
  /** VP8 cannot be decoded here, whatever the webview claims. */
  cannotDecode(): void;
}

export class Stream {
  #decoder: VideoDecoder | null = null;
  #needsKey = true;
  #askedAtMs = Number.NEGATIVE_INFINITY;
  #fed = 0;
  #errors = 0;
  #everDecoded = false;
  /** Frames that were never drawn because newer ones came first or the decoder was behind. */
  skipped = 0;

  constructor(
    private readonly screen: Screen,
    private readonly hooks: StreamHooks,
  ) {}

  vp8(header: FrameHeader, data: Uint8Array<ArrayBuffer>): void {
    const decoder = this.#decoder ?? this.#open();
    const late = decoder.decodeQueueSize > MAX_QUEUE;
    if (!header.key && (this.#needsKey || late)) {
      this.skipped++;
      this.#needsKey = true;
      this.askForKeyFrame();
      return;
    }
    this.#needsKey = false;
    this.#fed++;
    try {
      decoder.decode(
        new EncodedVideoChunk({ type: header.key ? "key" : "delta", timestamp: header.timestampUs, data }),
      );
    } catch {
      this.#failed();
      return;
    }
    if (!this.#everDecoded && this.#fed > SILENT_CHUNKS) this.hooks.cannotDecode();
  }

  i420(header: FrameHeader, data: Uint8Array<ArrayBuffer>, convert: I420Converter): void {
    const { width, height, timestampUs } = header;
    this.screen.show(
      () => ({ image: convert(data, width, height), width, height, timestampUs, done() {} }),
      () => this.skipped++,
    );
  }

  /** Also when a hidden window comes back: what was skipped meanwhile cannot be decoded from. */
  askForKeyFrame(): void {
    const now = performance.now();
    if (now - this.#askedAtMs < KEY_FRAME_PAUSE_MS) return;
    this.#askedAtMs = now;
    this.hooks.requestKeyFrame();
  }

  restart(): void {
    this.#needsKey = true;
    this.#askedAtMs = Number.NEGATIVE_INFINITY;
    this.askForKeyFrame();
  }

  close(): void {
    if (this.#decoder !== null && this.#decoder.state !== "closed") this.#decoder.close();
    this.#decoder = null;
    this.screen.clear();
  }

  #open(): VideoDecoder {
    const decoder = new VideoDecoder({
      output: (frame) => this.#decoded(frame),
      error: () => {
        if (this.#decoder === decoder) this.#failed();
      },
    });
    decoder.configure({ codec: "vp8", optimizeForLatency: true });
    this.#decoder = decoder;
    this.#fed = 0;
    return decoder;
  }

  #decoded(frame: VideoFrame): void {
    this.#everDecoded = true;
    this.#errors = 0;
    this.screen.show(
      (): Picture => ({
        image: frame,
        width: frame.displayWidth,
        height: frame.displayHeight,
        timestampUs: frame.timestamp,
        done: () => frame.close(),
      }),
      () => {
        this.skipped++;
        frame.close();
      },
    );
  }

  #failed(): void {
    if (this.#decoder !== null && this.#decoder.state !== "closed") this.#decoder.close();
    this.#decoder = null;
    this.#needsKey = true;
    this.#errors++;
    if (!this.#everDecoded && this.#errors >= FATAL_ERRORS) this.hooks.cannotDecode();
    else this.askForKeyFrame();
  }
}
