import { describe, expect, it } from 'vitest';
import { problemOf } from '../api/problem';
import { tableOf, type Area } from '../i18n/table';
import { refusalOf } from './refusals';

const words = tableOf(import.meta.glob<Area>('../i18n/en/*.json', { eager: true, import: 'default' }));

/** Refusals as the server tells them, and the catalog's words for them. */
const SAID = [
  ['role_lacks', { permission: 'photos.bring', role: 'viewer' }, 'team.refused.role'],
  ['tokens_lack', { permission: 'own.account' }, 'team.refused.noToken'],
  ['token_lacks', { permission: 'photos.edit' }, 'team.refused.scope'],
  ['turns_used_up', { whose: 'own', most: 200 }, 'team.refused.turns.own'],
  ['turns_used_up', { whose: 'together', most: 200 }, 'team.refused.turns.together'],
  ['jobs_full', { whose: 'own', there: 3, most: 3 }, 'team.refused.jobs.own'],
  ['bytes_used_up', { whose: 'together', more: 1, there: 5, most: 6 }, 'team.refused.bytes.together'],
  ['members_full', { there: 4, invited: 1, most: 5 }, 'team.refused.members'],
  ['password_wrong', {}, 'team.refused.wrong'],
  ['password_length', { there: 4, least: 15, most: 1024 }, 'team.refused.length'],
  ['pseudonym_taken', { person: 'ann' }, 'team.refused.taken'],
  ['not_your_password', {}, 'team.refused.notYours'],
  ['too_many_tries', { seconds: 4 }, 'team.refused.tries'],
] as const;

describe('what the server refuses', () => {
  it.each(SAID)('%s %j has words of its own', (code, values, key) => {
    const said = refusalOf({ code, values });
    expect(said?.key).toBe(key);
    expect(words[key]).toBeDefined();
    for (const value of Object.values(said?.values ?? {})) expect(value).not.toBe('');
  });

  it('keeps its numbers, through the answer that tells it', () => {
    const values = { whose: 'own', more: 1_234_567, there: 5_000_000, most: 6_000_000 };
    const answer = JSON.stringify({ title: 'too_large', detail: 'words', code: 'bytes_used_up', values });
    const said = refusalOf(problemOf(413, answer));
    expect(said?.values).toEqual({ more: 1_234_567, there: 5_000_000, most: 6_000_000 });
  });

  it('is said in the words of the server where it has no code, or one that is not known here', () => {
    expect(refusalOf(problemOf(422, '{"detail": "the file is truncated"}'))).toBeNull();
    expect(refusalOf({ code: 'toString', values: {} })).toBeNull();
  });
});
