/** Where a participant's picture is drawn: the newest frame, at most once per display frame. */

export interface Picture {
  image: CanvasImageSource;
  width: number;
  height: number;
  timestampUs: number;
  /** Gives the picture's memory back. */
  done(): void;
}

export class Screen {
  #canvas: HTMLCanvasElement | null = null;
  #context: CanvasRenderingContext2D | null = null;
  #next: (() => Picture) | null = null;
  #discard: (() => void) | null = null;
  #scheduled = 0;

  constructor(private readonly drawn: (picture: Picture) => void) {}

  get attached(): boolean {
    return this.#canvas !== null;
  }

  attach(canvas: HTMLCanvasElement): void {
    this.#canvas = canvas;
    this.#context = canvas.getContext("2d", { alpha: false });
    if (this.#next !== null) this.#schedule();
  }

  detach(canvas: HTMLCanvasElement): void {
    if (this.#canvas !== canvas) return;
    this.#canvas = null;
    this.#context = null;
  }

  /** `make` runs when the frame is drawn; `discard` when a newer one came first. */
  show(make: () => Picture, discard: () => void): void {
    this.#discard?.();
    this.#next = make;
    this.#discard = discard;
    if (this.#context !== null) this.#schedule();
  }

  /** No picture any more: the tile shows the face again. */
  clear(): void {
    cancelAnimationFrame(this.#scheduled);
    this.#scheduled = 0;
    this.#discard?.();
    this.#next = null;
    this.#discard = null;
    this.#canvas?.removeAttribute("data-live");
  }

  #schedule(): void {
    if (this.#scheduled === 0) this.#scheduled = requestAnimationFrame(() => this.#draw());
  }

  #draw(): void {
    this.#scheduled = 0;
    const canvas = this.#canvas;
    const make = this.#next;
    if (canvas === null || this.#context === null || make === null) return;
    this.#next = null;
    this.#discard = null;
    const picture = make();
    if (canvas.width !== picture.width || canvas.height !== picture.height) {
      canvas.width = picture.width;
      canvas.height = picture.height;
    }
    this.#context.drawImage(picture.image, 0, 0, picture.width, picture.height);
    canvas.setAttribute("data-live", "");
    this.drawn(picture);
    picture.done();
  }
}
