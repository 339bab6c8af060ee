import { toasts } from '../frame/toasts.svelte';

/** What is under way: something that was asked for, or reading. What goes wrong is said. */
export class Busy {
  now = $state(false);
  reading = $state(false);

  /** Reads something: buttons are not held up by it. */
  async read(work: () => Promise<unknown>): Promise<void> {
    this.reading = true;
    try {
      await work();
    } catch (error) {
      toasts.problem(error);
    } finally {
      this.reading = false;
    }
  }

  /** Does something; says whether it was done. */
  async run(work: () => Promise<unknown>): Promise<boolean> {
    this.now = true;
    try {
      await work();
      return true;
    } catch (error) {
      toasts.problem(error);
      return false;
    } finally {
      this.now = false;
    }
  }
}
