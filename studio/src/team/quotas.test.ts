import { describe, expect, it } from 'vitest';
import { boundOf, byPerson, fullness, mostOf, ownerOf, typedOf } from './quotas';

describe('a quota', () => {
  it('of bytes is typed in gigabytes', () => {
    expect(mostOf('stored_bytes', 2.5)).toBe(2_500_000_000);
    expect(typedOf('stored_bytes', 2_500_000_000)).toBe(2.5);
  });

  it('of turns is a whole number, and none is less than nothing', () => {
    expect(mostOf('turns_a_day', 200)).toBe(200);
    expect(mostOf('turns_a_day', 0)).toBe(0);
    for (const wrong of [1.5, -1, Number.NaN, null]) expect(mostOf('turns_a_day', wrong)).toBeNull();
  });

  it('is of all together, of each, or of somebody by name', () => {
    expect(ownerOf('together', 'p7')).toBe('');
    expect(ownerOf('each', '')).toBe('*');
    expect(ownerOf('one', ' p7 ')).toBe('p7');
    expect(ownerOf('one', '*')).toBeNull();
  });

  it('of somebody stands in for that of each', () => {
    const quotas = [
      { name: 'turns_a_day' as const, person: '*', most: 20 },
      { name: 'turns_a_day' as const, person: 'p7', most: 5 },
    ];
    expect(boundOf(quotas, 'turns_a_day', 'p7')).toBe(5);
    expect(boundOf(quotas, 'turns_a_day', 'p8')).toBe(20);
    expect(boundOf(quotas, 'open_jobs', 'p8')).toBeNull();
  });
});

describe('usage', () => {
  it('is nearly used up before it is', () => {
    expect(fullness(7, 10).state).toBe('fine');
    expect(fullness(8, 10).state).toBe('near');
    expect(fullness(10, 10)).toEqual({ share: 1, state: 'full' });
    expect(fullness(0, 0).state).toBe('full');
  });

  it('is told by person, what nobody is known for last', () => {
    const found = byPerson([
      { name: 'turns_a_day', used: 3, most: null, people: { p8: 2, '': 1 } },
      { name: 'stored_bytes', used: 9, most: null, people: { p7: 9 } },
    ]);
    expect(found.map(({ person }) => person)).toEqual(['p7', 'p8', '']);
    expect(found[1]?.used).toEqual({ turns_a_day: 2, open_jobs: 0, stored_bytes: 0 });
  });
});
