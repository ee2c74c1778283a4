import { performance } from 'node:perf_hooks';
import { setImmediate as turn } from 'node:timers/promises';
import { Desk } from './desk.js';
import { CancelledError, MisuseError } from './errors.js';
import { eventOf } from './event.js';
import { Handle } from './handle.js';
import { Outcome } from './outcome.js';
import { waiterOf } from './waiter.js';

/** After so many events without a wait the rest of the program has its turn. */
const EVENTS_IN_A_ROW = 32;

/** One job that goes on in the background. */
export class Run {
  #abi;
  #handle;
  #waiter;
  #desk;
  #outcome = new Outcome();
  /** An engine that is collected gives its runs up, so a run holds its engine. */
  #engine;
  /** Calls that fetch are carried out one after the other. */
  #turn = Promise.resolve();
  #inRow = 0;
  #signal;
  #onAbort;

  /**
   * @param {import('./native/abi.js').Abi} abi
   * @param {bigint} handle
   * @param {object} engine
   * @param {import('../types/index.d.ts').StartOptions} options
   */
  constructor(abi, handle, engine, { host, signal, onHostError }) {
    this.#abi = abi;
    this.#handle = new Handle(this, handle, abi, 'runFree');
    this.#waiter = waiterOf(abi, handle);
    const send = this.#send.bind(this);
    this.#desk = host === undefined ? null : new Desk(host, send, onHostError);
    this.#engine = engine;
    this.#signal = signal;
    // A signal may live long; it does not keep a run that was forgotten.
    const weak = new WeakRef(this);
    this.#onAbort = () => weak.deref()?.cancel();
    signal?.addEventListener('abort', this.#onAbort, { once: true });
  }

  /** The handle, for who calls the functions of the header. */
  get handle() {
    return this.#handle.number;
  }

  /** The engine that carries it. */
  get engine() {
    return this.#engine;
  }

  /** Whether its result or error was fetched. */
  get over() {
    return this.#outcome.isOver;
  }

  /** Whether it was freed. */
  get closed() {
    return this.#handle.isFreed;
  }

  /**
   * @param {{ timeoutMs?: number }} [options]
   * @returns {Promise<import('../types/index.d.ts').Event | null>}
   */
  nextEvent({ timeoutMs = Infinity } = {}) {
    const wasClosed = this.closed;
    const fetched = this.#turn.then(() => this.#fetch(timeoutMs, wasClosed));
    // What was fetched may be a secret, and is not kept for the next turn.
    this.#turn = fetched.then(
      () => {},
      () => {},
    );
    return fetched;
  }

  async *[Symbol.asyncIterator]() {
    for (let event = await this.nextEvent(); event !== null; event = await this.nextEvent()) {
      yield event;
    }
  }

  /** @param {import('../types/index.d.ts').Listeners} [listeners] */
  async result({ onProgress, onState, onLog } = {}) {
    const listeners = { progress: onProgress, state: onState, log: onLog };
    while (!this.over) {
      const event = await this.nextEvent();
      if (event === null) break;
      await listeners[event.kind]?.(event.data);
    }
    return this.#outcome.told();
  }

  /**
   * @param {number | bigint} request
   * @param {object} answer
   * @param {string | Uint8Array | null} [bytes]
   */
  answer(request, answer, bytes) {
    this.#send(request, JSON.stringify(answer), bytes);
  }

  pause() {
    this.#abi.runPause(this.#handle.number);
  }

  resume() {
    this.#abi.runResume(this.#handle.number);
  }

  cancel() {
    this.#abi.runCancel(this.#handle.number);
    this.#waiter.stir();
  }

  free() {
    this.#letGo();
    this.#handle.free();
  }

  async close() {
    this.#letGo();
    // What a run that is over held is gone already, and nothing is to be waited for.
    if (this.over) this.#handle.free();
    else await this.#handle.freeElsewhere();
  }

  [Symbol.dispose]() {
    this.free();
  }

  async [Symbol.asyncDispose]() {
    await this.close();
  }

  async #fetch(timeoutMs, wasClosed) {
    const end = performance.now() + timeoutMs;
    if (this.#inRow >= EVENTS_IN_A_ROW) {
      this.#inRow = 0;
      await turn();
    }
    // The library refuses a run that was freed, once that is so.
    await this.#handle.freed;
    for (;;) {
      if (this.closed && !wasClosed) {
        throw new CancelledError('the run was freed while its next event was waited for');
      }
      const event = this.#take();
      if (event !== undefined) return event;
      const left = end - performance.now();
      if (!(left > 0)) return null;
      this.#inRow = 0;
      await this.#waiter.wait(left);
    }
  }

  /** An event, null if there is none any more, or undefined if there is none yet. */
  #take() {
    for (;;) {
      const next = this.#next();
      if (next.over) return null;
      if (next.event === null) return undefined;
      this.#waiter.stir();
      const event = eventOf(next.event);
      if (event === null) continue;
      this.#inRow += 1;
      if (event.kind === 'result') this.#end(() => this.#outcome.succeed(event.data));
      if (event.kind === 'request') this.#desk?.serve(event);
      return event;
    }
  }

  #next() {
    try {
      return this.#abi.runNext(this.#handle.number);
    } catch (error) {
      // A misused function says its name; every other error is how the job ended.
      if (error instanceof MisuseError && error.context.function !== undefined) throw error;
      this.#desk?.explain(error);
      if (error instanceof CancelledError && this.#signal?.aborted) {
        error.cause = this.#signal.reason;
      }
      this.#end(() => this.#outcome.fail(error));
      throw error;
    }
  }

  #send(request, json, bytes) {
    this.#abi.answer(this.#handle.number, request, json, bytes);
    this.#waiter.stir();
  }

  #end(tell) {
    tell();
    this.#signal?.removeEventListener('abort', this.#onAbort);
    this.#desk?.close();
  }

  #letGo() {
    this.#signal?.removeEventListener('abort', this.#onAbort);
    this.#desk?.close();
    this.#waiter.close();
  }
}
