import {
  IDENTITY,
  Viewer,
  type Capabilities,
  type Compare,
  type DrawnMask,
  type Histogram,
  type MarkArea,
  type Matrix,
  type PictureInfo,
  type Point,
  type ToolName,
  type ViewMode,
} from '../../engine';
import { t } from '../../i18n';
import { frameOnly } from '../logic/frameKey';
import type { Cropping, Extent } from '../logic/cropping';
import type { MaskDocument, RecipeDocument } from '../logic/recipe';
import type { LiveCanvas } from './livePreview';
import type { Pictures } from './pictures';

/** A tool of the canvas. */
export type CanvasTool = ToolName;

/** What is being drawn on the photo, and what it is for. */
export interface Drawing {
  readonly tool: CanvasTool;
  readonly purpose: 'mask' | 'request' | 'mark' | 'neutral' | 'crop';
  /** Whether the tool stays in hand after something was drawn. */
  readonly keepsOn?: boolean;
  /** The mask to go on with. */
  readonly mask?: MaskDocument | null;
  onmask?(mask: MaskDocument): void;
  onmark?(area: MarkArea): void;
  onpick?(frame: Point): void;
}

/** The colors that a mask can be shown in. */
export const OVERLAY_COLORS = {
  red: [230, 40, 40],
  green: [50, 190, 70],
  blue: [60, 110, 240],
  white: [255, 255, 255],
} as const;

/** One of the overlay colors. */
export type OverlayColor = keyof typeof OVERLAY_COLORS;

const EXACT_LONG_SIDE = 2048;

/** The canvas as the page sees it: which picture, which view, which tool in hand. */
export class Stage implements LiveCanvas {
  percent = $state(100);
  mode = $state<ViewMode>('fit');
  compare = $state<Compare>('off');
  /** The state that is compared with; null for the photo in the edit's frame. */
  beforeState = $state<number | null>(null);
  hasClipping = $state(false);
  hasOverlay = $state(true);
  overlayColor = $state<OverlayColor>('red');
  drawing = $state.raw<Drawing | null>(null);
  brush = $state.raw({ radius: 0.05, hardness: 0.5, flow: 1 });
  histogram = $state.raw<Histogram | null>(null);
  capabilities = $state.raw<Capabilities | null>(null);
  /** Whether a picture is on its way. */
  isLoading = $state(false);
  /** The state whose exact picture is shown; null before the first. */
  shown = $state<number | null>(null);
  /** What is said about the canvas to people who do not see it. */
  summary = $state('');

  readonly tool = $derived<CanvasTool>(this.drawing?.tool ?? 'hand');

  #viewer: Viewer | null = null;
  #photo: Extent | null = null;
  #wanted: number | null = null;
  #before: string | null = null;
  #mask: Blob | null = null;
  #waiting: ((viewer: Viewer) => void)[] = [];

  constructor(
    private readonly pictures: Pictures,
    private readonly kept: () => RecipeDocument,
    /** Whether recipes that are not kept may be rendered. */
    private readonly mayTry: () => boolean,
  ) {}

