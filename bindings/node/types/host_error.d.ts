import type { Effect, ErrorKind } from './error.js';

/** What a host's error says beside its kind. */
export interface HostErrorFacts {
  /** Whether asking again can help; `never` if left out. */
  retry?: 'never' | 'backoff' | { after_ms: number };
  /** Whether it may have happened; what was sent to a target and says nothing is `unknown`. */
  effect?: Effect;
  /** A short name of your own: 1 to 64 letters, digits and `. _ -`. Anything else is dropped. */
  code?: string;
  cause?: unknown;
}

/**
 * An error that a host answers in place of an answer: throw it in a method of a host. A `MigraytError`
 * that is thrown there is answered with its kind, and anything else with `Unexpected`. No words reach
 * the engine.
 */
export class HostError extends Error {
  constructor(kind: ErrorKind, facts?: HostErrorFacts);
  readonly kind: ErrorKind;
  readonly retry: HostErrorFacts['retry'];
  readonly effect: Effect | undefined;
  readonly code: string | undefined;
}
