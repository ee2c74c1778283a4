import { HostError } from '../../../src/index.js';

/** The items of a target, and what becomes of orders to change them. */
export class Orders {
  /** The last number that was given. */
  last = 0;
  #counted;
  #with;
  #items = new Map();
  #properties = new Map();
  /** The backlog: the items' ids from first to last. */
  #backlog = [];

  constructor(counted, given) {
    this.#counted = counted;
    this.#with = given;
  }

  number() {
    return (this.last += 1);
  }

  /** What one order of a question is answered with. */
  result(order, at) {
    if (this.#with.forgets && at === 1) return { ok: this.#pretended(order) };
    try {
      return { ok: this.#carriedOut(order) };
    } catch (error) {
      if (!(error instanceof HostError)) throw error;
      return { error: { kind: error.kind, effect: error.effect } };
    }
  }

  /** An item that is there. Of one that keeps nothing, every item is. */
  existing({ id }) {
    const item = this.#items.get(id) ?? (this.#with.forgets_all ? blank(id) : undefined);
    if (item === undefined) throw new HostError('NotFound', { effect: 'none' });
    return item;
  }

  attach(order, size) {
    const part = String(this.number());
    const { name } = order.payload;
    this.existing(order.target).attachments.push({ id: part, marker: order.marker, name, size });
    return part;
  }

  /** An item as it stands, or null. */
  standing(id) {
    const item = this.#items.get(id);
    if (item === undefined) return null;
    return { ...item, rank: String(this.#backlog.indexOf(id)).padStart(9, '0') };
  }

  numbers() {
    return [...this.#items.keys()].map((id) => Number(id.slice(2)));
  }

  marked(number) {
    const { target, marker } = this.#items.get(`D-${number}`);
    return { target, marker };
  }

  properties(id, names) {
    if (!this.#items.has(id)) return null;
    const kept = this.#properties.get(id) ?? {};
    return Object.fromEntries(
      names.filter((name) => name in kept).map((name) => [name, kept[name]]),
    );
  }

  #pretended({ operation }) {
    const number = this.number();
    if (operation === 'create') return { target: targetOf(number) };
    return operation === 'comment' || operation === 'worklog' ? { part: String(number) } : {};
  }

  #carriedOut({ operation, target, marker, payload }) {
    if (operation === 'create') return this.#created(marker, payload);
    const item = this.existing(target);
    const { body, fields } = payload;
    switch (operation) {
      case 'comment':
        return this.#part(item.comments, { marker, body });
      case 'worklog':
        return this.#part(item.worklogs, { ...payload, marker });
      case 'update':
      case 'rewrite_body':
      case 'sprint':
        Object.assign(item.fields, fields);
        for (const id of Object.keys(fields)) if (fields[id] === null) delete item.fields[id];
        break;
      case 'transition':
        item.state = payload.to;
        break;
      case 'watch':
        item.watchers = [...new Set([...item.watchers, payload.person.id])];
        break;
      case 'property': {
        const kept = this.#properties.get(target.id) ?? {};
        if (!this.#with.forgets_all) this.#properties.set(target.id, kept);
        kept[payload.name] = payload.value;
        break;
      }
      case 'remote_link':
        item.remote_links = item.remote_links.filter((one) => one.global_id !== payload.global_id);
        item.remote_links.push(payload);
        break;
      case 'link':
        this.#linked(item, this.existing(payload.other), payload.link_type);
        break;
      case 'rank':
        this.#ranked(item, this.existing(payload.after));
        break;
      default:
        throw new HostError('Unsupported', { effect: 'none' });
    }
    return {};
  }

  /** Marker and item are written at once. */
  #created(marker, { type, parent = null, fields, history = null }) {
    if (parent !== null) this.existing(parent);
    const target = targetOf(this.number());
    this.#counted.items += 1;
    if (this.#with.forgets_all) return { target };
    const item = { ...blank(target.id), target, marker, type, parent, history };
    Object.assign(item.fields, fields);
    this.#items.set(target.id, item);
    this.#backlog.push(target.id);
    return { target };
  }

  #part(list, entry) {
    const part = String(this.number());
    list.push({ ...entry, id: part });
    return { part };
  }

  #linked(one, other, link_type) {
    one.links.push({ link_type, other: other.target, outward: true });
    other.links.push({ link_type, other: one.target, outward: false });
  }

  #ranked(item, after) {
    this.#backlog = this.#backlog.filter((id) => id !== item.target.id);
    this.#backlog.splice(this.#backlog.indexOf(after.target.id) + 1, 0, item.target.id);
  }
}

function targetOf(number) {
  return { id: `D-${number}`, key: `DEPOT-${number}` };
}

/** An item of which nothing is known but its id. */
function blank(id) {
  return {
    target: targetOf(id.slice(2)),
    state: 'Open',
    fields: {},
    comments: [],
    attachments: [],
    links: [],
    remote_links: [],
    worklogs: [],
    watchers: [],
  };
}
