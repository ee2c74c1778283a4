import { readFileSync } from 'node:fs';
import { HostError } from '../../../src/index.js';
import { Safe } from './safe.js';
import { Source } from './source.js';
import { Table } from './table.js';
import { Target } from './target.js';

/** The host of the cases: two trackers, a journal, a vault and a directory in memory. */
export class Host {
  #made;
  #with;
  #ports = {};
  /** What every question is answered with, if there is trouble. */
  #trouble = null;

  /**
   * @param {string} file where `host.json` is
   * @param {any} given the ports that it has, and how they behave
   */
  constructor(file, given) {
    this.#made = JSON.parse(readFileSync(file, 'utf8'));
    this.#with = given;
    for (const port of [...Object.keys(given), 'conformance']) {
      this.#ports[port] = this.#make(port);
      this[port] = this.#asked(port);
    }
  }

  /** @param {{ kind: any }} error */
  trouble(error) {
    this.#trouble = error;
  }

  /** What its target was given. */
  get counted() {
    return this.#ports.target.counted;
  }

  #make(port) {
    const given = this.#with[port];
    switch (port) {
      case 'source':
        return new Source(this.#made.source, given);
      case 'target':
        return new Target(this.#made.target, given);
      case 'journal':
        return new Table(this.#made.journal.key);
      case 'vault':
        return new Safe();
      case 'directory':
        return { look_up: (_, { bytes }) => this.#made.directory[Buffer.from(bytes).toString()] };
      case 'prompt':
        return { ask: ({ wanted }) => Buffer.from(given[wanted] ?? '') };
      case 'conformance':
        return { empty: ({ port }) => void (this.#ports[port] = this.#make(port)) };
      default:
        throw new Error(`no port of a host: ${port}`);
    }
  }

  /** A port as the engine asks it: each of its methods, if there is no trouble. */
  #asked(port) {
    const ask = (method) => (given, question) => {
      if (this.#trouble !== null) throw new HostError(this.#trouble.kind, this.#trouble);
      if (this.#with[port]?.silent) return new Promise(() => {});
      const asked = this.#ports[port];
      if (typeof asked[method] !== 'function') throw new HostError('Unsupported');
      return asked[method](given, question);
    };
    return new Proxy({}, { get: (_, method) => ask(method) });
  }
}
