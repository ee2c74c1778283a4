import koffi from 'koffi';

/** The longest time that Node's timers take, in milliseconds. */
const LONGEST = 2 ** 31 - 1;

/** Waits in Node's event loop until a descriptor can be read from. It is never read from here. */
export class Descriptor {
  #descriptor;
  /** @type {import('koffi').node.PollHandle | null} */
  #poll = null;
  // What the loop calls is held by the loop also while nobody waits. It knows this object only, so
  // that a run that was forgotten can still be collected.
  /** @type {{ wake: (() => void) | null }} */
  #waiting = { wake: null };

  /** @param {number} descriptor */
  constructor(descriptor) {
    this.#descriptor = descriptor;
  }

  /**
   * Waits until it is worth looking again, for at most so many milliseconds.
   *
   * @param {number} limit
   * @returns {Promise<void>}
   */
  wait(limit) {
    return new Promise((resolve) => {
      const waiting = this.#waiting;
      const timer =
        limit === Infinity ? undefined : setTimeout(() => this.wake(), Math.min(limit, LONGEST));
      waiting.wake = () => {
        waiting.wake = null;
        clearTimeout(timer);
        this.#poll?.stop();
        // The loop calls from outside of JavaScript, where promises are not looked at afterwards.
        setImmediate(resolve);
      };
      const call = () => waiting.wake?.();
      if (this.#poll === null) {
        this.#poll = koffi.node.poll(this.#descriptor, { readable: true }, call);
      } else {
        this.#poll.start({ readable: true }, call);
      }
    });
  }

  /** Nothing is to be done: the descriptor tells by itself. */
  stir() {}

  /** Ends the wait, if somebody waits. */
  wake() {
    this.#waiting.wake?.();
  }

  /** Lets go of the descriptor, before it is closed with its run. */
  close() {
    this.wake();
    this.#poll?.close();
    this.#poll = null;
  }
}
