import { bytes, number } from '../i18n';
import type { QuotaName } from './quotas';

/** How much of something, as people read it. */
export function amount(name: QuotaName, count: number): string {
  return name === 'stored_bytes' ? bytes(count) : number(count);
}
