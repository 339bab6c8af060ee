import type { ApiProblem, Shapes } from '../../api/client';
import { freshId } from './ids';
import { lessonOf } from './lesson';
import { isForLater, Outbox, send } from './outbox';

/** Why a proposal was rejected. */
export type Reason = NonNullable<Shapes['RejectAsked']['reasons']>[number];

/** The sixteen reasons, opposites side by side. */
export const REASONS: readonly Reason[] = [
  'too_strong', 'too_weak', 'too_bright', 'too_dark', 'too_warm', 'too_cool', 'too_colorful', 'too_dull',
  'too_contrasty', 'too_flat', 'unnatural', 'artifact', 'wrong_place', 'not_asked', 'misread', 'other',
]; // prettier-ignore

/** What a person said, without what every saying carries. */
export type Said = { readonly kind: string } & Readonly<Record<string, unknown>>;

/** What was learned from one saying. */
export interface Learned {
  readonly signal: string;
  readonly lines: readonly string[];
}

/** A signal, to read what became of it. */
export type Receipt = Shapes['ReceiptShape'];

/** Says things about turns, and remembers what was learned and decided. */
export class FeedbackStore {
  /** What was learned, by turn. */
  learned = $state.raw<Readonly<Record<string, Learned>>>({});
  /** Verdicts given here, by turn; the service's own stand until then. */
  verdicts = $state.raw<Readonly<Record<string, 'accept' | 'reject' | undefined>>>({});
  /** The last signal about each turn. */
  signals = $state.raw<Readonly<Record<string, string>>>({});

  readonly #outbox: Outbox;

  constructor(
    private readonly photo: string,
    private readonly failed: (problem: ApiProblem) => void,
    of = '',
    storage: Pick<Storage, 'getItem' | 'setItem'> = localStorage,
  ) {
    this.#outbox = new Outbox(storage, of);
    void this.#outbox.flush();
  }

  /** Say something. Where it cannot be sent now it is kept, and sent later. */
  async say(turn: string, proposal: string, said: Said): Promise<void> {
    const letter = { photo: this.photo, said: { ...said, id: freshId(), turn, proposal } };
    if (said.kind === 'accept' || said.kind === 'reject')
      this.verdicts = { ...this.verdicts, [turn]: said.kind };
    try {
      const kept = await send(letter.photo, letter.said);
      this.signals = { ...this.signals, [turn]: kept.signal };
      void this.#outbox.flush();
      const lines = await lessonOf(letter.photo, letter.said, kept);
      if (lines.length > 0) this.learned = { ...this.learned, [turn]: { signal: kept.signal, lines } };
    } catch (error) {
      if (isForLater(error)) this.#outbox.keep(letter);
      else this.failed(error as ApiProblem);
    }
  }

  /** Say something that was only observed; nobody is told where it does not arrive. */
  observe(turn: string, proposal: string, act: string, amount: number): void {
    const said = { kind: 'implicit', act, amount, id: freshId(), turn, proposal };
    send(this.photo, said, true).catch((error: unknown) => {
      if (isForLater(error)) this.#outbox.keep({ photo: this.photo, said });
    });
  }
}
