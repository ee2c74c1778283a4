import { CancelledError } from './errors.js';
import { Handle } from './handle.js';
import { library } from './native/library.js';
import { Run } from './run.js';

/**
 * What the library tells of itself.
 *
 * @param {{ library?: string }} [options]
 */
export function about(options = {}) {
  return library(options.library).about();
}

/** One migration for one caller, and the threads that carry it. */
export class Engine {
  #abi;
  #handle;
  #host;

  /** @param {import('../types/index.d.ts').EngineOptions} [options] */
  constructor({ library: path, token, host, ...options } = {}) {
    this.#abi = library(path);
    this.#host = host;
    const number = this.#abi.engineNew(JSON.stringify(options), token);
    this.#handle = new Handle(this, number, this.#abi, 'engineFree');
  }

  /** The handle, for who calls the functions of the header. */
  get handle() {
    return this.#handle.number;
  }

  /** Whether it was freed. */
  get closed() {
    return this.#handle.isFreed;
  }

  /**
   * @param {object} job
   * @param {import('../types/index.d.ts').StartOptions} [options]
   */
  start(job, { bytes, ...options } = {}) {
    if (options.signal?.aborted) {
      const cause = options.signal.reason;
      throw new CancelledError('the job was cancelled before it was started', { cause });
    }
    const number = this.#abi.runStart(this.#handle.number, JSON.stringify(job), bytes);
    return new Run(this.#abi, number, this, { ...options, host: options.host ?? this.#host });
  }

  /**
   * @param {object} job
   * @param {import('../types/index.d.ts').RunOptions} [options]
   */
  async run(job, options = {}) {
    const run = this.start(job, options);
    try {
      return await run.result(options);
    } catch (error) {
      // A listener failed: what is under way is waited for before anybody hears of it.
      if (!run.over) await stopped(run);
      throw error;
    } finally {
      await run.close();
    }
  }

  free() {
    this.#handle.free();
  }

  async close() {
    await this.#handle.freeElsewhere();
  }

  [Symbol.dispose]() {
    this.free();
  }

  async [Symbol.asyncDispose]() {
    await this.close();
  }
}

/** Cancels a run and fetches the rest of it, whatever that says. */
async function stopped(run) {
  run.cancel();
  try {
    await run.result();
  } catch {
    // The run ended as it was asked to; what is told is why.
  }
}
