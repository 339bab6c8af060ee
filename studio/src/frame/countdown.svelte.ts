/** Seconds that go by until something may be tried again. */
export class Countdown {
  left_s = $state(0);
  #timer = 0;

  /** Counts down from here; returns how to stop. */
  begin(from_s: number): () => void {
    clearInterval(this.#timer);
    this.left_s = from_s;
    const until_ms = performance.now() + from_s * 1000;
    if (from_s > 0)
      this.#timer = setInterval(() => {
        this.left_s = Math.max(0, Math.ceil((until_ms - performance.now()) / 1000));
        if (!this.left_s) clearInterval(this.#timer);
      }, 250) as unknown as number;
    return () => clearInterval(this.#timer);
  }
}
