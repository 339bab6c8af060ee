import { getContext, setContext } from 'svelte';
import { api, ApiProblem, type Shapes } from '../../api/client';
import { session } from '../../frame/session.svelte';
import { toasts } from '../../frame/toasts.svelte';
import { t } from '../../i18n';
import { library } from '../../library/library.svelte';
import { frameKey, frameOnly } from '../logic/frameKey';
import {
  globalPlace,
  readRecipe,
  sameEdit,
  setParam,
  setToolParam,
  type MaskDocument,
  type RecipeDocument,
  type Value,
} from '../logic/recipe';
import { rangeOf, readTools, valueIn, type Parameter, type ToolDescription } from '../logic/tools';
import { CroppingDesk } from './croppingDesk.svelte';
import { EditStore, type Asking, type Edit, type Turn } from './edit.svelte';
import { FeedbackStore } from './feedback.svelte';
import { Feel } from './feel.svelte';
import { LivePreview } from './livePreview';
import { Masking } from './masking.svelte';
import { Observer } from './observer';
import { Pictures } from './pictures';
import type { Way } from './slide';
import { SliderTales, type Path } from './sliderTales';
import { Stage } from './stage.svelte';
import { proposalOf, Verdicts } from './verdicts.svelte';

/** The panels at the right. */
export const PANELS = ['conversation', 'adjust', 'masks', 'crop', 'history', 'info'] as const;

/** One of the panels. */
export type Panel = (typeof PANELS)[number];

/** Everything about the photo on the table, in one place for the page's parts. */
export class Bench {
  readonly edit: EditStore;
  readonly feedback: FeedbackStore;
  readonly pictures: Pictures;
  readonly stage: Stage;
  readonly observer: Observer;
  readonly live: LivePreview;
  readonly masking: Masking;
  readonly cropping: CroppingDesk;
  readonly feel: Feel;
  readonly sliders: SliderTales;
  readonly verdicts: Verdicts;

  /** The photo's row in the library; null until it is read. */
  row = $state.raw<Shapes['PhotoShape'] | null>(null);
  /** The tools that there are. */
  tools = $state.raw<readonly ToolDescription[]>([]);
  /** The looks that can be had by name. */
  looks = $state.raw<readonly Shapes['LookShape'][]>([]);
  /** The panel that is open. */
  panel = $state<Panel>('adjust');
  /** The place that the next request is about; null for the whole photo. */
  requestMask = $state.raw<MaskDocument | null>(null);
  /** The signal whose receipt is open. */
  receipt = $state<string | null>(null);
  /** Whether reading failed for good, and why. */
  broken = $state<ApiProblem | null>(null);

  readonly byName = $derived(new Map(this.tools.map((tool) => [tool.name, tool])));

  /** The look whose steps the edit has; empty for none. */
  readonly lookInUse = $derived.by(() => {
    const recipe = this.edit.recipe;
    return this.looks.find((look) => sameEdit(readRecipe(look.recipe), recipe))?.name ?? '';
  });

  constructor(readonly photo: string) {
    this.pictures = new Pictures(photo);
    this.stage = new Stage(
      this.pictures,
      () => this.edit.kept,
      () => this.canEdit,
    );
    const { who } = session;
    const of = !who || who.is_owner ? '' : `${who.workspace}/${who.person}`;
    this.feedback = new FeedbackStore(photo, (problem) => toasts.problem(problem), of);
    this.observer = new Observer((...told) => {
      if (session.may('feedback.give')) this.feedback.observe(...told);
    });
    this.live = new LivePreview(this.stage, this.pictures);
    this.edit = new EditStore(photo, {
      settled: (edit) => this.#settled(edit),
      conflicted: () => toasts.say(t('studio.conflict')),
      failed: (problem) => this.#failed(problem),
    });
    this.masking = new Masking(this);
    this.cropping = new CroppingDesk(this);
    this.feel = new Feel(this);
    this.sliders = new SliderTales(this.feedback);
    this.verdicts = new Verdicts(this);
  }

  /** Whether this person may change the edit, and try anything out. */
  get canEdit(): boolean {
    return session.may('photos.edit');
  }

