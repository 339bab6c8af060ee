/** Where an entry of the log stands: how many of the team's own entries, and of those of releases, are up to it. */
export interface Place {
  readonly own: number;
  readonly releases: number;
}

interface Entry {
  readonly place: string;
  readonly at: string;
  readonly kind: string;
}

/** Entries asked for at once of each of the two chains that the log is read from. */
export const STEP = 100;

/** Before the first entry. */
export const START: Place = { own: 0, releases: 0 };

/** A place as it travels. */
export function written(place: Place): string {
  return `${place.own}.${place.releases}`;
}

/** The place that a text names. */
export function placeOf(text: string): Place {
  const [own = '0', releases = '0'] = text.split('.');
  return { own: Number(own), releases: Number(releases) };
}

/** Whether an entry was taken over from the ledger of releases. */
export function isRelease(kind: string): boolean {
  return kind.startsWith('release.');
}

/** Behind which place to ask for what is before `end`. */
export function askFrom(end: Place): Place {
  return { own: Math.max(0, end.own - STEP), releases: Math.max(0, end.releases - STEP) };
}

/**
 * The entries before `end` of an answer to {@link askFrom}, and where those before them end.
 *
 * The chains are read in equal pieces but do not fill at an equal pace: what lies before the piece of the other chain
 * is left for the next page, so that pages never overlap in time.
 */
export function olderThan<E extends Entry>(end: Place, answer: readonly E[]): { entries: E[]; end: Place } {
  const from = askFrom(end);
  const before = answer.filter(({ place, kind }) => {
    const { own, releases } = placeOf(place);
    return isRelease(kind) ? releases <= end.releases : own <= end.own;
  });
  const first = (wanted: boolean) => before.find(({ kind }) => isRelease(kind) === wanted)?.at ?? '';
  const since = [from.own > 0 ? first(false) : '', from.releases > 0 ? first(true) : ''].reduce(
    (one, other) => (one > other ? one : other),
  );
  const entries = before.filter(({ at }) => at >= since);
  const kept = (wanted: boolean) => entries.find(({ kind }) => isRelease(kind) === wanted);
  const [own, release] = [kept(false), kept(true)];
  const hasReleases = before.some(({ kind }) => isRelease(kind));
  return {
    entries,
    end: {
      own: own
        ? placeOf(own.place).own - 1
        : before.some(({ kind }) => !isRelease(kind))
          ? end.own
          : from.own,
      releases: release ? placeOf(release.place).releases - 1 : hasReleases ? end.releases : from.releases,
    },
  };
}

/** Where the entries before a first answer end: before its first. */
export function endBefore(answer: readonly Entry[]): Place {
  const first = answer[0];
  if (!first) return START;
  const { own, releases } = placeOf(first.place);
  return isRelease(first.kind) ? { own, releases: releases - 1 } : { own: own - 1, releases };
}
