import { describe, expect, it } from 'vitest';
import { tableOf, toHalf } from './bench/tables';
import { codesOf, fromHalf, mixed, nodesOf, packed, packedDifference, READING } from './table';

describe('tables', () => {
  it('read halves as IEEE 754 says', () => {
    expect([0x0000, 0x0001, 0x3555, 0x3800, 0x3c00, 0x7bff, 0xc000].map(fromHalf)).toEqual([
      0,
      2 ** -24,
      0.333251953125,
      0.5,
      1,
      65504,
      -2,
    ]);
    expect(fromHalf(0x7c00)).toBe(Infinity);
    for (let bits = 0; bits < 0x7c00; bits += 7) expect(toHalf(fromHalf(bits))).toBe(bits);
  });

  it('leave out alpha, and cut off what no screen shows', () => {
    const halves = Uint16Array.from([0, 0.5, 1, 1, -0.25, 1.5, 0.25, 1].map(toHalf));
    expect([...codesOf(halves)]).toEqual([0, 32768, 65535, 0, 65535, 16384]);
  });

  it('keep a color to a quarter of a code value', () => {
    const table = packed(tableOf(33, (r, g, b) => [r, b, 2 * g - 0.5]));
    const at = 5 + 33 * (20 + 33 * 31);
    const color = [table[at]! & 1023, (table[at]! >>> 10) & 1023, (table[at]! >>> 20) & 1023];
    [5 / 32, 31 / 32, 0.75].forEach((v, c) =>
      expect(Math.abs(color[c]! / 1023 - v) * 255).toBeLessThan(0.25),
    );
  });

  it('hold a difference of nothing as exactly nothing', () => {
    const { gain, offset } = READING.part;
    const a = tableOf(5, (r, g, b) => [r * 0.7, g, b]);
    const b = tableOf(5, (r, g, b) => [r, g, b - 0.25]);
    const read = (code: number): number => (code / 1023) * gain + offset;
    for (const node of packedDifference(a, a)) expect(read(node & 1023)).toBeCloseTo(0, 12);
    const last = packedDifference(a, b)[124]!;
    expect(read(last & 1023)).toBeCloseTo(-0.3, 2);
    expect(read((last >>> 20) & 1023)).toBeCloseTo(0.25, 2);
  });

  it('mix node by node, and are themselves at the ends', () => {
    const a = tableOf(5, (r, _, b) => [r, 0, 1 - b]);
    const b = tableOf(5, (_, g) => [1, g, 0]);
    expect(mixed(a, b, 0)).toEqual(a);
    expect(mixed(a, b, 1)).toEqual(b);
    mixed(a, b, 0.3).forEach((code, k) =>
      expect(Math.abs(code - (0.7 * a[k]! + 0.3 * b[k]!))).toBeLessThan(2),
    );
  });

  it('are written over what is given for it, where that is of their size', () => {
    const [a, b] = [tableOf(5, (r) => [r, 0, 1]), tableOf(5, (_, g) => [1, g, 0])];
    const room = new Uint16Array(a.length);
    expect(mixed(a, b, 0.5, room)).toBe(room);
    expect(room).toEqual(mixed(a, b, 0.5));
    expect(mixed(a, b, 0.5, new Uint16Array(3))).toEqual(room);
    const colors = new Uint32Array(a.length / 3).fill(7);
    expect(packed(a, colors)).toBe(colors);
    expect(colors).toEqual(packed(a));
  });

  it('of another shape are refused', () => {
    const [large, small] = [tableOf(3, () => [0, 0, 0]), tableOf(2, () => [0, 0, 0])];
    expect(nodesOf(new Uint16Array(33 ** 3 * 3))).toBe(33);
    expect(() => nodesOf(new Uint16Array(100))).toThrow('a table of 100 codes');
    expect(() => packedDifference(large, small)).toThrow('one size');
    expect(() => mixed(large, small, 0.5)).toThrow('one size');
  });
});
