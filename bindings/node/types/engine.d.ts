import type { Host } from './host.js';
import type { Job } from './job.js';
import type { Listeners, Run, StartOptions } from './run.js';

/** How an engine is made. Each field may be left out. */
export interface EngineOptions {
  /** The configuration: an object of the shape of its file, or its text. */
  configuration?: object | string;
  /** The path of such a file, in place of it. */
  configuration_file?: string;
  /** The folder that its paths are relative to; it must be there. */
  folder?: string;
  /** How many threads carry runs, 1 to 64; 2 if left out. They are the engine's own, not Node's. */
  threads?: number;
  /** Who implements the ports that the configuration does not describe. */
  ports?: {
    journal?: 'file' | 'memory' | 'host';
    vault?: 'folder' | 'memory' | 'host' | { aws: Record<string, unknown> };
    directory?: 'solo' | 'host';
  };
  /** The token that the caller shows to the host's directory. The engine copies it, and zeroes that. */
  token?: string | Uint8Array;
  /** Where the native library is; if left out, it is looked for. */
  library?: string;
  /** The host of every job that has none of its own. */
  host?: Host;
}

/** How a job is started, and who hears of it. */
export interface RunOptions extends StartOptions, Listeners {}

/**
 * One migration for one caller, and the threads that carry it.
 *
 * It belongs to the thread of JavaScript that made it. Free it by `close`, or by `await using`; one that
 * is forgotten is freed when it is collected, some time or never.
 */
export class Engine {
  /**
   * Makes an engine. It reads the configuration's file, and asks nobody anything yet.
   *
   * @throws `InputInvalidError` and `ConfigInvalidError` with what is wrong and where;
   * `UnavailableError` if the system gives no threads; what `about` throws
   */
  constructor(options?: EngineOptions);

  /** Whether it was freed. */
  readonly closed: boolean;

  /** Its handle, for who calls the functions of the header. */
  readonly handle: bigint;

  /**
   * Carries a job out to its end, and frees it.
   *
   * An abort of `signal` cancels it orderly: a job `run` or `retry` then ends with the closing
   * `interrupted`, any other with `CancelledError`, whose `cause` is the signal's reason. If a listener
   * throws, the job is cancelled, waited for, and what was thrown is thrown on.
   *
   * @returns the job's result, as the page about jobs in the documentation shows it
   * @throws `MigraytError` why it failed
   */
  run(job: Job, options?: RunOptions): Promise<any>;

  /**
   * Starts a job that the caller looks after.
   *
   * @throws `InputInvalidError` with the place, if there is no such job or it is not of its shape;
   * `CancelledError` if the signal was aborted before
   */
  start(job: Job, options?: StartOptions): Run;

  /**
   * Frees the engine without holding up the event loop. Runs that still go on are given up, as if the
   * process had been killed: nothing is lost, and what was under way is in doubt until the next run.
   * Once more is no error.
   */
  close(): Promise<void>;

  /** Does the same and waits for it, which holds up the event loop meanwhile. */
  free(): void;

  [Symbol.dispose](): void;
  [Symbol.asyncDispose](): Promise<void>;
}
