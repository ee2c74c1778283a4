import koffi from 'koffi';

/**
 * A text of the library, copied.
 *
 * @param {{ data: bigint | null, length: number | bigint }} view
 * @returns {string}
 */
export function text(view) {
  const length = Number(view.length);
  return length === 0 ? '' : koffi.decode.string(view.data, length);
}

/**
 * Bytes of the library, copied: what they come from is freed at once.
 *
 * @param {{ data: bigint | null, length: number | bigint }} view
 * @returns {Uint8Array}
 */
export function bytes(view) {
  const length = Number(view.length);
  return length === 0 ? new Uint8Array(0) : koffi.decode(view.data, 'uint8_t', length);
}

/**
 * Bytes for the library, which copies them before its function returns. Texts are written in UTF-8.
 *
 * @param {string | Uint8Array | null | undefined} given
 * @returns {Uint8Array}
 */
export function given(given) {
  if (given === null || given === undefined) return new Uint8Array(0);
  if (typeof given === 'string') return Buffer.from(given, 'utf8');
  if (given instanceof Uint8Array) return given;
  throw new TypeError('bytes are a Uint8Array or a text');
}

/**
 * Uses bytes that may be a secret, and zeroes the copy that a text was written into.
 *
 * @template T
 * @param {string | Uint8Array | null | undefined} secret
 * @param {(bytes: Uint8Array) => T} use
 * @returns {T}
 */
export function lent(secret, use) {
  const lent = given(secret);
  try {
    return use(lent);
  } finally {
    if (lent !== secret) lent.fill(0);
  }
}