  /** The upright photo's size. */
  get extent(): { width: number; height: number } | null {
    return this.row;
  }

  /** Read everything that the page needs. */
  async open(): Promise<void> {
    const later = (work: Promise<unknown>) => void work.catch((error: unknown) => toasts.problem(error));
    later(api.get('/tools').then((json) => (this.tools = readTools(json as Record<string, unknown>))));
    later(api.get('/looks').then(({ looks }) => (this.looks = looks)));
    later(
      api.get('/photos/{photo}', { path: { photo: this.photo } }).then((row) => {
        this.row = row;
        this.stage.setPhoto(row.width, row.height);
      }),
    );
    await this.edit.load();
  }

  /** Let go of everything. What was observed and not told yet is told. */
  close(): void {
    this.tellAll();
    this.live.end();
    this.stage.close();
  }

  /** Say everything that waits to be said: the page is going away. */
  tellAll(): void {
    this.verdicts.end();
    this.sliders.tell(this.edit.lastTurn);
    this.observer.flush();
  }

  /** A hand moves something: shown, not kept. `isLive`: a table can show it. */
  drag(recipe: RecipeDocument, isLive: boolean): void {
    if (this.#isBack(recipe)) return;
    this.live.move(recipe, isLive);
    this.edit.show(recipe);
  }

  /** The hand lets go: kept, then shown exactly. */
  async keep(recipe: RecipeDocument, why: string): Promise<void> {
    this.live.end();
    await this.edit.set(recipe, why);
  }

  /** A tool's own slider moves. */
  dragTool(tool: string, parameter: Parameter, value: Value): void {
    const current = this.edit.recipe;
    const at = (to: Value) => setToolParam(current, tool, parameter.name, to, parameter.default);
    const step = current.steps[globalPlace(current, tool)];
    this.#dragParameter(at, parameter, valueIn(step, parameter), value, parameter.live === true);
  }

  /** A hand takes hold of a tool's own slider. */
  holdTool(tool: string, parameter: Parameter): void {
    const current = this.edit.recipe;
    const from = valueIn(current.steps[globalPlace(current, tool)], parameter);
    if (parameter.live !== true || typeof from !== 'number') return;
    const at = (to: Value) => setToolParam(current, tool, parameter.name, to, parameter.default);
    this.live.hold(wayOf(parameter, at), from);
  }

  /** A tool's own slider is let go. */
  async keepTool(tool: string, parameter: Parameter, value: Value, path: Path = []): Promise<void> {
    const recipe = setToolParam(this.edit.recipe, tool, parameter.name, value, parameter.default);
    await this.keep(recipe, '');
    this.sliders.left(tool, parameter.name, value, path);
  }

  /** A slider of a step at a place moves. */
  dragStep(place: number, parameter: Parameter, value: Value): void {
    const current = this.edit.recipe;
    const at = (to: Value) => setParam(current, place, parameter.name, to, parameter.default);
    const step = current.steps[place];
    const isLive = step?.mask === null && parameter.live === true;
    this.#dragParameter(at, parameter, valueIn(step, parameter), value, isLive);
  }

  /** A slider of a step at a place is let go. */
  async keepStep(place: number, parameter: Parameter, value: Value, path: Path = []): Promise<void> {
    const tool = this.edit.recipe.steps[place]?.tool ?? '';
    const recipe = setParam(this.edit.recipe, place, parameter.name, value, parameter.default);
    await this.keep(recipe, '');
    this.sliders.left(tool, parameter.name, value, path);
  }

  /** One step back. */
  async undo(): Promise<void> {
    if (!this.edit.edit?.can_undo) return;
    await this.edit.move('undo');
  }

  /** One step forward again. */
  async redo(): Promise<void> {
    if (this.edit.edit?.can_redo) await this.edit.move('redo');
  }

  // --- talking

  /** Ask for something. */
  async ask(asking: Asking): Promise<Turn | null> {
    this.verdicts.end();
    this.sliders.tell(this.edit.lastTurn);
    const turn = await this.edit.ask(asking);
    if (turn) this.requestMask = null;
    return turn;
  }

  /** Draw the place that the next request is about. */
  circleRequest(): void {
    this.stage.draw({ tool: 'subject', purpose: 'request', onmask: (mask) => (this.requestMask = mask) });
  }

  /** Open a signal's receipt. */
  showReceipt(signal: string): void {
    this.receipt = signal;
  }

  // --- shortcuts

  /** Take a look's steps instead of the edit's; an empty name takes them all away. */
  async takeLook(name: string): Promise<void> {
    const look = this.looks.find((each) => each.name === name);
    const frame = frameOnly(this.edit.recipe);
    const steps = look ? readRecipe(look.recipe).steps : [];
    await this.keep({ ...frame, steps: [...frame.steps, ...steps] }, look?.title ?? 'no look');
  }

  /** Pick something that should be gray. */
  pickNeutral(): void {
    this.stage.draw({
      tool: 'neutral',
      purpose: 'neutral',
      onpick: ({ x, y }) => void this.#balance(x, y).catch((error: unknown) => toasts.problem(error)),
    });
  }

  /** Look closer, or at all of it. */
  zoomToggled(): void {
    this.stage.toggleZoom();
    this.observer.note('zoom');
  }

  /** Look this close; 1 is 100 %. */
  zoomTo(zoom: number): void {
    this.stage.zoomTo(zoom);
    this.observer.note('zoom');
  }

  /** Back to the photo itself; everything stays in the history. */
  async reset(): Promise<void> {
    await this.keep({ ...this.edit.recipe, steps: [] }, 'back to the original');
  }

  /** Numbers that a table shows are shown before anything else is done: that is what a hand waits for. */
  #dragParameter(
    at: (value: Value) => RecipeDocument,
    parameter: Parameter,
    from: Value,
    value: Value,
    isLive: boolean,
  ): void {
    const recipe = at(value);
    if (!isLive || typeof value !== 'number' || typeof from !== 'number') return this.drag(recipe, isLive);
    if (this.#isBack(recipe)) return;
    this.live.slide(wayOf(parameter, at), from, value);
    this.edit.show(recipe);
  }

  /** Whether a hand is back where it began; then what is kept is shown. */
  #isBack(recipe: RecipeDocument): boolean {
    if (!sameEdit(recipe, this.edit.kept)) return false;
    this.live.pause();
    this.edit.unshow();
    this.stage.dropLive();
    return true;
  }

