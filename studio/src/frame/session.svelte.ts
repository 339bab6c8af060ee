import { api, ApiProblem, onNotAllowed, onUnsigned, type Shapes } from '../api/client';
import type { Permission } from '../team/roles';
import { hashOf, launchOf } from './place';
import { wordsOf } from './toasts.svelte';

type Standing = 'asking' | 'in' | 'out' | 'unreachable';
type Who = Shapes['SessionShape'];

/** How somebody signed in. */
export type Way = 'token' | 'password';

const KEPT_AS = 'burnish.signed-in-by';
const WORKSPACE_KEPT_AS = 'burnish.workspace';
const LEAST_PAUSE_MS = 3000;

const nameOf = ({ workspace, person }: Who): string => `${workspace}\n${person}`;

/** Who is signed in, and what they may. */
class Session {
  standing = $state<Standing>('asking');
  who = $state.raw<Who | null>(null);
  /** Why signing in failed. */
  problem = $state('');
  /** For how many seconds it is no use to try again. */
  wait_s = $state(0);
  /** Why the provider did not sign somebody in, in its own words. */
  elsewhere = $state('');
  /** The text of the invitation that the address carried; empty without one. */
  invitation = $state('');
  /** Whether somebody was signed in and is not any more, without having said so. */
  ended = $state(false);
  #last = '';
  #asked_ms = 0;

  /** Signs in with the token of the address, or finds out who is signed in already. */
  async begin(): Promise<void> {
    onUnsigned(() => this.#out(true));
    onNotAllowed(() => void this.renew());
    const { token, photo, invitation, problem } = launchOf(location.hash);
    if (token || invitation || problem) {
      const hash = token && photo ? hashOf({ page: 'studio', id: photo }) : '';
      history.replaceState(null, '', location.pathname + location.search + hash);
    }
    this.invitation = invitation;
    this.elsewhere = problem;
    if (token && (await this.signIn(token))) return;
    await this.look();
  }

  /** Finds out who is signed in. */
  async look(): Promise<void> {
    try {
      this.#in(await api.get('/session'));
    } catch (error) {
      const status = error instanceof ApiProblem ? error.status : -1;
      if (status === 401 || status === 403) this.#out(this.standing === 'in');
      else if (this.standing !== 'in') this.standing = 'unreachable';
    }
  }

  /** Finds out whether somebody who is signed in still is, and may the same: not more often than every few seconds. */
  async renew(): Promise<void> {
    const now_ms = performance.now();
    if (this.standing !== 'in' || now_ms - this.#asked_ms < LEAST_PAUSE_MS) return;
    this.#asked_ms = now_ms;
    await this.look();
  }

  /** Whether who is signed in may something. */
  may(permission: Permission): boolean {
    return this.who?.permissions.includes(permission) ?? false;
  }

  /** Exchanges a token for a cookie; says whether that worked. */
  signIn(token: string): Promise<boolean> {
    return this.#enter('token', () => api.post('/session', { body: { token } }));
  }

  /** Exchanges a name and a password for a cookie; says whether that worked. */
  signInByPassword(person: string, password: string, workspace: string): Promise<boolean> {
    const body = { person, password, workspace: workspace || null };
    return this.#enter('password', () => api.post('/session/password', { body }));
  }

  /** Joins, or sets a new password, by the invitation at hand; says whether that worked. */
  async accept(person: string | null, password: string): Promise<boolean> {
    const body = { invitation: this.invitation, person, password };
    const worked = await this.#enter('password', () => api.post('/session/invitation', { body }));
    if (worked) this.invitation = '';
    return worked;
  }

  /** Leaves the invitation for another time. */
  leaveInvitation(): void {
    this.invitation = '';
    this.problem = '';
    this.wait_s = 0;
  }

  /** How somebody signed in from this browser before; null where nobody did, or by the provider. */
  get lastWay(): Way | null {
    const kept = localStorage.getItem(KEPT_AS);
    return kept === 'token' || kept === 'password' ? kept : null;
  }

  /** The workspace that somebody with a password came into from this browser; empty where nobody did. */
  get lastWorkspace(): string {
    return localStorage.getItem(WORKSPACE_KEPT_AS) ?? '';
  }

  /** Takes in who is signed in as an answer tells it. */
  take(who: Who): void {
    this.who = who;
  }

  /** Says what feedback may be used for from now on. */
  async consent(consent: Shapes['ConsentShape']): Promise<void> {
    this.who = await api.put('/session/consent', { body: consent });
  }

  /** Gives the cookie back. */
  async signOut(): Promise<void> {
    await api.delete('/session');
    this.#out(false);
  }

  async #enter(way: Way, run: () => Promise<Who>): Promise<boolean> {
    this.problem = '';
    this.wait_s = 0;
    try {
      const who = await run();
      localStorage.setItem(KEPT_AS, way);
      if (way === 'password') localStorage.setItem(WORKSPACE_KEPT_AS, who.workspace);
      this.#in(who);
      return true;
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      this.problem = wordsOf(error);
      this.wait_s = error.status === 429 ? (error.retryAfter_s ?? 1) : 0;
      return false;
    }
  }

  /** Whoever comes after somebody else finds nothing of theirs in the page. */
  #in(who: Who): void {
    const name = nameOf(who);
    const isAnother = this.#last !== '' && this.#last !== name;
    this.#last = name;
    if (isAnother) {
      location.reload();
      return;
    }
    this.who = who;
    this.ended = false;
    this.elsewhere = '';
    this.standing = 'in';
  }

  #out(unasked: boolean): void {
    this.ended = unasked && (this.ended || this.standing === 'in');
    this.who = null;
    this.standing = 'out';
  }
}

export const session = new Session();
