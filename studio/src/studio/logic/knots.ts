/** Values of a slider for which something is known, and what to find out next. Nothing here knows what that is. */

/** What lies around a value: the nearest below and above, and how far between them it is, 0 to 1. */
export interface Around<T> {
  readonly below: T;
  readonly above: T;
  readonly share: number;
}

/** A slider's range. */
export interface Range {
  readonly low: number;
  readonly high: number;
  /** Values are whole steps from 0, or from `low` where 0 is not within. */
  readonly step: number;
}

/** Knots that are worth having before a hand has been anywhere near. */
const SPACES = 16;
/** The narrowest space between knots that is worth halving. */
const NARROWEST = 1 / 64;
/** Halving the space that the hand is in comes before knots that are further away than this, in spaces. */
const HALVING_AFTER = 2.5;
/** What a hand that moves reaches soon, in spaces. */
const AHEAD = 2;
/** Ranges that reach so many times as far are even in their reciprocals, as color temperatures are to the eye. */
const RECIPROCAL_FROM = 10;

/** Knots of one slider, in the order of their values. */
export class Knots<T> {
  readonly #held: { readonly at: number; readonly value: number; readonly what: T }[] = [];
  readonly #lacking = new Set<number>();
  readonly #isReciprocal: boolean;

  /** `snap` puts a value on the slider's steps. */
  constructor(
    private readonly range: Range,
    private readonly snap: (value: number) => number,
  ) {
    this.#isReciprocal = range.low > 0 && range.high / range.low >= RECIPROCAL_FROM;
  }

  /** From now on this is known. */
  add(value: number, what: T): void {
    const at = this.#placeOf(value);
    const next = this.#held.findIndex((each) => each.at >= at);
    const place = next < 0 ? this.#held.length : next;
    this.#held.splice(place, this.#held[place]?.value === value ? 1 : 0, { at, value, what });
  }

  /** Whether this very value is known. */
  has(value: number): boolean {
    return this.#held.some((each) => each.value === value);
  }

  /** Nothing can be known of this value; it is not asked for again. */
  leave(value: number): void {
    this.#lacking.add(value);
  }

  /** What is known around a value; beyond the outermost knot that knot alone, null where nothing is known. */
  around(value: number): Around<T> | null {
    const [below, above] = this.#beside(value);
    const [first, second] = [below ?? above, above ?? below];
    if (!first || !second) return null;
    const share = second.at > first.at ? (this.#placeOf(value) - first.at) / (second.at - first.at) : 0;
    return { below: first.what, above: second.what, share };
  }

  /** How far apart the knots around a value lie, as a share of the range; infinite beyond the outermost. */
  width(value: number): number {
    const [below, above] = this.#beside(value);
    return below && above ? above.at - below.at : Infinity;
  }

  /**
   * The value that is worth knowing next, for a hand at `value`: that itself where the hand rests, else what lies
   * nearest, the finer the longer it stays; null where enough is known. For a hand that `moves` nothing that is so far
   * away that it can wait until it rests.
   */
  next(value: number, rests: boolean, moves = false): number | null {
    if (rests && !this.#isDone(value)) return value;
    const at = this.#placeOf(value);
    const middle = this.#middle(value);
    let best: number | null = middle;
    let least = moves ? AHEAD : middle === null ? Infinity : HALVING_AFTER;
    for (let k = 0; k <= SPACES; k++) {
      const distance = Math.abs(k - at * SPACES);
      const knot = this.#valueOf(k / SPACES);
      if (distance >= least || this.#isDone(knot)) continue;
      [best, least] = [knot, distance];
    }
    return best;
  }

  /** The middle of the space that a value is in; null where that is narrow enough, or open. */
  #middle(value: number): number | null {
    const [below, above] = this.#beside(value);
    if (!below || !above || above.at - below.at < 2 * NARROWEST) return null;
    const middle = this.#valueOf((below.at + above.at) / 2);
    return this.#isDone(middle) ? null : middle;
  }

  #beside(value: number) {
    const next = this.#held.findIndex((each) => each.value >= value);
    if (next < 0) return [this.#held.at(-1), undefined] as const;
    const above = this.#held[next];
    return above?.value === value ? ([above, above] as const) : ([this.#held[next - 1], above] as const);
  }

  #isDone(value: number): boolean {
    return this.#lacking.has(value) || this.has(value);
  }

  /** Where a value lies in the range, 0 to 1. */
  #placeOf(value: number): number {
    const { low, high } = this.range;
    return this.#isReciprocal ? (1 / low - 1 / value) / (1 / low - 1 / high) : (value - low) / (high - low);
  }

  #valueOf(place: number): number {
    const { low, high } = this.range;
    const value = this.#isReciprocal
      ? 1 / (1 / low + (1 / high - 1 / low) * place)
      : low + (high - low) * place;
    return this.snap(value);
  }
}