  async #balance(x: number, y: number): Promise<void> {
    const clamped = { x: Math.min(1, Math.max(0, x)), y: Math.min(1, Math.max(0, y)) };
    const body = { recipe: { ...this.edit.kept }, ...clamped };
    const made = await api.post('/photos/{photo}/neutral', { path: { photo: this.photo }, body });
    await this.keep(readRecipe(made.recipe), 'neutral gray picked');
  }

  #settled(edit: Edit): void {
    const recipe = readRecipe(edit.recipe);
    const turn = edit.turns.at(-1);
    this.observer.look(turn && turn.after === edit.state ? turn.id : null, turn ? proposalOf(turn) : '1');
    const known = library.find(this.photo);
    if (known && known.state !== edit.state)
      library.put({ ...known, state: edit.state, edited: recipe.steps.length > 0 });
    if (this.edit.draft !== null) return;
    void this.stage
      .show(edit.state)
      .then(() => (this.canEdit ? this.live.prepare(recipe, frameKey(recipe)) : undefined))
      .catch((error: unknown) => toasts.problem(error));
  }

  #failed(problem: ApiProblem): void {
    if (this.edit.edit === null) this.broken = problem;
    else toasts.problem(problem);
    if (this.edit.draft === null) this.stage.dropLive();
  }
}

function wayOf(parameter: Parameter, recipe: (value: Value) => RecipeDocument): Way {
  const [low, high] = rangeOf(parameter);
  const step = parameter.type === 'integer' ? 1 : (parameter.step ?? 1);
  return { low, high, step, recipe };
}

const KEY = Symbol('bench');

/** Make a bench known to the parts of a page. The page may put another photo's bench in its place. */
export function provideBench(current: () => Bench): void {
  setContext(KEY, current);
}

/** The bench of the page that this part is on. */
export function theBench(): Bench {
  return getContext<() => Bench>(KEY)();
}
