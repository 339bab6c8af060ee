import { expect, it, vi } from 'vitest';
import { tableOf } from '../../engine/bench/tables';
import { EMPTY_RECIPE, setToolParam, type RecipeDocument } from '../logic/recipe';
import { Slide } from './slide';

const way = {
  low: -5,
  high: 5,
  step: 0.05,
  recipe: (value: number) => setToolParam(EMPTY_RECIPE, 'exposure', 'stops', value, 0),
};
const stopsOf = (recipe: RecipeDocument) => Number(recipe.steps[0]?.params['stops'] ?? 0);
/** A gray that says which value its recipe has. */
const tableAt = (stops: number) => tableOf(2, () => [(stops + 5) / 10, 0, 0]);
const toldBy = (table: Uint16Array) => (table[0]! / 65535) * 10 - 5;

function slide(fetched = vi.fn((recipe: RecipeDocument) => Promise.resolve(tableAt(stopsOf(recipe))))) {
  const shown: { stops: number; rests: boolean }[] = [];
  const made = new Slide(
    way,
    0,
    async (recipe) => ({ data: await fetched(recipe), kind: 'whole' }),
    (table, _, rests) => shown.push({ stops: toldBy(table), rests }),
  );
  made.know(0, { data: tableAt(0), kind: 'whole' });
  return { made, shown, fetched };
}

it('shows a move at once, from tables that were there before it', async () => {
  vi.useFakeTimers();
  const { made, shown, fetched } = slide();
  made.begin();
  await vi.advanceTimersByTimeAsync(1);
  const before = fetched.mock.calls.length;
  made.move(0.3);
  expect(shown.at(-1)?.stops).toBeCloseTo(0.3, 3);
  expect(fetched.mock.calls.length).toBeLessThanOrEqual(before + 1);
  vi.useRealTimers();
});

it('shows the very table of where the hand rests', async () => {
  vi.useFakeTimers();
  const { made, shown, fetched } = slide();
  made.move(1.35);
  await vi.advanceTimersByTimeAsync(200);
  expect(fetched.mock.calls.map(([recipe]) => stopsOf(recipe))).toContain(1.35);
  expect(shown.at(-1)).toEqual({ stops: expect.closeTo(1.35, 3) as number, rests: true });
  vi.useRealTimers();
});

/** A test whose clock it moves itself. */
const timed = (test: () => Promise<void>) => async () => {
  vi.useFakeTimers();
  await test().finally(() => vi.useRealTimers());
};

it(
  'says once that the hand rests, also where the very table is shown already',
  timed(async () => {
    const { made, shown } = slide();
    made.move(1.35);
    await vi.advanceTimersByTimeAsync(200);
    made.move(1.5);
    made.move(1.35);
    expect(shown.at(-1)).toEqual({ stops: expect.closeTo(1.35, 3) as number, rests: false });
    const before = shown.length;
    await vi.advanceTimersByTimeAsync(300);
    expect(shown.slice(before)).toEqual([{ stops: expect.closeTo(1.35, 3) as number, rests: true }]);
  }),
);

it(
  'leaves the processor to drawing while a hand that rests waits for it, and then looks further',
  timed(async () => {
    const { made, fetched } = slide();
    made.move(1.35);
    await vi.advanceTimersByTimeAsync(400);
    const before = fetched.mock.calls.length;
    expect(stopsOf(fetched.mock.calls.at(-1)![0])).toBe(1.35);
    await vi.advanceTimersByTimeAsync(200);
    expect(fetched.mock.calls.length).toBeGreaterThan(before);
  }),
);

it('shows nothing that comes in after the hand let go, nor while it is back where it began', async () => {
  for (const stop of ['end', 'hide'] as const) {
    const { made, shown } = slide();
    made.move(2);
    made[stop]();
    const before = shown.length;
    await new Promise((then) => setTimeout(then, 120));
    expect(shown).toHaveLength(before);
  }
});

it('goes on without a table that cannot be had', async () => {
  const refused = vi.fn((recipe: RecipeDocument) =>
    stopsOf(recipe) === 0.65 ? Promise.reject(new Error('no')) : Promise.resolve(tableAt(stopsOf(recipe))),
  );
  const { made, shown } = slide(refused);
  made.move(0.5);
  await new Promise((then) => setTimeout(then, 20));
  made.move(0.55);
  expect(shown.at(-1)?.stops).toBeCloseTo(0.55, 3);
  expect(refused.mock.calls.filter(([recipe]) => stopsOf(recipe) === 0.65)).toHaveLength(1);
  made.end();
});
