import type { Values } from '../i18n/table';

/** An entry of the log, as far as a sentence needs it. */
export interface Told {
  readonly kind: string;
  readonly actor: string;
  readonly subject: string;
  readonly document: Readonly<Record<string, unknown>>;
}

/** The groups that the log can be narrowed to. */
export const GROUPS = ['all', 'sessions', 'people', 'tokens', 'quotas', 'data', 'releases'] as const;
export type Group = (typeof GROUPS)[number];

const OF_GROUP: readonly (readonly [RegExp, Group])[] = [
  [/^session\./, 'sessions'],
  [/^(person|invitation|role|password)\./, 'people'],
  [/^token\./, 'tokens'],
  [/^quota\./, 'quotas'],
  [/^(data|erasure)\./, 'data'],
  [/^release\./, 'releases'],
];

/** The group that a kind of entry belongs to; `all` where none. */
export function groupOf(kind: string): Group {
  return OF_GROUP.find(([pattern]) => pattern.test(kind))?.[1] ?? 'all';
}

/** How words of the log are said: `say` gives the catalog's words for a key, or null where it has none. */
export interface Words {
  say(key: string, values?: Values): string | null;
}

/** Sets a name apart from the text around it, whichever way either is written (Unicode's isolates). */
const apart = (text: string): string => `\u2068${text}\u2069`;

/** Who did something, or to whom it was done. */
export function nameIn(text: string, words: Words): string {
  if (text.startsWith('signer:')) return words.say('team.log.forgotten') ?? text;
  if (text.startsWith('system:')) return words.say(`team.log.system.${text.slice(7)}`) ?? text.slice(7);
  return apart(text);
}

function short(subject: string): string {
  return subject.length > 24 ? `${subject.slice(0, 23)}…` : subject;
}

/** An entry as a sentence; kinds that the catalog does not know are told as they are. */
export function sentenceOf(entry: Told, words: Words): string {
  const { kind, actor, subject, document } = entry;
  const text = (key: string) => (typeof document[key] === 'string' ? document[key] : '');
  const role = (name: string) => words.say(`team.roles.${name}`) ?? name;
  const values: Record<string, string> = {
    actor: nameIn(actor, words),
    subject: nameIn(short(subject), words),
    of: nameIn(text('of'), words),
    role: role(text('role')),
    before: role(text('before')),
    after: role(text('after')),
    by: words.say(`team.log.by.${text('by')}`) ?? text('by'),
  };
  return (
    words.say(keyOf(entry), { ...values, ...quota(entry, words) }) ??
    `${values['actor']}: ${kind}, ${values['subject']}`
  );
}

/** The variant of a sentence that an entry asks for. */
function keyOf({ kind, actor, subject, document }: Told): string {
  const base = `team.log.kinds.${kind}`;
  const isOwn = actor === subject;
  switch (kind) {
    case 'invitation.made':
      return `${base}.${document['purpose'] === 'reset' ? 'reset' : document['of'] ? 'named' : 'open'}`;
    case 'password.set':
      return `${base}.${isOwn ? 'own' : 'other'}`;
    case 'token.made':
    case 'token.revoked':
      return `${base}.${document['of'] === actor ? 'own' : 'other'}`;
    case 'quota.set':
      return `${base}.${document['most'] === null ? 'lifted' : 'set'}`;
    default:
      return base;
  }
}

function quota({ kind, subject, document }: Told, words: Words): Record<string, string> {
  if (kind !== 'quota.set') return {};
  const of = typeof document['of'] === 'string' ? document['of'] : '';
  const whose = of === 'workspace' ? 'together' : of === 'each' ? 'each' : 'one';
  return {
    subject: words.say(`team.quotas.${subject}`) ?? subject,
    whose: words.say(`team.whose.${whose}`, { person: nameIn(of, words) }) ?? of,
    most: words.say(`amount:${subject}`, { n: Number(document['most'] ?? 0) }) ?? String(document['most']),
  };
}
