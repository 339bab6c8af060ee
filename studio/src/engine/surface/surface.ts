import type { Rgb } from '../color';
import type { Matrix, Rect, Size } from '../geometry';

/** What a picture is for. */
export type Slot = 'exact' | 'base' | 'before' | 'layer' | 'mask';

/**
 * What is shown of a pane: the exact picture, the table over the base (`whole`), the exact picture plus the table of
 * differences over the base (`part`), the server's picture of this moment (`layer`), the picture before, or the base.
 */
export type Show = 'exact' | 'whole' | 'part' | 'layer' | 'before' | 'base';

/** A tile and where it lies, in fractions of the picture. */
export interface PlacedTile<T> {
  readonly image: T;
  readonly at: Rect;
}

/** One view of the picture on the canvas. */
export interface Pane<T> {
  /** What of the canvas it may draw on, in CSS pixels. */
  readonly clip: Rect;
  /** From fractions of the picture to CSS pixels of the canvas. */
  readonly matrix: Matrix;
  readonly show: Show;
  /** Drawn over the picture, coarse ones first; `part` goes for them too. */
  readonly tiles: readonly PlacedTile<T>[];
  /** Tint what differs from the picture before. */
  readonly changed: boolean;
}

/** How a mask is laid over the picture. */
export interface Tint {
  readonly color: Rgb;
  /** From 0 to 1. */
  readonly opacity: number;
}

/** Everything that one drawing shows. */
export interface Scene<T> {
  /** The canvas in CSS pixels. */
  readonly size: Size;
  /** Pixels drawn per CSS pixel. */
  readonly ratio: number;
  readonly panes: readonly Pane<T>[];
  /** Around the picture. */
  readonly backdrop: Rgb;
  readonly mask: Tint | null;
  /** Tint clipped highlights and shadows. */
  readonly clipping: boolean;
}

/** How far a channel, from 0 to 1, must differ for a place to count as changed. */
export const CHANGED_BEYOND = 6 / 255;

/** The tints of changed places, of clipped highlights and of clipped shadows. */
export const TINTS = {
  changed: [255, 64, 255] as Rgb,
  highlights: [255, 40, 40] as Rgb,
  shadows: [40, 90, 255] as Rgb,
};

/** Something that pictures are drawn on; `T` is what it makes of a tile. */
export interface Surface<T = unknown> {
  readonly canvas: HTMLCanvasElement;
  /** Whether it shows tables; without, only what the server sends. */
  readonly live: boolean;
  /** Longest side that it can hold of one picture. */
  readonly longest: number;
  /** Takes a picture, or forgets one; the bitmap stays the caller's. */
  set(slot: Slot, bitmap: ImageBitmap | null): void;
  /** Takes a packed table with so many nodes an axis. */
  setTable(kind: 'whole' | 'part', nodes: number, table: Uint32Array): void;
  /**
   * Looks the whole table up for every pixel of the base, in its own time, so that it is shown as it will be exactly;
   * calls back when drawing anew shows that.
   */
  develop(then: () => void): void;
  /** Whether that is under way. */
  readonly isDeveloping: boolean;
  /** Makes a tile of a bitmap; the bitmap stays the caller's. */
  tile(bitmap: ImageBitmap): T;
  free(tile: T): void;
  draw(scene: Scene<T>): void;
  /** Calls back once what was drawn last is finished. */
  finished(then: () => void): void;
  /** A part of the picture, as shown, at a small size: RGBA bytes, top row first. */
  pixels(show: Show, part: Rect, width: number, height: number): Uint8Array;
  close(): void;
}
