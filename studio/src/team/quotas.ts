import type { Shapes } from '../api/client';

/** What can have a quota. */
export type QuotaName = Shapes['UsageShape']['name'];
/** Whose quota it is. */
export type Whose = 'together' | 'each' | 'one';

/** All that can have a quota, in the order in which they are shown. */
export const QUOTAS = ['turns_a_day', 'open_jobs', 'stored_bytes', 'members'] as const satisfies QuotaName[];

/** Those that people have one by one. */
export const PERSONAL = ['turns_a_day', 'open_jobs', 'stored_bytes'] as const satisfies QuotaName[];

const GIGABYTE = 1e9;
const NAME = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/;

/** Whose a quota is, by what the service calls it. */
export function whoseIs(person: string): Whose {
  return person === '' ? 'together' : person === '*' ? 'each' : 'one';
}

/** What the service calls whose a quota is; null where a name is still to be written. */
export function ownerOf(whose: Whose, person: string): string | null {
  if (whose === 'together') return '';
  if (whose === 'each') return '*';
  const name = person.trim();
  return NAME.test(name) ? name : null;
}

/** A number as it is typed: gigabytes for what is counted in bytes. Null where it is none that is allowed. */
export function mostOf(name: QuotaName, typed: number | null | undefined): number | null {
  if (typed === null || typed === undefined || !Number.isFinite(typed) || typed < 0) return null;
  const most = name === 'stored_bytes' ? typed * GIGABYTE : typed;
  const rounded = Math.round(most);
  if (rounded > Number.MAX_SAFE_INTEGER) return null;
  return name === 'stored_bytes' || rounded === typed ? rounded : null;
}

/** A quota as it is typed. */
export function typedOf(name: QuotaName, most: number): number {
  return name === 'stored_bytes' ? most / GIGABYTE : most;
}

/** How full something is, 0 to 1, and whether it is nearly or wholly used up. */
export function fullness(used: number, most: number): { share: number; state: 'fine' | 'near' | 'full' } {
  const share = most > 0 ? Math.min(1, used / most) : 1;
  return { share, state: used >= most ? 'full' : share >= 0.8 ? 'near' : 'fine' };
}

/** A person, and what they use of each thing. */
export interface PersonUsage {
  person: string;
  used: Readonly<Record<(typeof PERSONAL)[number], number>>;
}

/** Everybody who uses something, by name; last what nobody is known for any more. */
export function byPerson(usage: readonly Shapes['UsageShape'][]): PersonUsage[] {
  const of = (name: QuotaName) => usage.find((each) => each.name === name)?.people ?? {};
  const names = new Set(PERSONAL.flatMap((name) => Object.keys(of(name))));
  return [...names]
    .sort((one, other) => (one === '' ? 1 : other === '' ? -1 : one.localeCompare(other)))
    .map((person) => ({
      person,
      used: {
        turns_a_day: of('turns_a_day')[person] ?? 0,
        open_jobs: of('open_jobs')[person] ?? 0,
        stored_bytes: of('stored_bytes')[person] ?? 0,
      },
    }));
}

/** What binds a person: their own quota, else what each has. Null where nothing does. */
export function boundOf(
  quotas: readonly Shapes['QuotaShape'][],
  name: QuotaName,
  person: string,
): number | null {
  const of = (whose: string) => quotas.find((each) => each.name === name && each.person === whose)?.most;
  return of(person) ?? of('*') ?? null;
}
