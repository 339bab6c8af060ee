/** The pages, in the order of their tabs. */
export const PAGES = ['library', 'studio', 'compare', 'study', 'batch', 'taste', 'dashboard'] as const;

/** A page's name. */
export type Page = (typeof PAGES)[number];

/** A page, and what it is about. */
export interface Place {
  page: Page;
  id: string;
}

/** The fragment of an address: `#/studio/4f…`. */
export function hashOf({ page, id }: Place): string {
  return `#/${page}${id ? `/${encodeURIComponent(id)}` : ''}`;
}

/** The place that a fragment names; the library where it names none. */
export function placeOf(hash: string): Place {
  const [name = '', ...rest] = hash.replace(/^#\/?/, '').split('/');
  const page = PAGES.find((known) => known === name);
  if (!page) return { page: 'library', id: '' };
  try {
    return { page, id: decodeURIComponent(rest.join('/')) };
  } catch {
    return { page, id: '' };
  }
}

/** What an address carries that signs somebody in: `#token=…&photo=…`, `#invitation=…`. Texts are empty where it has none. */
export interface Launch {
  /** Signs in, once. */
  token: string;
  /** The photo to open. */
  photo: string;
  /** Lets somebody join, or set a new password, once. */
  invitation: string;
  /** Why the provider did not sign somebody in. */
  problem: string;
}

/** What a fragment carries of a launch. */
export function launchOf(hash: string): Launch {
  const said = new URLSearchParams(hash.replace(/^#\/?\??/, ''));
  const told = (name: string) => said.get(name) ?? '';
  return {
    token: told('token'),
    photo: told('photo'),
    invitation: told('invitation'),
    problem: told('problem').slice(0, 300),
  };
}

/** The fragment of an address that lets somebody join. In the fragment, no server on the way reads it. */
export function invitationHash(invitation: string): string {
  return `#invitation=${encodeURIComponent(invitation)}`;
}
