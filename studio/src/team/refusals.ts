import type { Values } from '../i18n/table';

/** Words of the catalog for a refusal, with what is to be filled in. */
export interface Said {
  readonly key: string;
  readonly values: Values;
  /** Values that are numbers of bytes. */
  readonly bytes?: readonly string[];
  /** The permission that is lacking. */
  readonly permission?: string;
}

const count = (text: string | undefined): number => Number((text ?? '').replaceAll('_', ''));
const whose = (text: string | undefined): string => (text === 'your' ? 'own' : 'together');

const KNOWN: readonly (readonly [RegExp, (found: RegExpExecArray) => Said])[] = [
  [
    /^this needs the permission '([a-z.]+)'; .+ may, and you are ([a-z]+)$/,
    ([, permission = '', role = '']) => ({ key: 'team.refused.role', values: { role }, permission }),
  ],
  [
    /^this needs the permission '([a-z.]+)', which (no access token has|this access token)/,
    ([, permission = '', why]) => ({
      key: why === 'no access token has' ? 'team.refused.noToken' : 'team.refused.scope',
      values: {},
      permission,
    }),
  ],
  [
    /^(your|the workspace's) (\d+) turns of today are used up/,
    ([, of, most]) => ({ key: `team.refused.turns.${whose(of)}`, values: { n: count(most) } }),
  ],
  [
    /^(\d+) jobs of (your|the workspace's) (\d+) wait or run/,
    ([, there, of, most]) => ({
      key: `team.refused.jobs.${whose(of)}`,
      values: { there: count(there), n: count(most) },
    }),
  ],
  [
    /^([\d_]+) bytes more; (your|the workspace's) photos have ([\d_]+) of ([\d_]+) that they may$/,
    ([, more, of, there, most]) => ({
      key: `team.refused.bytes.${whose(of)}`,
      values: { more: count(more), there: count(there), most: count(most) },
      bytes: ['more', 'there', 'most'],
    }),
  ],
  [
    /^(\d+) people and (\d+) who are invited; this workspace may have (\d+)$/,
    ([, there, invited, most]) => ({
      key: 'team.refused.members',
      values: { there: count(there), invited: count(invited), n: count(most) },
    }),
  ],
  [/^that name and password do not go together$/, () => ({ key: 'team.refused.wrong', values: {} })],
  [
    /^the password has (\d+) characters; (\d+) to (\d+) are allowed/,
    ([, there, least, most]) => ({
      key: 'team.refused.length',
      values: { n: count(there), least: count(least), most: count(most) },
    }),
  ],
  [
    /^'(.+)' is taken in this workspace/,
    ([, person = '']) => ({ key: 'team.refused.taken', values: { person } }),
  ],
  [/^that is not your password; nothing was changed$/, () => ({ key: 'team.refused.notYours', values: {} })],
  [
    /^too many tries; the next one is looked at in (\d+) s$/,
    ([, seconds]) => ({ key: 'team.refused.tries', values: { n: count(seconds) } }),
  ],
];

/** What the catalog says for words of the server about roles, quotas and signing in; null for any others. */
export function refusalIn(detail: string): Said | null {
  for (const [pattern, said] of KNOWN) {
    const found = pattern.exec(detail);
    if (found) return said(found);
  }
  return null;
}
