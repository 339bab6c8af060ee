import { describe, expect, it } from 'vitest';
import { tableOf } from './bench/tables';
import { Live } from './live';
import type { Surface } from './surface/surface';

const surface = (live = true) => {
  const tables: string[] = [];
  const fake = { live, setTable: (kind: string) => tables.push(kind) } as unknown as Surface;
  return { fake, tables };
};
const one = tableOf(3, (r, g, b) => [r, g, b]);
const two = tableOf(3, (r, g, b) => [r / 2, g, b]);

describe('trying out', () => {
  it('shows the table over the base, and its difference where that keeps tiles sharp', () => {
    const { fake, tables } = surface();
    const live = new Live();
    live.setOld(one);
    live.setTable(two, 'whole', fake);
    expect(live.show(false, fake)).toBe('whole');
    expect(live.show(true, fake)).toBe('part');
    expect(tables).toEqual(['whole', 'part']);
  });

  it('compares a part with the table of what is shown exactly, or else with the first that came', () => {
    const { fake } = surface();
    const live = new Live();
    live.setTable(one, 'part', fake);
    expect(live.show(false, fake)).toBe('part');
    live.setTable(two, 'part', fake);
    expect(live.show(false, fake)).toBe('part');
  });

  it('works out a difference anew where its table was written over', () => {
    const { fake, tables } = surface();
    const live = new Live();
    live.setOld(one);
    const moving = two.slice();
    for (let k = 0; k < 2; k++) {
      live.setTable(moving, 'part', fake);
      live.show(false, fake);
    }
    expect(tables).toEqual(['part', 'part']);
  });

  it('works out a difference once', () => {
    const { fake, tables } = surface();
    const live = new Live();
    live.setOld(one);
    live.setTable(two, 'part', fake);
    for (let k = 0; k < 3; k++) live.show(false, fake);
    expect(tables).toEqual(['part']);
  });

  it('shows what came last, and the exact picture in the end or without tables', () => {
    const { fake } = surface();
    const live = new Live();
    live.setTable(two, 'whole', fake);
    live.showLayer();
    expect([live.isOn, live.show(false, fake)]).toEqual([true, 'layer']);
    live.end();
    expect([live.isOn, live.show(false, fake)]).toEqual([false, 'exact']);
    live.setTable(two, 'whole', surface(false).fake);
    expect(live.show(false, surface(false).fake)).toBe('exact');
  });
});
