/** A slider's belief, drawn between two ends: percentages of the width. */
export interface Drawn {
  zero: number;
  low: number;
  high: number;
  value: number;
}

/** Where value, interval and neutral lie on a scale that holds them all, with a little room. */
export function drawn(value: number, low: number, high: number, neutral = 0): Drawn {
  const ends = [value, low, high, neutral];
  const least = Math.min(...ends);
  const room = Math.max(Math.max(...ends) - least, 1e-9);
  const at = (x: number): number => 4 + (92 * (x - least)) / room;
  return { zero: at(neutral), low: at(low), high: at(high), value: at(value) };
}
