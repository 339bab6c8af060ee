import { describe, expect, it } from 'vitest';
import { tableOf, type Area } from '../i18n/table';
import { refusalIn } from './refusals';

const words = tableOf(import.meta.glob<Area>('../i18n/en/*.json', { eager: true, import: 'default' }));

/** Words as the server says them, and the catalog's for them. */
const SAID = {
  "this needs the permission 'photos.bring'; editor, reviewer, operator, admin may, and you are viewer":
    'team.refused.role',
  "this needs the permission 'own.account', which no access token has; sign in yourself":
    'team.refused.noToken',
  "this needs the permission 'photos.edit', which this access token was not given": 'team.refused.scope',
  'your 200 turns of today are used up; the day ends at 00:00 UTC': 'team.refused.turns.own',
  "the workspace's 200 turns of today are used up; the day ends at 00:00 UTC": 'team.refused.turns.together',
  '3 jobs of your 3 wait or run; wait, or cancel one': 'team.refused.jobs.own',
  "1_234_567 bytes more; the workspace's photos have 5_000_000 of 6_000_000 that they may":
    'team.refused.bytes.together',
  '4 people and 1 who are invited; this workspace may have 5': 'team.refused.members',
  'that name and password do not go together': 'team.refused.wrong',
  'too many tries; the next one is looked at in 4 s': 'team.refused.tries',
};

describe('what the server refuses', () => {
  it.each(Object.entries(SAID))('“%s” has words of its own', (detail, key) => {
    expect(refusalIn(detail)?.key).toBe(key);
    expect(words[key]).toBeDefined();
  });

  it('keeps its numbers', () => {
    const said = refusalIn('1_234_567 bytes more; your photos have 5_000_000 of 6_000_000 that they may');
    expect(said?.values).toEqual({ more: 1_234_567, there: 5_000_000, most: 6_000_000 });
  });

  it('is said in the words of the server where the catalog has none', () => {
    expect(refusalIn('the file is truncated')).toBeNull();
  });
});
