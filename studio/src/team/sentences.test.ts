import { describe, expect, it } from 'vitest';
import { fill, tableOf, type Area } from '../i18n/table';
import { groupOf, sentenceOf, type Told, type Words } from './sentences';

const files = {
  en: tableOf(import.meta.glob<Area>('../i18n/en/*.json', { eager: true, import: 'default' })),
  ar: tableOf(import.meta.glob<Area>('../i18n/ar/*.json', { eager: true, import: 'default' })),
};

const wordsIn = (language: keyof typeof files): Words => ({
  say: (key, values = {}) => {
    if (key.startsWith('amount:')) return String(values['n']);
    const text = files[language][key];
    return text === undefined ? null : fill(text, values, language);
  },
});

const ENTRIES: Told[] = [
  { kind: 'session.begun', actor: 'p7', subject: 'p7', document: { by: 'password' } },
  { kind: 'session.begun', actor: 'p7', subject: 'p7', document: { by: 'provider' } },
  { kind: 'session.refused', actor: 'system:door', subject: 'p7', document: { by: 'password', reason: 'wrong' } },
  { kind: 'invitation.made', actor: 'me', subject: 'invitation-1', document: { purpose: 'join', role: 'editor', of: null } },
  { kind: 'invitation.made', actor: 'me', subject: 'invitation-1', document: { purpose: 'join', role: 'editor', of: 'p7' } },
  { kind: 'invitation.made', actor: 'me', subject: 'invitation-1', document: { purpose: 'reset', role: 'editor', of: 'p7' } },
  { kind: 'invitation.taken_back', actor: 'me', subject: 'invitation-1', document: {} },
  { kind: 'person.joined', actor: 'p7', subject: 'p7', document: { role: 'editor', by: 'invitation' } },
  { kind: 'person.removed', actor: 'me', subject: 'p7', document: {} },
  { kind: 'person.forgotten', actor: 'system:erasure', subject: 'erasure-1', document: {} },
  { kind: 'role.set', actor: 'me', subject: 'p7', document: { before: 'editor', after: 'viewer' } },
  { kind: 'password.set', actor: 'p7', subject: 'p7', document: { by: 'self' } },
  { kind: 'password.set', actor: 'me', subject: 'p7', document: { by: 'admin' } },
  { kind: 'token.made', actor: 'p7', subject: 'token-1', document: { of: 'p7', scopes: null, ends: false } },
  { kind: 'token.made', actor: 'me', subject: 'token-1', document: { of: 'p7', scopes: ['photos.see'], ends: true } },
  { kind: 'token.revoked', actor: 'me', subject: 'token-1', document: { of: 'p7' } },
  { kind: 'quota.set', actor: 'me', subject: 'turns_a_day', document: { of: 'each', most: 200 } },
  { kind: 'quota.set', actor: 'me', subject: 'members', document: { of: 'workspace', most: null } },
  { kind: 'data.exported', actor: 'me', subject: 'feedback', document: {} },
  { kind: 'release.registered', actor: 'system:improve', subject: 'a'.repeat(64), document: {} },
  { kind: 'release.gated', actor: 'system:improve', subject: 'a'.repeat(64), document: { outcome: 'passed' } },
  { kind: 'release.canary', actor: 'system:improve', subject: 'a'.repeat(64), document: { percent: 5 } },
  { kind: 'release.released', actor: 'me', subject: 'a'.repeat(64), document: {} },
  { kind: 'release.retired', actor: 'me', subject: 'a'.repeat(64), document: {} },
  { kind: 'release.rolled_back', actor: 'me', subject: 'a'.repeat(64), document: { to: null, cause: 'operator' } },
]; // prettier-ignore

describe('an entry of the log', () => {
  it.each(['en', 'ar'] as const)('is a sentence without a gap in every language: %s', (language) => {
    for (const entry of ENTRIES) {
      const said = sentenceOf(entry, wordsIn(language));
      expect(said, `${entry.kind} ${JSON.stringify(entry.document)}`).not.toMatch(
        /\{\w+\}|\w+\.\w+|undefined|null|^:/,
      );
    }
  });

  it('names who did what to whom', () => {
    const said = sentenceOf(
      ENTRIES.find(({ kind }) => kind === 'role.set')!,
      wordsIn('en'),
    );
    expect(said.replace(/[\u2068\u2069]/g, '')).toBe('me made p7 viewer; they were editor');
  });

  it('does not name who was forgotten', () => {
    const said = sentenceOf(
      { kind: 'person.removed', actor: 'signer:9f', subject: 'signer:77', document: {} },
      wordsIn('en'),
    );
    expect(said).not.toMatch(/9f|77|signer/);
  });

  it('of an unknown kind is told as it is', () => {
    const said = sentenceOf({ kind: 'moon.rose', actor: 'me', subject: 'sky', document: {} }, wordsIn('en'));
    expect(said).toContain('moon.rose');
    expect(groupOf('moon.rose')).toBe('all');
  });
});
