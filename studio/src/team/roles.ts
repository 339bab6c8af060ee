import type { Shapes } from '../api/client';

/** What somebody is in a workspace; each may what those before it may. */
export type Role = Shapes['PersonShape']['role'];
/** What a route asks for. */
export type Permission = Shapes['SessionShape']['permissions'][number];

/** From the one that may least. */
export const ROLES = ['viewer', 'editor', 'reviewer', 'operator', 'admin'] as const satisfies readonly Role[];

/** The first role that may; all behind it may too. The server decides, this is for words. */
export const LEAST: Readonly<Record<Permission, Role>> = {
  session: 'viewer',
  'own.data': 'viewer',
  'own.account': 'viewer',
  'photos.see': 'viewer',
  'studies.answer': 'viewer',
  'events.see': 'viewer',
  'photos.bring': 'editor',
  'photos.edit': 'editor',
  'feedback.give': 'editor',
  'jobs.run': 'editor',
  'studies.run': 'reviewer',
  'brand.change': 'reviewer',
  'metrics.see': 'reviewer',
  'loop.see': 'operator',
  'loop.steer': 'operator',
  'webhooks.manage': 'operator',
  'people.manage': 'admin',
  'quotas.manage': 'admin',
  'audit.read': 'admin',
};

/** Every permission, from what everybody may. */
export const PERMISSIONS = Object.keys(LEAST) as Permission[];

/** What no token's scopes name: every token carries the first, none the second. */
const NO_SCOPE: readonly Permission[] = ['session', 'own.account'];

/** Whether a role may something. */
export function roleMay(role: Role, permission: Permission): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(LEAST[permission]);
}

/** What a token of somebody of a role can be limited to. */
export function scopesOf(role: Role): Permission[] {
  return PERMISSIONS.filter((each) => roleMay(role, each) && !NO_SCOPE.includes(each));
}

/** Whether a text names a permission. */
export function isPermission(text: string): text is Permission {
  return text in LEAST;
}
