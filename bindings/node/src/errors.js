/**
 * What went wrong. Each kind is a class of its own, so that a program can catch by class; `kind` says
 * the same in a word. Nothing of it holds content or a secret.
 */
export class MigraytError extends Error {
  /** The name of its kind. */
  static kind = 'Unexpected';
  /** The number of its kind. */
  static code = 1;

  /**
   * @param {string} message
   * @param {import('../types/index.d.ts').ErrorFacts} [facts]
   */
  constructor(message, facts = {}) {
    super(message, facts.cause === undefined ? undefined : { cause: facts.cause });
    const own = /** @type {typeof MigraytError} */ (new.target);
    this.name = own.name;
    /** @type {import('../types/index.d.ts').ErrorKind} */
    this.kind = /** @type {any} */ (own.kind);
    this.code = facts.code ?? own.code;
    this.retry = facts.retry ?? 'never';
    this.retryAfterMs = facts.retryAfterMs ?? 0;
    this.effect = facts.effect ?? 'none';
    this.help = facts.help ?? null;
    this.context = facts.context ?? {};
    this.causes = facts.causes ?? [];
  }

  /** The error as the engine writes it. */
  toJSON() {
    return {
      code: this.code,
      kind: this.kind,
      retry: this.retry,
      retry_after_ms: this.retryAfterMs,
      effect: this.effect,
      message: this.message,
      help: this.help,
      context: this.context,
      causes: this.causes,
    };
  }
}

/** A fault of ours, or a kind that this package does not know. */
export class UnexpectedError extends MigraytError {}

/** The caller asked to stop. */
export class CancelledError extends MigraytError {
  static kind = 'Cancelled';
  static code = 2;
}

/** A call that breaks the contract. */
export class MisuseError extends MigraytError {
  static kind = 'Misuse';
  static code = 3;
}

/** A configuration or mapping that cannot be used as it is. */
export class ConfigInvalidError extends MigraytError {
  static kind = 'ConfigInvalid';
  static code = 10;
}

/** Data that the operation cannot take. */
export class InputInvalidError extends MigraytError {
  static kind = 'InputInvalid';
  static code = 11;
}

/** An ability that is not there. */
export class UnsupportedError extends MigraytError {
  static kind = 'Unsupported';
  static code = 12;
}

/** The credential is not accepted. */
export class UnauthenticatedError extends MigraytError {
  static kind = 'Unauthenticated';
  static code = 20;
}

/** The credential lacks a right. */
export class PermissionDeniedError extends MigraytError {
  static kind = 'PermissionDenied';
  static code = 21;
}

/** The grant has ended; a person must consent again. */
export class NeedsConsentError extends MigraytError {
  static kind = 'NeedsConsent';
  static code = 22;
}

/** It does not exist, or not for this caller. */
export class NotFoundError extends MigraytError {
  static kind = 'NotFound';
  static code = 30;
}

/** It exists already. */
export class AlreadyExistsError extends MigraytError {
  static kind = 'AlreadyExists';
  static code = 31;
}

/** It changed since, or belongs to another run or mapping. */
export class ConflictError extends MigraytError {
  static kind = 'Conflict';
  static code = 32;
}

/** The remote asks to slow down. */
export class RateLimitedError extends MigraytError {
  static kind = 'RateLimited';
  static code = 40;
}

/** No answer in time. */
export class TimeoutError extends MigraytError {
  static kind = 'Timeout';
  static code = 41;
}

/** It cannot be reached or cannot answer. */
export class UnavailableError extends MigraytError {
  static kind = 'Unavailable';
  static code = 42;
}

/** An answer or a file that does not hold together. */
export class DataCorruptError extends MigraytError {
  static kind = 'DataCorrupt';
  static code = 50;
}

/** Another worker took the run over. */
export class LeaseLostError extends MigraytError {
  static kind = 'LeaseLost';
  static code = 60;
}

/** Another worker holds the run. */
export class LeaseHeldError extends MigraytError {
  static kind = 'LeaseHeld';
  static code = 61;
}
