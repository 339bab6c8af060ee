import { invitationHash } from '../frame/place';

type Here = Pick<Location, 'origin' | 'pathname' | 'hostname'>;

/** The address that lets somebody join: its secret is in the fragment, which no server on the way reads. */
export function invitationLink({ origin, pathname }: Here, invitation: string): string {
  return `${origin}${pathname}${invitationHash(invitation)}`;
}

/** Whether an address leads to this machine and to nobody else's. */
export function isForThisMachine({ hostname }: Pick<Location, 'hostname'>): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
}
