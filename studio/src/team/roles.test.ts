import { expect, it } from 'vitest';
import { LEAST, PERMISSIONS, ROLES, roleMay, scopesOf } from './roles';

const [page] = Object.values(
  import.meta.glob<string>('../../../docs/permissions.md', { eager: true, query: '?raw', import: 'default' }),
);

/** The table of the reference page, which is written from the server's own: `[permission, [may each role], by token]`. */
const table = [...page!.matchAll(/^\| `([a-z.]+)` \| [^|]+ \|((?: (?:yes|no) \|){6})$/gm)].map(
  ([, permission, cells]) => [permission!, cells!.match(/yes|no/g)!] as const,
);

it('knows the permissions that the server has', () => {
  expect(table.map(([permission]) => permission)).toEqual(PERMISSIONS);
});

it('gives each role what the server gives it', () => {
  for (const [permission, cells] of table)
    expect(
      ROLES.map((role) => (roleMay(role, permission as keyof typeof LEAST) ? 'yes' : 'no')),
      permission,
    ).toEqual(cells.slice(0, 5));
});

it('offers as scopes of an admin what a token can have', () => {
  const able = table.filter(([permission, cells]) => cells[5] === 'yes' && permission !== 'session');
  expect(scopesOf('admin')).toEqual(able.map(([permission]) => permission));
});

it('offers a viewer no scope of an editor', () => {
  expect(scopesOf('viewer')).not.toContain('photos.edit');
  expect(scopesOf('editor')).toContain('photos.edit');
});
