/** A journal: rows by tenant and key. */
export class Table {
  #key;
  #tenants = new Map();

  /** @param {string} key in hexadecimal */
  constructor(key) {
    this.#key = key;
  }

  describe() {
    return { value: { durable: false }, bytes: Buffer.from(this.#key, 'hex') };
  }

  get({ tenant, keys }) {
    const rows = this.#rows(tenant);
    return { values: keys.map((key) => rows.get(key) ?? null) };
  }

  scan({ tenant, after, before, limit }) {
    const rows = this.#rows(tenant);
    const inside = (key) => inBytes(after, key) < 0 && inBytes(key, before) < 0;
    const keys = [...rows.keys()].filter(inside).sort(inBytes).slice(0, limit);
    return { rows: keys.map((key) => ({ key, value: rows.get(key) })) };
  }

  /** Nothing here waits, so that nobody writes between the checks and the writes. */
  commit({ tenant, checks, puts, deletes }) {
    const rows = this.#rows(tenant);
    const differs = ({ key, value }) => (rows.get(key) ?? null) !== (value ?? null);
    const conflict = checks.filter(differs).map(({ key }) => key);
    if (conflict.length > 0) return { conflict };
    for (const { key, value } of puts) rows.set(key, value);
    for (const key of deletes) rows.delete(key);
    return null;
  }

  #rows(tenant) {
    let rows = this.#tenants.get(tenant);
    if (rows === undefined) this.#tenants.set(tenant, (rows = new Map()));
    return rows;
  }
}

/** Keys are in the order of their bytes, which is not that of JavaScript's texts. */
function inBytes(one, other) {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}