  /** Put the canvas into an element. Returns how to take it out again. */
  mount(container: HTMLElement): () => void {
    const viewer = new Viewer(container, {
      loadTile: (level, column, row, state) => this.pictures.tile(state, level, column, row),
      say: (phrase, values) => t(`studio.say.${phrase}`, values),
    });
    this.#viewer = viewer;
    this.capabilities = viewer.capabilities;
    viewer.on('view', ({ percent, mode }) => {
      [this.percent, this.mode] = [percent, mode];
      this.#describe();
    });
    viewer.on('histogram', (histogram) => (this.histogram = histogram));
    viewer.on('capabilities', (found) => (this.capabilities = found));
    viewer.on('size', ({ radius }) => (this.brush = { ...this.brush, radius }));
    viewer.on('mask', ({ mask, done }) => done && this.#drew(() => this.drawing?.onmask?.({ ...mask })));
    viewer.on('mark', ({ area }) => this.#drew(() => this.drawing?.onmark?.(area)));
    viewer.on(
      'pick',
      ({ frame, tool }) => tool === 'neutral' && this.#drew(() => this.drawing?.onpick?.(frame)),
    );
    viewer.on('cancel', () => this.endDrawing());
    for (const work of this.#waiting.splice(0)) work(viewer);
    return () => {
      viewer.destroy();
      if (this.#viewer === viewer) this.#viewer = null;
      this.shown = this.#wanted = this.#before = null;
    };
  }

  /** Nothing is asked for any more. */
  close(): void {
    this.#wanted = null;
  }

  /** The upright photo's size. */
  setPhoto(width: number, height: number): void {
    this.#photo = { width, height };
  }

  /** Show a state exactly; what is tried out ends without a flicker. `anew`: also where it is shown already. */
  async show(state: number, anew = false): Promise<void> {
    const viewer = await this.#ready();
    if (this.shown === state && this.#wanted === state && !anew) {
      await viewer.endLive();
      return;
    }
    this.#wanted = state;
    this.isLoading = true;
    try {
      const [size, picture] = await Promise.all([
        this.pictures.size(state),
        this.pictures.exact(state, EXACT_LONG_SIDE),
      ]);
      if (this.#wanted !== state || this.#viewer !== viewer) return;
      const map = (size.to_photo ?? IDENTITY) as unknown as Matrix;
      const info: PictureInfo = {
        state,
        fullWidth: size.width,
        fullHeight: size.height,
        tile: size.tile,
        levels: size.levels,
      };
      await viewer.endLive(picture, info);
      viewer.setFrame(map, this.#photo ?? undefined);
      this.shown = state;
      this.#describe();
      await this.#refreshBefore();
    } finally {
      if (this.#wanted === state) this.isLoading = false;
    }
  }

  // --- live preview

  get hasTables(): boolean {
    return this.capabilities?.live ?? false;
  }

  async setBase(picture: Blob): Promise<void> {
    await this.#viewer?.setBase(picture);
  }

  setLut(data: Uint16Array, kind: 'whole' | 'part', rests = false): void {
    this.#viewer?.setLut(data, kind, rests);
  }

  setOld(data: Uint16Array): void {
    this.#viewer?.setOldLut(data);
  }

  async setLayer(picture: Blob): Promise<void> {
    await this.#viewer?.setLayer(picture);
  }

  dropLive(): void {
    void this.#viewer?.endLive();
  }

  // --- view

  fit(): void {
    this.#viewer?.fit();
  }

  fill(): void {
    this.#viewer?.fill();
  }

  zoomTo(zoom: number): void {
    this.#viewer?.zoomTo(zoom);
  }

  /** Closer (1) or further away (−1). */
  zoomBy(way: 1 | -1): void {
    this.#viewer?.zoomTo((this.percent / 100) * 1.25 ** way);
  }

  toggleZoom(): void {
    this.#viewer?.toggleZoom();
  }

  /** Compare this way, or no longer. */
  async setCompare(compare: Compare): Promise<void> {
    this.compare = compare;
    if (compare !== 'off') await this.#refreshBefore();
    if (this.compare === compare) this.#viewer?.setCompare(compare);
    this.#describe();
  }

  /** Compare with this state; null compares with the photo itself again. */
  async compareWith(state: number | null): Promise<void> {
    this.beforeState = state;
    await this.setCompare(state === null ? 'off' : 'split');
  }

  setClipping(on: boolean): void {
    this.hasClipping = on;
    this.#viewer?.setClipping(on);
    this.#describe();
  }

  // --- masks

  /** Show where a mask is, as a gray picture over the frame; null hides it. */
  async setMask(picture: Blob | null): Promise<void> {
    this.#mask = picture;
    await this.#viewer?.setMaskOverlay(this.hasOverlay ? picture : null, {
      color: OVERLAY_COLORS[this.overlayColor],
    });
  }

  setOverlay(on: boolean): void {
    this.hasOverlay = on;
    void this.setMask(this.#mask);
  }

  setOverlayColor(color: OverlayColor): void {
    this.overlayColor = color;
    void this.setMask(this.#mask);
  }

  setBrush(brush: Partial<Stage['brush']>): void {
    this.brush = { ...this.brush, ...brush };
    this.#viewer?.setToolOptions(brush);
  }

  // --- drawing

  /** Take a tool in hand. */
  draw(drawing: Drawing): void {
    this.drawing = drawing;
    this.#viewer?.setMask((drawing.mask ?? null) as DrawnMask | null);
    this.#viewer?.setTool(drawing.tool, this.brush);
    this.#viewer?.setTool(drawing.tool, { area: drawing.purpose === 'mask' ? 'circle' : 'loop' });
    this.#describe();
  }

  /** The mask that the tool in hand goes on with. */
  workOn(mask: MaskDocument | null): void {
    this.#viewer?.setMask(mask as DrawnMask | null);
  }

  /** Put the tool down. */
  endDrawing(): void {
    if (!this.drawing) return;
    this.drawing = null;
    this.#viewer?.setMask(null);
    this.#viewer?.setTool('hand');
    this.#describe();
  }

  // --- cropping

  /** Show a picture that is not cropped, with the crop tool in hand; `oncrop` is told where the crop goes. */
  async showForCrop(
    picture: Blob,
    extent: Extent,
    isWanted: () => boolean,
    oncrop: (crop: Cropping) => void,
  ): Promise<void> {
    const viewer = await this.#ready();
    if (!isWanted()) return;
    this.#wanted = this.shown = null;
    await this.setCompare('off');
    await viewer.endLive(picture, { state: 0, fullWidth: extent.width, fullHeight: extent.height });
    if (!isWanted()) return;
    this.drawing = { tool: 'crop', purpose: 'crop', keepsOn: true };
    viewer.setTool('crop', { aspect: null, horizon: false });
    const stop = viewer.on('crop', ({ left, top, right, bottom, angle }) => {
      if (this.drawing?.purpose === 'crop') oncrop({ left, top, right, bottom, angle });
      else stop();
    });
    this.#describe();
  }

  setCrop(crop: Cropping): void {
    this.#viewer?.setCrop(crop);
  }

  setCropAspect(aspect: number | null): void {
    this.#viewer?.setToolOptions({ aspect });
  }

  setHorizon(on: boolean): void {
    this.#viewer?.setToolOptions({ horizon: on });
  }

  // --- inside

  #drew(tell: () => void): void {
    const { drawing } = this;
    tell();
    if (drawing && !drawing.keepsOn && this.drawing === drawing) this.endDrawing();
  }

  #describe(): void {
    this.summary = this.#viewer?.summary() ?? '';
  }

  #ready(): Promise<Viewer> {
    return this.#viewer
      ? Promise.resolve(this.#viewer)
      : new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** The picture to compare with: fetched only while something is compared. */
  async #refreshBefore(): Promise<void> {
    if (this.compare === 'off') return;
    const frame = frameOnly(this.kept());
    const key = this.beforeState === null ? JSON.stringify(frame.steps) : `state ${this.beforeState}`;
    if (key === this.#before) return;
    const picture =
      this.beforeState === null && this.mayTry()
        ? await this.pictures.surely(frame, EXACT_LONG_SIDE)
        : await this.pictures.exact(this.beforeState ?? 0, EXACT_LONG_SIDE);
    await this.#viewer?.setBefore(picture);
    this.#before = key;
  }
}
