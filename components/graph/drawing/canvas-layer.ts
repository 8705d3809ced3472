/** A canvas that covers its parent at the screen's resolution (at most 2), drawn in CSS pixels. */
export class CanvasLayer {
  readonly canvas: HTMLCanvasElement;
  readonly ctx: CanvasRenderingContext2D;
  #ratio = 1;

  constructor(parent: HTMLElement) {
    this.canvas = document.createElement("canvas");
    this.canvas.setAttribute("aria-hidden", "true");
    Object.assign(this.canvas.style, {
      position: "absolute",
      inset: "0",
      width: "100%",
      height: "100%",
      pointerEvents: "none",
    });
    parent.append(this.canvas);
    const ctx = this.canvas.getContext("2d");
    if (!ctx) throw new Error("This browser has no 2D canvas.");
    this.ctx = ctx;
  }

  resize(width: number, height: number): void {
    this.#ratio = Math.min(2, window.devicePixelRatio || 1);
    this.canvas.width = Math.round(width * this.#ratio);
    this.canvas.height = Math.round(height * this.#ratio);
    this.ctx.setTransform(this.#ratio, 0, 0, this.#ratio, 0, 0);
  }

  clear(): void {
    this.ctx.clearRect(0, 0, this.canvas.width / this.#ratio, this.canvas.height / this.#ratio);
  }
}
