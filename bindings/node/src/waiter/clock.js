/** The longest pause between two looks, in milliseconds. */
const LONGEST = 16;

/** Waits by pauses that grow while nothing happens, from one turn of the event loop on. */
export class Clock {
  #pause = 0;
  /** @type {(() => void) | null} */
  #wake = null;

  /**
   * Waits until it is worth looking again, for at most so many milliseconds.
   *
   * @param {number} limit
   * @returns {Promise<void>}
   */
  wait(limit) {
    const pause = Math.min(this.#pause, limit);
    this.#pause = Math.min(this.#pause === 0 ? 1 : this.#pause * 2, LONGEST);
    return new Promise((resolve) => {
      const timer =
        pause === 0 ? setImmediate(() => this.wake()) : setTimeout(() => this.wake(), pause);
      this.#wake = () => {
        this.#wake = null;
        if (pause === 0) clearImmediate(/** @type {NodeJS.Immediate} */ (timer));
        else clearTimeout(/** @type {NodeJS.Timeout} */ (timer));
        resolve();
      };
    });
  }

  /** Something happened, so that more may follow soon. */
  stir() {
    this.#pause = 0;
  }

  /** Ends the wait, if somebody waits. */
  wake() {
    this.#wake?.();
  }

  /** Ends the wait for good. */
  close() {
    this.wake();
  }
}
