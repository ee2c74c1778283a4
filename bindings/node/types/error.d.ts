/** The name of an error's kind. */
export type ErrorKind =
  | 'Unexpected'
  | 'Cancelled'
  | 'Misuse'
  | 'ConfigInvalid'
  | 'InputInvalid'
  | 'Unsupported'
  | 'Unauthenticated'
  | 'PermissionDenied'
  | 'NeedsConsent'
  | 'NotFound'
  | 'AlreadyExists'
  | 'Conflict'
  | 'RateLimited'
  | 'Timeout'
  | 'Unavailable'
  | 'DataCorrupt'
  | 'LeaseLost'
  | 'LeaseHeld';

/** Whether asking again can help: never, after a pause, or after the pause that the remote asked for. */
export type Retry = 'never' | 'backoff' | 'after';

/** Whether it may have happened all the same: certainly not, or perhaps. */
export type Effect = 'none' | 'unknown';

/** What an error says beside its words. */
export interface ErrorFacts {
  code?: number;
  retry?: Retry;
  retryAfterMs?: number;
  effect?: Effect;
  help?: string | null;
  context?: Record<string, string | number>;
  causes?: string[];
  cause?: unknown;
}

/**
 * What went wrong.
 *
 * Each kind is a class of its own, so that a program can catch by class. An error holds ids, names and
 * numbers, never content and never a secret. Its `cause` is the reason of the signal that cancelled the
 * job, or what the program's own host threw, where the job failed by it; it never leaves the process.
 */
export class MigraytError extends Error {
  constructor(message: string, facts?: ErrorFacts);
  /** The number of its kind. It is kept if the kind is not known to this package. */
  readonly code: number;
  /** Its kind; `Unexpected` if it is not known to this package. */
  readonly kind: ErrorKind;
  /** Whether asking again can help. */
  readonly retry: Retry;
  /** The pause that the remote asked for, in milliseconds; 0 unless `retry` is `after`. */
  readonly retryAfterMs: number;
  /** Whether it may have happened all the same. */
  readonly effect: Effect;
  /** What the reader can do, or null. */
  readonly help: string | null;
  /** The facts that the message names. */
  readonly context: Record<string, string | number>;
  /** What lies behind it, nearest first. */
  readonly causes: string[];
  /** The error as the engine writes it, with the names of its JSON. */
  toJSON(): ErrorJson;
}

/** An error as the engine writes it. */
export interface ErrorJson {
  code: number;
  kind: ErrorKind;
  retry: Retry;
  retry_after_ms: number;
  effect: Effect;
  message: string;
  help: string | null;
  context: Record<string, string | number>;
  causes: string[];
}
