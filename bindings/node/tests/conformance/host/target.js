import { HostError } from '../../../src/index.js';
import { Orders } from './orders.js';
import { Streams, pieceOf } from './streams.js';

/** A tracker to be written. It keeps what it is given and gives it back. */
export class Target {
  /** What it was given so far. */
  counted = { items: 0, files: 0, bytes: 0 };
  #made;
  #with;
  #page;
  #orders;
  #nodes = [];
  #uploads = new Map();
  #files = new Map();
  #streams = new Streams();

  constructor(made, given) {
    this.#made = made;
    this.#with = given;
    this.#page = given.page ?? 50;
    this.#orders = new Orders(this.counted, given);
  }

  describe() {
    const { capabilities, ...described } = this.#made.describe;
    return { ...described, capabilities: { ...capabilities, max_read_back: this.#page } };
  }

  catalog() {
    const { catalog } = this.#made;
    const nodes = [...catalog.nodes, ...this.#nodes];
    return { ...catalog, nodes, max_attachment: this.#with.largest_file };
  }

  prepare({ preparations }) {
    return { results: preparations.map((wanted) => ({ ok: this.#prepared(wanted) })) };
  }

  high_water() {
    return { high_water: String(this.#orders.last) };
  }

  apply({ orders }) {
    return { results: orders.map((order, at) => this.#orders.result(order, at)) };
  }

  read_back({ items }) {
    return { items: items.map((id) => this.#orders.standing(id)).filter((item) => item !== null) };
  }

  sweep({ after, cursor }) {
    const place = Number(cursor ?? after);
    if (!Number.isInteger(place)) throw new HostError('InputInvalid');
    const due = this.#orders.numbers().filter((number) => number > place);
    const page = due.slice(0, this.#page);
    return {
      items: page.map((number) => this.#orders.marked(number)),
      cursor: page.length === 0 ? null : String(page.at(-1)),
      last: page.length === due.length,
    };
  }

  properties({ items, names }) {
    const found = items.map((id) => ({ id, properties: this.#orders.properties(id, names) }));
    return { items: found.filter(({ properties }) => properties !== null) };
  }

  attach_begin({ order }) {
    this.#orders.existing(order.target);
    const upload = `upload-${this.#orders.number()}`;
    this.#uploads.set(upload, { order, pieces: [], size: 0 });
    return { upload };
  }

  attach_piece({ upload }, { bytes }) {
    const open = this.#upload(upload);
    open.size += bytes.length;
    if (!this.#forgetsBytes) open.pieces.push(bytes);
  }

  attach_end({ upload, size }) {
    const open = this.#upload(upload);
    this.#uploads.delete(upload);
    if (open.size !== size) throw new HostError('DataCorrupt', { effect: 'none' });
    const part = this.#orders.attach(open.order, size);
    if (!this.#forgetsBytes) this.#files.set(part, Buffer.concat(open.pieces));
    this.counted.files += 1;
    this.counted.bytes += size;
    return { part };
  }

  attach_abort({ upload }) {
    this.#uploads.delete(upload);
  }

  open({ file }) {
    if (this.#forgetsBytes) throw new HostError('Unsupported');
    const bytes = this.#files.get(file);
    if (bytes === undefined) throw new HostError('NotFound', { effect: 'none' });
    return this.#streams.open(bytes.length, pieceOf(bytes));
  }

  pull(given) {
    return this.#streams.pull(given);
  }

  close(given) {
    this.#streams.close(given);
  }

  get #forgetsBytes() {
    return this.#with.forgets_bytes || this.#with.forgets_all;
  }

  #upload(name) {
    const open = this.#uploads.get(name);
    if (open === undefined) throw new HostError('NotFound', { effect: 'none' });
    return open;
  }

  /** Makes a component, version or sprint, unless it is there. */
  #prepared(wanted) {
    const same = ({ kind, name }) => kind === wanted.kind && name === wanted.name;
    const there = [...this.#made.catalog.nodes, ...this.#nodes].find(same);
    if (there !== undefined) return { id: there.id, existed: true };
    const id = String(this.#orders.number());
    this.#nodes.push({ id, ...wanted });
    return { id, existed: false };
  }
}
