import { api, ApiProblem, type Shapes } from '../../api/client';

interface Letter {
  readonly photo: string;
  readonly said: { readonly id: string; readonly kind: string };
}

const KEY = 'burnish.unsent-feedback';
const MOST_KEPT = 200;

/** Feedback that could not be sent stays here, in this browser, until it can be: no rating is ever thrown away. */
export class Outbox {
  readonly #key: string;

  /** `of` names whose feedback it is, so that nobody sends another's as theirs; empty for who started the server. */
  constructor(
    private readonly storage: Pick<Storage, 'getItem' | 'setItem'>,
    of = '',
  ) {
    this.#key = of ? `${KEY}:${of}` : KEY;
  }

  /** Letters that wait. */
  get waiting(): readonly Letter[] {
    try {
      return JSON.parse(this.storage.getItem(this.#key) ?? '[]') as Letter[];
    } catch {
      return [];
    }
  }

  /** Keep a letter until it can be sent. Its id makes sending it twice harmless. */
  keep(letter: Letter): void {
    const others = this.waiting.filter((each) => each.said.id !== letter.said.id);
    this.storage.setItem(this.#key, JSON.stringify([...others, letter].slice(-MOST_KEPT)));
  }

  /** Send what waits; what still cannot be sent stays, what is refused goes. */
  async flush(): Promise<void> {
    for (const letter of this.waiting) {
      try {
        await send(letter.photo, letter.said);
      } catch (error) {
        if (isForLater(error)) return;
      }
      const others = this.waiting.filter((each) => each.said.id !== letter.said.id);
      this.storage.setItem(this.#key, JSON.stringify(others));
    }
  }
}

/** Whether a failure is none of the letter's own. */
export function isForLater(error: unknown): boolean {
  return error instanceof ApiProblem && (error.status === 0 || error.status === 429 || error.status >= 500);
}

/** Send one saying. */
export function send(photo: string, said: object, keepalive = false): Promise<Shapes['SaidShape']> {
  const body = said as never;
  return api.post('/photos/{photo}/feedback', { path: { photo }, body, keepalive }) as Promise<
    Shapes['SaidShape']
  >;
}
