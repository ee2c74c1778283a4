import { Failure } from './failure.js';

const VARIABLE = /\$([a-z_]\w*)((?:\.\w+)*)/gi;
const ALONE = new RegExp(`^${VARIABLE.source}$`, 'i');

/** What steps kept, and texts that name it. */
export class Variables {
  #kept;

  /** @param {Record<string, any>} [kept] */
  constructor(kept = {}) {
    this.#kept = kept;
  }

  keep(name, value) {
    if (name !== undefined) this.#kept[name] = value;
  }

  get(name) {
    if (!(name in this.#kept)) throw new Failure(`nothing was kept as ${name}`);
    return this.#kept[name];
  }

  /** All of it, to be handed to another process. */
  all() {
    return this.#kept;
  }

  /** A value of a step, with what its texts name. Names of fields are no texts. */
  filled(value) {
    if (typeof value === 'string') return this.#text(value);
    if (Array.isArray(value)) return value.map((one) => this.filled(one));
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, this.filled(one)]));
  }

  #text(text) {
    const alone = ALONE.exec(text);
    if (alone !== null) return this.#find(alone[1], alone[2]);
    return text.replaceAll(VARIABLE, (_, name, path) => this.#find(name, path));
  }

  #find(name, path) {
    const fields = path.split('.').slice(1);
    return fields.reduce((value, field) => value[field], this.get(name));
  }
}
