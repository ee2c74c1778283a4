/** The words for the kinds of events, by their number. */
const KINDS = new Map([
  [1, 'progress'],
  [2, 'request'],
  [3, 'state'],
  [4, 'log'],
  [5, 'result'],
]);

/**
 * An event as programs see it, or nothing if it is of a kind that this package does not know.
 *
 * @param {{ kind: number, request: number | bigint, json: string, bytes: Uint8Array }} told
 * @returns {any}
 */
export function eventOf({ kind, request, json, bytes }) {
  const word = KINDS.get(kind);
  if (word === undefined) return null;
  const data = JSON.parse(json);
  return word === 'request' ? { kind: word, data, request, bytes } : { kind: word, data };
}
