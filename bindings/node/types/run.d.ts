import type { Engine } from './engine.js';
import type { Event, LogLine, Progress, State } from './event.js';
import type { Host } from './host.js';

/** How a job is started. */
export interface StartOptions {
  /** What the job takes besides, a secret say. Of a text the copy is zeroed. */
  bytes?: string | Uint8Array;
  /** Answers its questions; the engine's host, if left out. */
  host?: Host;
  /** Cancels the job orderly when it is aborted. */
  signal?: AbortSignal;
  /**
   * Hears of what a method of the host threw, after the engine got its kind. Nothing of its words
   * reaches the engine. What it throws itself is an unhandled rejection.
   */
  onHostError?: (error: unknown, question: { port: string; method: string }) => void;
}

/** Who hears of a job's events. A listener that gives a promise back is waited for. */
export interface Listeners {
  onProgress?: (progress: Progress) => void | Promise<void>;
  onState?: (state: State) => void | Promise<void>;
  onLog?: (line: LogLine) => void | Promise<void>;
}

/**
 * One job that goes on in the background.
 *
 * Its events are fetched by `for await`, by {@link nextEvent} or by {@link result}; a host is asked
 * whenever a question of its is fetched, so that a run that nobody fetches from stands still. It keeps
 * the process alive only while somebody waits for an event. Free it by `close`, or by `await using`.
 */
export class Run implements AsyncIterable<Event> {
  private constructor();

  /** The engine that carries it. */
  readonly engine: Engine;

  /** Whether its result or its error was fetched. */
  readonly over: boolean;

  /** Whether it was freed. */
  readonly closed: boolean;

  /** Its handle, for who calls the functions of the header. */
  readonly handle: bigint;

  /**
   * The events to the end, the result last. Questions that the host answers are shown too. Leaving the
   * loop leaves the run as it is; another loop goes on with it.
   *
   * @throws `MigraytError` why the job failed, once
   */
  [Symbol.asyncIterator](): AsyncGenerator<Event, void, void>;

  /**
   * Waits for the next event, without holding a thread.
   *
   * @param options for how long; for ever if left out, not at all if it is 0
   * @returns null after the last event ({@link over} is true), or if none came in the time
   * @throws `MigraytError` why the job failed, once; `CancelledError` if it is freed meanwhile;
   * `MisuseError` if it was freed before
   */
  nextEvent(options?: { timeoutMs?: number }): Promise<Event | null>;

  /**
   * Fetches the rest of the events.
   *
   * @returns the job's result; once more, it is given again
   * @throws `MigraytError` why the job failed
   */
  result(listeners?: Listeners): Promise<any>;

  /**
   * Answers a question by its number, where no host does.
   *
   * @param answer `{ ok: value }` or `{ error: { kind, retry, effect, code } }`
   * @param bytes what goes with it
   * @throws `NotFoundError` if nobody waits for it (any more); `InputInvalidError` if it is neither
   */
  answer(request: number | bigint, answer: object, bytes?: string | Uint8Array | null): void;

  /**
   * Lets the run rest at the next edge between operations; the state `paused` tells that it does.
   *
   * @throws `UnsupportedError` for a job that cannot rest: only `run` and `retry` can
   */
  pause(): void;

  /**
   * Lets it go on.
   *
   * @throws `UnsupportedError` for a job that cannot rest
   */
  resume(): void;

  /**
   * Asks the job to stop: nothing new is begun, and what is under way is waited for. Go on fetching
   * events to the end.
   */
  cancel(): void;

  /**
   * Frees the run without holding up the event loop. One that still goes on is given up, as if the
   * process had been killed: nothing is lost, and what was under way is in doubt until the next run.
   * Once more is no error.
   */
  close(): Promise<void>;

  /** Does the same and waits for it, which holds up the event loop meanwhile. */
  free(): void;

  [Symbol.dispose](): void;
  [Symbol.asyncDispose](): Promise<void>;
}
