/**
 * Tables for live preview: they come as half-precision numbers (IEEE 754 binary16, RGBA, red fastest), are kept and
 * mixed as 16-bit codes (RGB), and are looked up as 10 bits a channel. A step of 10 bits is a quarter of a code value,
 * and drawing without a graphics card takes half as long as with halves (27 against 50 ms of processor time at
 * 900 × 640).
 */

/** The code of 1. */
export const FULL = 65535;
const MOST = 1023;
/** Differences are stored around this code, so that none is exactly none. */
const NONE = 512;
const SPAN = 511;

/** How a looked-up value from 0 to 1 becomes a color (`whole`) or a difference (`part`): times gain, plus offset. */
export const READING = {
  whole: { gain: 1, offset: 0 },
  part: { gain: MOST / SPAN, offset: -NONE / SPAN },
} as const;

let codes: Uint16Array | null = null;

/** What a half, by its bit pattern, means. */
export function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** A table as the service sends it, RGBA halves, as codes; what is below 0 or above 1 is cut off. */
export function codesOf(halves: Uint16Array): Uint16Array {
  const code = halfCodes();
  const out = new Uint16Array((halves.length / 4) * 3);
  for (let from = 0, to = 0; to < out.length; from += 4, to += 3) {
    out[to] = code[halves[from]!]!;
    out[to + 1] = code[halves[from + 1]!]!;
    out[to + 2] = code[halves[from + 2]!]!;
  }
  return out;
}

/** Nodes an axis of a table of codes; throws a RangeError for a length that is no cube. */
export function nodesOf(table: Uint16Array): number {
  const nodes = Math.round(Math.cbrt(table.length / 3));
  if (nodes < 2 || nodes ** 3 * 3 !== table.length)
    throw new RangeError(`a table of ${table.length} codes; 3 n³ with n of at least 2 are allowed`);
  return nodes;
}

/**
 * Between two tables: `share` 0 is the first, 1 the second. Throws a RangeError where their sizes differ. `into`, where
 * it is of their size, is written over and given back: a hand that moves leaves nothing to be collected.
 */
export function mixed(
  first: Uint16Array,
  second: Uint16Array,
  share: number,
  into?: Uint16Array | null,
): Uint16Array {
  alike(first, second);
  // 15 bits, so that the product stays within 32.
  const part = Math.round(share * 32768);
  const out = into?.length === first.length ? into : new Uint16Array(first.length);
  for (let k = 0; k < out.length; k++) {
    const from = first[k]!;
    out[k] = from + (((second[k]! - from) * part + 16384) >> 15);
  }
  return out;
}

/** The colors of a table, 10 bits each, red lowest; `into` as of `mixed`. */
export function packed(table: Uint16Array, into?: Uint32Array | null): Uint32Array {
  const count = table.length / 3;
  const out = into?.length === count ? into : new Uint32Array(count);
  for (let k = 0, i = 0; k < out.length; k++, i += 3)
    out[k] = ten(table[i]!) | (ten(table[i + 1]!) << 10) | (ten(table[i + 2]!) << 20);
  return out;
}

/** `now` less `old`, node by node, packed around `NONE`; throws a RangeError where their sizes differ. */
export function packedDifference(now: Uint16Array, old: Uint16Array): Uint32Array {
  alike(now, old);
  const code = (i: number): number => NONE + Math.round(((now[i]! - old[i]!) * SPAN) / FULL);
  const out = new Uint32Array(now.length / 3);
  for (let k = 0, i = 0; k < out.length; k++, i += 3)
    out[k] = code(i) | (code(i + 1) << 10) | (code(i + 2) << 20);
  return out;
}

/** 16 bits rounded to 10. */
function ten(code: number): number {
  return (code * MOST + 32767) >>> 16;
}

/** The codes of every one of the 65,536 bit patterns of a half; made once, when first needed. */
function halfCodes(): Uint16Array {
  if (codes === null) {
    codes = new Uint16Array(65536);
    for (let bits = 0; bits < 65536; bits++) codes[bits] = coded(fromHalf(bits));
  }
  return codes;
}

function coded(value: number): number {
  return value > 0 ? Math.round(Math.min(value, 1) * FULL) : 0;
}

function alike(one: Uint16Array, other: Uint16Array): void {
  if (one.length !== other.length)
    throw new RangeError(`tables of ${one.length} and ${other.length} codes; they must be of one size`);
}
