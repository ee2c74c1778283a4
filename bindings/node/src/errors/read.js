import * as errors from '../errors.js';

/** The class of each number. */
const CLASSES = new Map(
  Object.values(errors)
    .filter((one) => one !== errors.MigraytError)
    .map((one) => [one.code, one]),
);

/**
 * The error that the library told. A number that is not known is `UnexpectedError`, and keeps its
 * number.
 *
 * @param {number} code
 * @param {string} message the words for a person, with the facts
 * @param {string} json everything else
 * @returns {errors.MigraytError}
 */
export function errorOf(code, message, json) {
  const told = json === '' ? {} : JSON.parse(json);
  const Known = CLASSES.get(code) ?? errors.UnexpectedError;
  return new Known(message, {
    code,
    retry: told.retry,
    retryAfterMs: told.retry_after_ms,
    effect: told.effect,
    help: told.help,
    context: told.context,
    causes: told.causes,
  });
}
