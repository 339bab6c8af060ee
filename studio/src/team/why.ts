import { session } from '../frame/session.svelte';
import { t } from '../i18n';
import { LEAST, roleMay, type Permission } from './roles';

/** Why somebody may not do something, and who can change that. */
export function whyNot(permission: Permission): string {
  const role = session.who?.role ?? 'viewer';
  const what = t(`team.may.${permission}`);
  if (roleMay(role, permission)) return t('team.whyNotToken', { what });
  return t('team.whyNot', {
    what,
    least: t(`team.roles.${LEAST[permission]}`),
    role: t(`team.roles.${role}`),
  });
}
