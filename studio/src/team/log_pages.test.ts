import { describe, expect, it } from 'vitest';
import { askFrom, endBefore, isRelease, olderThan, STEP, written, type Place } from './log_pages';

interface Entry {
  place: string;
  at: string;
  kind: string;
}

const time = (second: number) => new Date(1_700_000_000_000 + second * 1000).toISOString();

/** A log whose releases come at another pace than its own entries, answered as the server does. */
function log(own: readonly number[], releases: readonly number[]) {
  const chain = (at: readonly number[], kind: string) =>
    at.map((second, index) => ({ number: index + 1, at: time(second), kind }));
  return (after: Place | null, limit: number): Entry[] => {
    const begin = after ?? {
      own: Math.max(0, own.length - limit),
      releases: Math.max(0, releases.length - limit),
    };
    const found = [
      ...chain(own, 'role.set').slice(begin.own, begin.own + limit),
      ...chain(releases, 'release.gated').slice(begin.releases, begin.releases + limit),
    ].sort((one, other) => one.at.localeCompare(other.at));
    let [o, r] = [begin.own, begin.releases];
    const told = found.map(({ number, at, kind }) => {
      if (isRelease(kind)) r = number;
      else o = number;
      return { place: `${o}.${r}`, at, kind };
    });
    return after ? told.slice(0, limit) : told.slice(-limit);
  };
}

function wholly(own: readonly number[], releases: readonly number[]): string[] {
  const server = log(own, releases);
  const first = server(null, STEP);
  const shown = [...first].reverse();
  let end = endBefore(first);
  for (let page = 0; end.own > 0 || end.releases > 0; page++) {
    expect(page, 'it goes on').toBeLessThan(100);
    const older = olderThan(end, server(askFrom(end), 2 * STEP));
    shown.push(...[...older.entries].reverse());
    end = older.end;
  }
  return shown.map(({ at }) => at);
}

const range = (count: number, pace: number, from = 0) =>
  Array.from({ length: count }, (_, n) => from + n * pace);

describe('the log, page by page, newest first', () => {
  it.each([
    ['is short', range(7, 1), range(3, 2.5, 0.1)],
    ['has no release', range(350, 1), []],
    ['has only releases', [], range(250, 1)],
    ['has rare releases', range(420, 1), range(120, 3.5, 0.5)],
    ['has old releases', range(300, 1, 5000), range(240, 1)],
    ['has young releases', range(300, 1), range(240, 1, 5000)],
  ])('has every entry once and in order where it %s', (_, own, releases) => {
    const expected = [...own, ...releases].map(time).sort().reverse();
    expect(wholly(own, releases)).toEqual(expected);
  });

  it('is asked for by two numbers with a dot', () => {
    expect(written(askFrom({ own: 250, releases: 30 }))).toBe('150.0');
  });
});
