/** Frees what was forgotten. It does so elsewhere, since freeing may wait. */
const forgotten = new FinalizationRegistry(({ abi, number, free }) => {
  abi[`${free}Elsewhere`](number).catch(() => {});
});

/** A handle of the library that belongs to one object, and is freed once. */
export class Handle {
  /** The handle. The library refuses it once it is freed, so that nobody else has to look. */
  number;
  /**
   * When it is freed; undefined as long as nobody began to free it.
   *
   * @type {Promise<void> | undefined}
   */
  freed = undefined;
  #abi;
  #free;

  /**
   * @param {object} owner
   * @param {bigint} number
   * @param {import('./native/abi.js').Abi} abi
   * @param {'engineFree' | 'runFree'} free
   */
  constructor(owner, number, abi, free) {
    this.number = number;
    this.#abi = abi;
    this.#free = free;
    forgotten.register(owner, { abi, number, free }, this);
  }

  get isFreed() {
    return this.freed !== undefined;
  }

  /** Frees it and waits until all of it is gone. */
  free() {
    forgotten.unregister(this);
    this.#abi[this.#free](this.number);
    this.freed ??= Promise.resolve();
  }

  /**
   * Frees it, and waits on a thread of Node's pool.
   *
   * @returns {Promise<void>}
   */
  freeElsewhere() {
    forgotten.unregister(this);
    return (this.freed ??= this.#abi[`${this.#free}Elsewhere`](this.number));
  }
}
