/** Where a participant's picture is drawn: the newest frame, when the painter comes to it. */
import type { Painter } from "./painter";

export interface Picture {
  image: CanvasImageSource;
  width: number;
  height: number;
  timestampUs: number;
  /** Gives the picture's memory back. */
  done(): void;
}

/** A canvas of the page, or one that the page has handed over. */
export interface Surface {
  canvas: HTMLCanvasElement | OffscreenCanvas;
  /** Whether there is a picture on it. */
  live(on: boolean): void;
}

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

export class Screen {
  #surface: Surface | null = null;
  #context: Context | null = null;
  #live = false;
  #next: (() => Picture) | null = null;
  #discard: (() => void) | null = null;
  readonly #paint = () => this.#draw();

  constructor(
    private readonly painter: Painter,
    private readonly drawn: (picture: Picture) => void,
  ) {}

  get attached(): boolean {
    return this.#surface !== null;
  }

  attach(surface: Surface): void {
    this.#surface = surface;
    this.#context = surface.canvas.getContext("2d", { alpha: false }) as Context | null;
    // What is on it may be somebody else's.
    this.#live = false;
    surface.live(false);
    if (this.#next !== null) this.painter.soon(this.#paint);
  }

  detach(surface: Surface): void {
    if (this.#surface !== surface) return;
    this.painter.cancel(this.#paint);
    this.#surface = null;
    this.#context = null;
  }

  /** `make` runs when the frame is drawn; `discard` when a newer one came first. */
  show(make: () => Picture, discard: () => void): void {
    this.#discard?.();
    this.#next = make;
    this.#discard = discard;
    if (this.#context !== null) this.painter.soon(this.#paint);
  }

  /** No picture any more: the tile shows the face again. */
  clear(): void {
    this.painter.cancel(this.#paint);
    this.#discard?.();
    this.#next = null;
    this.#discard = null;
    this.#say(false);
  }

  #say(live: boolean): void {
    if (this.#live === live) return;
    this.#live = live;
    this.#surface?.live(live);
  }

  #draw(): void {
    const make = this.#next;
    if (this.#surface === null || this.#context === null || make === null) return;
    const { canvas } = this.#surface;
    this.#next = null;
    this.#discard = null;
    const picture = make();
    if (canvas.width !== picture.width || canvas.height !== picture.height) {
      canvas.width = picture.width;
      canvas.height = picture.height;
    }
    this.#context.drawImage(picture.image, 0, 0, picture.width, picture.height);
    this.#say(true);
    this.drawn(picture);
    picture.done();
  }
}
