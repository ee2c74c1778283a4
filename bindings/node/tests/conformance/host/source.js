import { HostError } from '../../../src/index.js';
import { Streams, pieceOf } from './streams.js';

const MEGABYTE = 1_048_576;
const OUTLINE = ['id', 'revision', 'type', 'state', 'title', 'parent', 'rank'];

/** A tracker to be read. */
export class Source {
  #made;
  #page;
  #breaksOff;
  #forgets;
  #fileSize;
  /** The ids, ascending. */
  #ids;
  #items;
  #streams = new Streams();

  constructor(made, { page = 200, items, file_mb = 0, breaks_off = false, forgets = false }) {
    this.#made = made;
    this.#page = page;
    this.#breaksOff = breaks_off;
    this.#forgets = forgets;
    this.#fileSize = file_mb * MEGABYTE;
    if (items === undefined) {
      this.#items = new Map(made.items.map((item) => [Number(item.id), item]));
      this.#ids = [...this.#items.keys()].sort((one, other) => one - other);
    } else {
      this.#ids = Array.from({ length: items }, (_, at) => at + 1);
    }
  }

  describe() {
    const { capabilities, ...described } = this.#made.describe;
    return { ...described, capabilities: { ...capabilities, max_page: this.#page } };
  }

  catalog() {
    return { ...this.#made.catalog, items: this.#ids.length };
  }

  read({ view, after, items }) {
    const shown = view === 'outline' ? outline : (item) => item;
    if (items !== undefined && items !== null) {
      const found = items.map((id) => this.#item(Number(id))).filter((item) => item !== undefined);
      return { items: found.map(shown) };
    }
    // A cursor is the number of the last item before it.
    const number = after === null ? 0 : Number(after);
    if (!Number.isInteger(number)) throw new HostError('InputInvalid', { code: 'cursor' });
    const ids = this.#forgets ? this.#ids.slice(0, -1) : this.#ids;
    const due = ids.filter((id) => id > number);
    const page = due.slice(0, this.#page);
    return {
      items: page.map((id) => shown(this.#item(id))),
      cursor: page.length === 0 ? null : String(page.at(-1)),
      last: page.length === due.length,
    };
  }

  open({ file }) {
    if (file.id === 'big' && this.#fileSize > 0) return this.#openBig();
    const bytes = this.#made.files[file.id];
    if (bytes === undefined) throw new HostError('NotFound', { effect: 'none' });
    const written = Buffer.from(bytes);
    return this.#streams.open(written.length, pieceOf(written));
  }

  pull(given) {
    return this.#streams.pull(given);
  }

  close(given) {
    this.#streams.close(given);
  }

  #openBig() {
    return this.#streams.open(this.#fileSize, (from, to) => {
      const middle = this.#fileSize / 2;
      if (this.#breaksOff && from <= middle && middle < to) throw new HostError('Unavailable');
      const bytes = new Uint8Array(to - from);
      for (let at = 0; at < bytes.length; at += 1) bytes[at] = (from + at) % 251;
      return bytes;
    });
  }

  #item(number) {
    if (this.#items !== undefined) return this.#items.get(number);
    if (!Number.isInteger(number) || number < 1 || number > this.#ids.length) return undefined;
    const { generated } = this.#made;
    const item = { ...generated, id: String(number), title: generated.title + number };
    if (number !== 1 || this.#fileSize === 0) return item;
    return { ...item, attachments: [{ id: 'big', name: 'big', size: this.#fileSize }] };
  }
}

function outline(item) {
  return Object.fromEntries(
    OUTLINE.filter((name) => name in item).map((name) => [name, item[name]]),
  );
}
