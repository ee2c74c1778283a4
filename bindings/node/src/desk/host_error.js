import { MigraytError } from '../errors.js';

/** An error that a host answers in place of an answer. */
export class HostError extends Error {
  /**
   * @param {import('../../types/index.d.ts').ErrorKind} kind
   * @param {import('../../types/index.d.ts').HostErrorFacts} [facts]
   */
  constructor(kind, { retry, effect, code, cause } = {}) {
    super(`the host answers with ${kind}`, cause === undefined ? undefined : { cause });
    this.name = 'HostError';
    this.kind = kind;
    this.retry = retry;
    this.effect = effect;
    this.code = code;
  }
}

/**
 * What the engine is told of something that a host threw. Words are left out: they may be content.
 *
 * @param {unknown} thrown
 */
export function faultOf(thrown) {
  if (thrown instanceof HostError) {
    const { kind, retry, effect, code } = thrown;
    return { kind, retry, effect, code };
  }
  if (thrown instanceof MigraytError) {
    const retry = thrown.retry === 'after' ? { after_ms: thrown.retryAfterMs } : thrown.retry;
    return { kind: thrown.kind, retry, effect: thrown.effect };
  }
  return { kind: 'Unexpected' };
}
