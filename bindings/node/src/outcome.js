/** How a job ended, once it did. */
export class Outcome {
  /** @type {{ value: any } | { error: unknown } | null} */
  #ended = null;

  get isOver() {
    return this.#ended !== null;
  }

  /** @param {any} value */
  succeed(value) {
    this.#ended ??= { value };
  }

  /** @param {unknown} error */
  fail(error) {
    this.#ended ??= { error };
  }

  /** The value, or throws the error. */
  told() {
    if (this.#ended !== null && 'error' in this.#ended) throw this.#ended.error;
    return this.#ended?.value;
  }
}
