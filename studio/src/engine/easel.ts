import { Pace } from './pace';
import { FlatSurface } from './surface/flat-surface';
import { GlSurface } from './surface/gl-surface';
import type { Scene, Surface } from './surface/surface';

const STILL_AFTER_MS = 160;
/** After so long what rests may take its time. */
const RESTED_AFTER_MS = 220;
const FRAME_MS = 12;

/** Holds the canvas, draws when something changed and only then, and puts up with a lost graphics context. */
export class Easel {
  surface: Surface;
  /** Whether the canvas is Display P3. */
  readonly wide: boolean;
  private readonly pace: Pace;
  private asked = 0;
  private movedAt = -Infinity;
  private drewAt = -Infinity;
  private fineness: 1 | 0.5 = 1;
  private closed = false;
  private still: ReturnType<typeof setTimeout> | undefined;

  /** `paint` makes the scene at a fineness; `swapped` is told that there is a new surface, `rested` that a hand rests. */
  constructor(
    private readonly container: HTMLElement,
    colorSpace: 'auto' | 'srgb' | 'display-p3',
    drawing: 'auto' | '2d',
    private readonly paint: (fineness: number) => Scene<unknown>,
    private readonly swapped: () => void,
    private readonly rested: () => void,
  ) {
    const shows = globalThis.matchMedia('(color-gamut: p3)').matches;
    this.wide = colorSpace === 'display-p3' || (colorSpace === 'auto' && shows);
    this.surface = this.made(drawing === 'auto');
    this.pace = new Pace(this.surface instanceof GlSurface && this.surface.slow);
  }

  /** Draws before the next frame is shown; `moving` while a hand is at it. */
  request(moving = false): void {
    if (moving) {
      this.movedAt = performance.now();
      clearTimeout(this.still);
      this.still = setTimeout(() => this.rest(), STILL_AFTER_MS);
    }
    if (this.asked === 0) this.asked = requestAnimationFrame(() => this.now());
  }

  /** Draws what a hand is waiting for at once, unless something was drawn for this frame already. */
  soon(): void {
    this.request(true);
    if (performance.now() - this.drewAt > FRAME_MS) this.now();
  }

  /** Draws what came for a hand that rests, which may take its time from now on; how long it does goes on being counted. */
  settled(): void {
    this.now();
    this.rested();
    clearTimeout(this.still);
    const left_ms = this.movedAt + STILL_AFTER_MS - performance.now();
    this.still = setTimeout(() => this.rest(), Math.max(left_ms, 0));
  }

  /** Draws at once. */
  now(): void {
    cancelAnimationFrame(this.asked);
    this.asked = 0;
    const moving = performance.now() - this.movedAt < STILL_AFTER_MS;
    const fineness = this.pace.fineness(moving);
    this.fineness = fineness;
    const began = (this.drewAt = performance.now());
    this.surface.draw(this.paint(fineness));
    if (moving) this.surface.finished(() => this.pace.took(performance.now() - began, fineness));
  }

  /** Ends. */
  close(): void {
    this.closed = true;
    cancelAnimationFrame(this.asked);
    clearTimeout(this.still);
    this.surface.canvas.remove();
    this.surface.close();
  }

  private rest(): void {
    // What is being worked out is drawn finely in the end.
    if (this.fineness < 1 && !this.surface.isDeveloping) this.request();
    this.still = setTimeout(this.rested, RESTED_AFTER_MS - STILL_AFTER_MS);
  }

  private made(mayUseGl: boolean): Surface {
    const surface = (mayUseGl ? GlSurface.on(this.canvas(), this.wide) : null) as Surface | null;
    if (surface === null) return this.placed(new FlatSurface(this.canvas(), this.wide) as Surface);
    surface.canvas.addEventListener('webglcontextlost', (event) => {
      if (this.closed || this.surface !== surface) return;
      event.preventDefault();
      this.swap(new FlatSurface(this.canvas(), this.wide) as Surface);
    });
    surface.canvas.addEventListener('webglcontextrestored', () => {
      if (!this.closed) this.swap(this.made(true));
    });
    return this.placed(surface);
  }

  private swap(surface: Surface): void {
    const old = this.surface;
    this.surface = this.placed(surface);
    old.canvas.remove();
    this.swapped();
    this.request();
  }

  private canvas(): HTMLCanvasElement {
    const canvas = document.createElement('canvas');
    canvas.setAttribute('aria-hidden', 'true');
    Object.assign(canvas.style, { position: 'absolute', inset: '0', width: '100%', height: '100%' });
    return canvas;
  }

  private placed(surface: Surface): Surface {
    this.container.prepend(surface.canvas);
    return surface;
  }
}
