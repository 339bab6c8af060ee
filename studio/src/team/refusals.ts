import type { Values } from '../i18n/table';

/** What a refusal is known by: a code that stays, and what its words are filled in with. */
export interface Coded {
  readonly code: string;
  readonly values: Readonly<Record<string, string | number>>;
}

/** Words of the catalog for a refusal, with what is to be filled in. */
export interface Said {
  readonly key: string;
  readonly values: Values;
  /** Values that are numbers of bytes. */
  readonly bytes?: readonly string[];
  /** The permission that is lacking. */
  readonly permission?: string;
}

type Given = Coded['values'];

const whose = (given: Given): string => (given['whose'] === 'own' ? 'own' : 'together');
const lacks =
  (key: string, ...names: string[]) =>
  (given: Given): Said => ({
    key,
    values: only(given, names),
    permission: String(given['permission'] ?? ''),
  });

/** By code; what the catalog counts is called `n`. */
const KNOWN: Readonly<Record<string, (given: Given) => Said>> = {
  role_lacks: lacks('team.refused.role', 'role'),
  tokens_lack: lacks('team.refused.noToken'),
  token_lacks: lacks('team.refused.scope'),
  turns_used_up: (given) => ({
    key: `team.refused.turns.${whose(given)}`,
    values: { n: Number(given['most']) },
  }),
  jobs_full: (given) => ({
    key: `team.refused.jobs.${whose(given)}`,
    values: { there: Number(given['there']), n: Number(given['most']) },
  }),
  bytes_used_up: (given) => ({
    key: `team.refused.bytes.${whose(given)}`,
    values: only(given, ['more', 'there', 'most']),
    bytes: ['more', 'there', 'most'],
  }),
  members_full: (given) => ({
    key: 'team.refused.members',
    values: { ...only(given, ['there', 'invited']), n: Number(given['most']) },
  }),
  password_wrong: () => ({ key: 'team.refused.wrong', values: {} }),
  password_length: (given) => ({
    key: 'team.refused.length',
    values: { ...only(given, ['least', 'most']), n: Number(given['there']) },
  }),
  pseudonym_taken: (given) => ({ key: 'team.refused.taken', values: only(given, ['person']) }),
  not_your_password: () => ({ key: 'team.refused.notYours', values: {} }),
  too_many_tries: (given) => ({ key: 'team.refused.tries', values: { n: Number(given['seconds']) } }),
};

/** What the catalog says for a refusal about roles, quotas and signing in; null for any other. */
export function refusalOf({ code, values }: Coded): Said | null {
  return Object.hasOwn(KNOWN, code) ? KNOWN[code]!(values) : null;
}

function only(given: Given, names: readonly string[]): Values {
  return Object.fromEntries(names.map((name) => [name, given[name] ?? '']));
}
