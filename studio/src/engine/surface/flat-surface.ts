import type { Matrix, Rect } from '../geometry';
import { changedTint, clippedTint, maskTint } from './flat-tints';
import type { Pane, Scene, Show, Slot, Surface } from './surface';

/** A tile kept as a bitmap of its own. */
export type FlatTile = HTMLCanvasElement;

const TINT_SIDE_PX = 768;

/** Draws on a 2-D canvas: what the server sends, and nothing that needs a table. */
export class FlatSurface implements Surface<FlatTile> {
  readonly live = false;
  readonly longest = 8192;
  private readonly pictures = new Map<Slot, ImageBitmap>();
  private readonly tints = new Map<string, HTMLCanvasElement>();
  private readonly pen: CanvasRenderingContext2D;

  /** Throws an Error where there is no 2-D canvas either. */
  constructor(
    readonly canvas: HTMLCanvasElement,
    wide: boolean,
  ) {
    const pen = canvas.getContext('2d', wide ? { colorSpace: 'display-p3' } : undefined);
    if (pen === null) throw new Error('this browser draws on no canvas');
    this.pen = pen;
  }

  set(slot: Slot, bitmap: ImageBitmap | null): void {
    this.tints.clear();
    if (bitmap === null) this.pictures.delete(slot);
    else this.pictures.set(slot, bitmap);
  }

  setTable(): void {
    // Tables need WebGL2; `live` says so.
  }

  develop(): void {
    // Nor is there anything to look up.
  }

  get isDeveloping(): boolean {
    return false;
  }

  tile(bitmap: ImageBitmap): FlatTile {
    const copy = document.createElement('canvas');
    copy.width = bitmap.width;
    copy.height = bitmap.height;
    copy.getContext('2d')?.drawImage(bitmap, 0, 0);
    return copy;
  }

  free(tile: FlatTile): void {
    tile.width = tile.height = 0;
  }

  draw(scene: Scene<FlatTile>): void {
    const { canvas, pen } = this;
    const width = Math.max(1, Math.round(scene.size.width * scene.ratio));
    const height = Math.max(1, Math.round(scene.size.height * scene.ratio));
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, width, height);
    for (const pane of scene.panes) {
      pen.save();
      this.drawPane(pane, scene);
      pen.restore();
    }
  }

  finished(then: () => void): void {
    setTimeout(then, 0);
  }

  pixels(show: Show, part: Rect, width: number, height: number): Uint8Array {
    const picture = this.pictureOf(show);
    if (picture === undefined) return new Uint8Array(width * height * 4);
    const { width: w, height: h } = picture;
    const at = [
      part.left * w,
      part.top * h,
      (part.right - part.left) * w,
      (part.bottom - part.top) * h,
    ] as const;
    const pen = sheet(width, height);
    pen.drawImage(picture, ...at, 0, 0, width, height);
    return new Uint8Array(pen.getImageData(0, 0, width, height).data.buffer);
  }

  close(): void {
    this.pictures.clear();
    this.tints.clear();
  }

  private drawPane(pane: Pane<FlatTile>, scene: Scene<FlatTile>): void {
    const { pen } = this;
    const picture = this.pictureOf(pane.show);
    if (picture === undefined) return;
    const { clip, matrix: m } = pane;
    pen.setTransform(scene.ratio, 0, 0, scene.ratio, 0, 0);
    pen.beginPath();
    pen.rect(clip.left, clip.top, clip.right - clip.left, clip.bottom - clip.top);
    pen.clip();
    affine(pen, m, scene.ratio);
    pen.imageSmoothingQuality = 'high';
    pen.drawImage(picture, 0, 0, 1, 1);
    if (pane.show !== 'layer')
      for (const { image, at } of pane.tiles)
        pen.drawImage(image, at.left, at.top, at.right - at.left, at.bottom - at.top);
    for (const tint of this.tintsOf(pane, scene)) pen.drawImage(tint, 0, 0, 1, 1);
  }

  private *tintsOf(pane: Pane<FlatTile>, scene: Scene<FlatTile>): Generator<HTMLCanvasElement> {
    const { mask } = scene;
    if (pane.changed && this.pictures.has('before'))
      yield this.tint('changed', () => changedTint(this.small('before'), this.small(pane.show)));
    if (scene.clipping) yield this.tint(`clipped ${pane.show}`, () => clippedTint(this.small(pane.show)));
    if (mask !== null && this.pictures.has('mask') && pane.show !== 'before')
      yield this.tint(`mask ${mask.color.join()} ${mask.opacity}`, () => maskTint(this.small('mask'), mask));
  }

  private tint(name: string, make: () => HTMLCanvasElement): HTMLCanvasElement {
    const made = this.tints.get(name) ?? make();
    this.tints.set(name, made);
    return made;
  }

  /** A picture at the size that tints are worked out at: all of one width, so that they can be compared. */
  private small(show: Show | 'mask'): ImageData {
    const picture = show === 'mask' ? this.pictures.get('mask') : this.pictureOf(show);
    const shape = this.pictures.get('exact') ?? picture;
    if (picture === undefined || shape === undefined) return new ImageData(1, 1);
    const width = this.smallWidth();
    const height = Math.max(1, Math.round((width * shape.height) / shape.width));
    const pen = sheet(width, height);
    pen.drawImage(picture, 0, 0, width, height);
    return pen.getImageData(0, 0, width, height);
  }

  private smallWidth(): number {
    const shape = this.pictures.get('exact');
    return shape === undefined ? 1 : Math.min(shape.width, TINT_SIDE_PX);
  }

  private pictureOf(show: Show): ImageBitmap | undefined {
    return this.pictures.get(show === 'whole' || show === 'part' ? 'exact' : show);
  }
}

function affine(pen: CanvasRenderingContext2D, m: Matrix, ratio: number): void {
  pen.setTransform(m[0] * ratio, m[3] * ratio, m[1] * ratio, m[4] * ratio, m[2] * ratio, m[5] * ratio);
}

function sheet(width: number, height: number): CanvasRenderingContext2D {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  if (pen === null) throw new Error('this browser draws on no canvas');
  return pen;
}
