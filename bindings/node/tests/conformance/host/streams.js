import { HostError } from '../../../src/index.js';

/** How many bytes one piece of a file has. */
const PIECE = 64 * 1024;

/** Files that are read a piece at a time. */
export class Streams {
  #open = new Map();
  #opened = 0;

  /**
   * Opens a file of so many bytes, which are made when they are asked for.
   *
   * @param {number} size
   * @param {(from: number, to: number) => Uint8Array} piece
   */
  open(size, piece) {
    const stream = `stream-${(this.#opened += 1)}`;
    this.#open.set(stream, { size, piece, at: 0 });
    return { stream, size };
  }

  pull({ stream }) {
    const open = this.#open.get(stream);
    if (open === undefined) throw new HostError('NotFound', { effect: 'none' });
    const to = Math.min(open.at + PIECE, open.size);
    const bytes = open.piece(open.at, to);
    open.at = to;
    const end = to === open.size;
    if (end) this.#open.delete(stream);
    return { value: { end }, bytes };
  }

  close({ stream }) {
    this.#open.delete(stream);
  }
}

/** The piece of bytes that are there. */
export function pieceOf(bytes) {
  return (from, to) => bytes.subarray(from, to);
}
