import { MigraytError } from './error.js';

/** A fault of ours, or a kind that this package does not know. */
export class UnexpectedError extends MigraytError {}

/** The caller asked to stop. */
export class CancelledError extends MigraytError {}

/** A call that breaks the contract, such as the use of what was freed. */
export class MisuseError extends MigraytError {}

/** A configuration or mapping that cannot be used as it is. */
export class ConfigInvalidError extends MigraytError {}

/** Data that the operation cannot take. */
export class InputInvalidError extends MigraytError {}

/** An ability that is not there. */
export class UnsupportedError extends MigraytError {}

/** The credential is not accepted. */
export class UnauthenticatedError extends MigraytError {}

/** The credential lacks a right. */
export class PermissionDeniedError extends MigraytError {}

/** The grant has ended; a person must consent again. */
export class NeedsConsentError extends MigraytError {}

/** It does not exist, or not for this caller. */
export class NotFoundError extends MigraytError {}

/** It exists already. */
export class AlreadyExistsError extends MigraytError {}

/** It changed since, or belongs to another run or mapping. */
export class ConflictError extends MigraytError {}

/** The remote asks to slow down. */
export class RateLimitedError extends MigraytError {}

/** No answer in time. */
export class TimeoutError extends MigraytError {}

/** It cannot be reached or cannot answer. */
export class UnavailableError extends MigraytError {}

/** An answer or a file that does not hold together. */
export class DataCorruptError extends MigraytError {}

/** Another worker took the run over. */
export class LeaseLostError extends MigraytError {}

/** Another worker holds the run. */
export class LeaseHeldError extends MigraytError {}
