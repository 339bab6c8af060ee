import { ApiProblem, isAbort } from '../api/client';
import { bytes, moment, t } from '../i18n';
import { refusalOf } from '../team/refusals';

/** A short message that goes away by itself, unless it is about a problem. */
export interface Toast {
  id: number;
  kind: 'note' | 'problem';
  text: string;
  /** Something to do about it, such as undo. */
  action?: { label: string; run: () => void };
}

const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

const LONG_S = 120;

/** How an error is said to people. */
export function wordsOf(error: unknown): string {
  if (error instanceof ApiProblem) return error.status === 0 ? t('frame.unreachable') : refusal(error);
  return error instanceof Error ? error.message : String(error);
}

/** What the server refuses is said in the person's language where there are words for it, else in the server's. */
function refusal(problem: ApiProblem): string {
  const { detail, status, retryAfter_s } = problem;
  const said = refusalOf(problem);
  if (!said) return sentence(detail);
  const values = { ...said.values };
  for (const name of said.bytes ?? []) values[name] = bytes(Number(values[name]));
  if (said.permission) values['what'] = t(`team.may.${said.permission}`);
  if (values['role']) values['role'] = t(`team.roles.${values['role']}`);
  const words = t(said.key, values);
  if (status !== 429 || retryAfter_s === null || retryAfter_s < LONG_S) return words;
  return `${words} ${t('team.refused.again', { at: moment(new Date(Date.now() + retryAfter_s * 1000).toISOString()) })}`;
}

class Toasts {
  shown = $state<Toast[]>([]);
  #next = 1;

  /** Says something for a few seconds. */
  say(text: string, action?: Toast['action']): void {
    this.#show(
      { id: this.#next++, kind: 'note', text, ...(action ? { action } : {}) },
      action ? 10_000 : 5000,
    );
  }

  /** Says what went wrong, until it is dismissed. A request that was called off is none of it; who is signed out sees it. */
  problem(error: unknown): void {
    if (isAbort(error) || (error instanceof ApiProblem && error.status === 401)) return;
    const text = wordsOf(error);
    if (this.shown.some((toast) => toast.kind === 'problem' && toast.text === text)) return;
    this.#show({ id: this.#next++, kind: 'problem', text }, 0);
  }

  dismiss(id: number): void {
    this.shown = this.shown.filter((toast) => toast.id !== id);
  }

  #show(toast: Toast, time_ms: number): void {
    this.shown = [...this.shown.slice(-3), toast];
    if (time_ms) setTimeout(() => this.dismiss(toast.id), time_ms);
  }
}

export const toasts = new Toasts();
