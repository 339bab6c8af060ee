import { onScale } from '../../components/scale';
import { mixed } from '../../engine';
import { Knots, type Range } from '../logic/knots';
import type { RecipeDocument } from '../logic/recipe';
import type { Table } from './pictures';

/** A slider and what it means. */
export interface Way extends Range {
  /** The recipe with the slider at a value. */
  recipe(value: number): RecipeDocument;
}

/** After so long at one place a hand rests. */
const RESTS_AFTER_MS = 80;
/** After so long there it is likely to stay, and what was looked at is drawn: there is time for tables of other places. */
const STAYS_AFTER_MS = 500;
/** Between knots that are closer than this, as a share of the range, a finer one is not worth a drawing of its own. */
const COARSE = 0.1;

/**
 * One slider being dragged. Tables of a few of its values are fetched one after the other, nearest first; a move shows
 * at once what lies between two of them, and waits for nobody. Where the hand rests, its very table is shown.
 */
export class Slide {
  readonly #knots: Knots<Uint16Array>;
  #kind: Table['kind'] = 'whole';
  #value: number;
  #shown: Uint16Array | null = null;
  #room: Uint16Array | null = null;
  #isBusy = false;
  #rests = false;
  #stays = false;
  #isOver = false;
  #isPaused = true;
  /** The very table of where the hand rests is shown, and was said to be. */
  #isSettled = false;
  #pause: ReturnType<typeof setTimeout> | undefined;

  /** `from` is where the slider stands. */
  constructor(
    private readonly way: Way,
    from: number,
    private readonly fetched: (recipe: RecipeDocument) => Promise<Table>,
    private readonly show: (table: Uint16Array, kind: Table['kind'], rests: boolean) => void,
  ) {
    const { low, high, step } = way;
    this.#knots = new Knots(way, (value) => onScale(value, low, high, step));
    this.#value = from;
  }

  /** A table that is known already. */
  know(value: number, table: Table): void {
    if (table.kind === 'part') this.#kind = 'part';
    this.#knots.add(value, table.data);
  }

  /** Fetches what the first moves will need. */
  begin(): void {
    void this.#fetch();
  }

  /** Shows the slider here, as well as can be told now. */
  move(value: number): void {
    this.#value = value;
    this.#rests = this.#stays = this.#isPaused = this.#isSettled = false;
    this.#after(RESTS_AFTER_MS, () => this.#rest());
    this.#draw();
    void this.#fetch();
  }

  /** Shows nothing until it moves again: what is kept is shown exactly. */
  hide(): void {
    this.#isPaused = true;
    this.#isSettled = false;
    this.#shown = null;
    clearTimeout(this.#pause);
  }

  /** The hand let go: nothing that comes in late is shown. */
  end(): void {
    this.#isOver = true;
    clearTimeout(this.#pause);
  }

  #rest(): void {
    this.#rests = true;
    this.#after(STAYS_AFTER_MS - RESTS_AFTER_MS, () => {
      this.#stays = true;
      void this.#fetch();
    });
    if (this.#knots.has(this.#value)) this.#draw();
    void this.#fetch();
  }

  /** Unless the hand moves before. */
  #after(ms: number, then: () => void): void {
    clearTimeout(this.#pause);
    this.#pause = setTimeout(then, ms);
  }

  #draw(): void {
    const around = this.#isPaused ? null : this.#knots.around(this.#value);
    if (around === null) return;
    const { below, above, share } = around;
    const isOne = below === above || share === 0 || share === 1;
    const one = share === 1 ? above : below;
    const settles = this.#rests && this.#knots.has(this.#value);
    if (isOne && this.#shown === one && (this.#isSettled || !settles)) return;
    if (!isOne) this.#room = mixed(below, above, share, this.#room);
    this.#shown = isOne ? one : this.#room;
    this.#isSettled = settles;
    if (this.#shown !== null) this.show(this.#shown, this.#kind, settles);
  }

  /** One at a time, and no more than the hand is about to need, so that drawing has a processor to itself. */
  async #fetch(): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    for (;;) {
      const moves = !this.#rests && !this.#isPaused;
      const isEnough = this.#isOver || (this.#isSettled && !this.#stays);
      const next = isEnough ? null : this.#knots.next(this.#value, this.#rests, moves);
      if (next === null) break;
      await this.#fetchOne(next);
    }
    this.#isBusy = false;
  }

  async #fetchOne(value: number): Promise<void> {
    let table: Table;
    try {
      table = await this.fetched(this.way.recipe(value));
    } catch {
      return this.#knots.leave(value);
    }
    if (this.#isOver) return;
    const wide = this.#knots.width(this.#value);
    this.know(value, table);
    if (this.#rests || (wide > COARSE && this.#knots.width(this.#value) < wide)) this.#draw();
  }
}
