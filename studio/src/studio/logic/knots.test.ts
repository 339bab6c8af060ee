import { describe, expect, it } from 'vitest';
import { Knots } from './knots';

const percent = () => new Knots<number>({ low: -100, high: 100, step: 1 }, Math.round);

/** What is asked for, one after the other, by a hand that stays. */
function asked(knots: Knots<number>, value: number, times: number): number[] {
  return Array.from({ length: times }, () => {
    const next = knots.next(value, false);
    if (next !== null) knots.add(next, next);
    return next ?? NaN;
  });
}

describe('knots', () => {
  it('are asked for nearest first, then finer where the hand is, then further away', () => {
    const knots = percent();
    knots.add(0, 0);
    expect(asked(knots, 5, 6)).toEqual([13, -12, 25, -25, 7, 4]);
  });

  it('that are far away are not asked for while a hand moves', () => {
    const knots = percent();
    knots.add(0, 0);
    for (let next = knots.next(5, false, true); next !== null; next = knots.next(5, false, true))
      knots.add(next, next);
    expect(knots.width(5)).toBeLessThan(1 / 32);
    expect(knots.width(20)).toBeCloseTo(0.06, 9);
    expect(knots.width(40)).toBe(Infinity);
    expect(knots.next(5, false)).not.toBeNull();
  });

  it('end some time', () => {
    const knots = percent();
    asked(knots, 5, 60);
    expect(knots.next(5, false)).toBeNull();
    expect(knots.next(5, true)).toBe(5);
  });

  it('say what lies between two of them, and the outermost beyond', () => {
    const knots = percent();
    expect(knots.around(3)).toBeNull();
    knots.add(0, 1);
    expect(knots.around(3)).toEqual({ below: 1, above: 1, share: 0 });
    knots.add(10, 2);
    expect(knots.around(3)).toEqual({ below: 1, above: 2, share: 0.3 });
    expect(knots.around(10)?.above).toBe(2);
    expect(knots.width(3)).toBeCloseTo(0.05, 9);
    expect(knots.width(11)).toBe(Infinity);
  });

  it('take the value itself first where the hand rests, and never again what cannot be had', () => {
    const knots = percent();
    expect(knots.next(5, true)).toBe(5);
    knots.leave(5);
    expect(knots.next(5, true)).not.toBe(5);
  });

  it('of color temperatures are even in their reciprocals', () => {
    const kelvin = new Knots<number>(
      { low: 2000, high: 50_000, step: 50 },
      (value) => 50 * Math.round(value / 50),
    );
    kelvin.add(5500, 0);
    const [next] = asked(kelvin, 5500, 1);
    expect(Math.abs((next ?? 0) - 5500)).toBeLessThan(600);
  });
});
