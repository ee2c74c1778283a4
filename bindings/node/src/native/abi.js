import { promisify } from 'node:util';
import koffi from 'koffi';
import { errorOf } from '../errors/read.js';
import { ABI_VERSION, END, OK, Options, errorView, eventView } from './layout.js';
import { bytes, given, lent, text } from './memory.js';

/**
 * The functions of the header, with handles as numbers and errors thrown. Nothing here waits for
 * anything but the functions whose promise is given back: these wait on a thread of Node's pool.
 */
export class Abi {
  /** The functions themselves, for who has to misuse them. */
  functions;
  /** Where functions write a handle. One call is made at a time, so one place is enough. */
  #handle = new BigUint64Array(1);
  #error = new BigUint64Array(1);

  /** @param {Record<string, any>} functions */
  constructor(functions) {
    this.functions = functions;
  }

  /** What the library tells of itself. */
  about() {
    const about = { data: null, length: 0 };
    this.#call('migrayt_about', about);
    return JSON.parse(text(about));
  }

  /**
   * Makes an engine; `version` is the header's that the program was built with.
   *
   * @param {string} json
   * @param {string | Uint8Array | undefined} token
   * @param {number} [version]
   * @returns {bigint}
   */
  engineNew(json, token, version = ABI_VERSION) {
    const options = given(json);
    return lent(token, (token) => {
      const all = {
        size: koffi.sizeof(Options),
        abi_version: version,
        json: options,
        json_length: options.length,
        token,
        token_length: token.length,
      };
      this.#call('migrayt_engine_new', all, this.#handle);
      return this.#handle[0];
    });
  }

  /** @param {bigint} engine */
  engineFree(engine) {
    this.functions.migrayt_engine_free(engine);
  }

  /**
   * @param {bigint} engine
   * @returns {Promise<void>}
   */
  engineFreeElsewhere(engine) {
    return promisify(this.functions.migrayt_engine_free.async)(engine);
  }

  /**
   * @param {bigint} engine
   * @param {string} json
   * @param {string | Uint8Array | undefined} besides
   * @returns {bigint}
   */
  runStart(engine, json, besides) {
    const job = given(json);
    return lent(besides, (besides) => {
      const lengths = [job, job.length, besides, besides.length];
      this.#call('migrayt_run_start', engine, ...lengths, this.#handle);
      return this.#handle[0];
    });
  }

  /**
   * The next event if there is one, and what the function answered.
   *
   * @param {bigint} run
   */
  runNext(run) {
    const status = this.#call('migrayt_run_next', run, 0, this.#handle);
    return { over: status === END, event: status === OK ? this.#event(this.#handle[0]) : null };
  }

  /** @param {bigint} run */
  runDescriptor(run) {
    const descriptor = new Int32Array(1);
    this.#call('migrayt_run_descriptor', run, descriptor);
    return descriptor[0];
  }

  /**
   * @param {bigint} run
   * @param {number | bigint} request
   * @param {string} json
   * @param {string | Uint8Array | null | undefined} besides
   */
  answer(run, request, json, besides) {
    const said = given(json);
    const more = given(besides);
    this.#call('migrayt_answer', run, request, said, said.length, more, more.length);
  }

  /** @param {bigint} run */
  runPause(run) {
    this.#call('migrayt_run_pause', run);
  }

  /** @param {bigint} run */
  runResume(run) {
    this.#call('migrayt_run_resume', run);
  }

  /** @param {bigint} run */
  runCancel(run) {
    this.#call('migrayt_run_cancel', run);
  }

  /** @param {bigint} run */
  runFree(run) {
    this.functions.migrayt_run_free(run);
  }

  /**
   * @param {bigint} run
   * @returns {Promise<void>}
   */
  runFreeElsewhere(run) {
    return promisify(this.functions.migrayt_run_free.async)(run);
  }

  #event(handle) {
    const view = eventView();
    try {
      this.#call('migrayt_event_read', handle, view);
      const { kind, request } = view;
      return { kind, request, json: text(view.json), bytes: bytes(view.bytes) };
    } finally {
      this.functions.migrayt_event_free(handle);
    }
  }

  /** Calls a function whose last argument is the place of its error. */
  #call(name, ...values) {
    this.#error[0] = 0n;
    const status = this.functions[name](...values, this.#error);
    if (status <= 0) return status;
    throw this.#told(this.#error[0]);
  }

  #told(handle) {
    const view = errorView();
    try {
      this.functions.migrayt_error_read(handle, view, null);
      return errorOf(view.code, text(view.message), text(view.json));
    } finally {
      this.functions.migrayt_error_free(handle);
    }
  }
}
