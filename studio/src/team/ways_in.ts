import type { Shapes } from '../api/client';

/** How somebody comes in. `machine`: they started the server. */
export type WayIn = 'machine' | 'password' | 'provider' | 'token' | 'none';

/** How a person comes in; `none` where an admin took them in and they have no way yet. */
export function waysIn(person: Shapes['PersonShape']): WayIn[] {
  if (person.by_tokens_alone) return ['token'];
  const found: WayIn[] = [];
  if (person.made_at === null) found.push('machine');
  if (person.has_password) found.push('password');
  if (person.by_provider) found.push('provider');
  return found.length ? found : ['none'];
}
