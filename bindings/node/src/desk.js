import { faultOf } from './desk/host_error.js';
import { MisuseError, NotFoundError } from './errors.js';

/** Asks a host what the engine asks, and brings back what it says. */
export class Desk {
  #host;
  #send;
  #onError;
  #ending = new AbortController();
  /** What the host threw last, by the question. */
  #thrown = new Map();

  /**
   * @param {import('../types/index.d.ts').Host} host
   * @param {(request: number | bigint, json: string, bytes: Uint8Array | null) => void} send
   * @param {import('../types/index.d.ts').StartOptions['onHostError']} onError
   */
  constructor(host, send, onError) {
    this.#host = host;
    this.#send = send;
    this.#onError = onError;
  }

  /**
   * Lets the host answer a question. Several are open at a time: nobody waits for this one.
   *
   * @param {{ request: number | bigint, data: any, bytes: Uint8Array }} event
   */
  async serve({ request, data, bytes }) {
    try {
      const said = await this.#ask(data, bytes);
      this.#answer(request, said.json, said.bytes);
    } catch (thrown) {
      this.#thrown.set(`${data.port}.${data.method}`, thrown);
      this.#answer(request, JSON.stringify({ error: faultOf(thrown) }), null);
      this.#onError?.(thrown, { port: data.port, method: data.method });
    }
  }

  /**
   * If a job failed by what the host threw, says so: the engine keeps nothing of a host's words.
   *
   * @param {import('./errors.js').MigraytError} error
   */
  explain(error) {
    const { port, method } = error.context;
    const thrown = this.#thrown.get(`${port}.${method}`);
    if (thrown !== undefined) error.cause ??= thrown;
  }

  /** Tells questions that are still open that nobody waits for them. */
  close() {
    this.#ending.abort();
  }

  async #ask({ port, method, arguments: given }, bytes) {
    const asked = this.#host[port];
    if (typeof asked?.[method] !== 'function') {
      return { json: '{"error":{"kind":"Unsupported","effect":"none"}}', bytes: null };
    }
    return spoken(await asked[method](given, { bytes, signal: this.#ending.signal }));
  }

  #answer(request, json, bytes) {
    try {
      this.#send(request, json, bytes);
    } catch (error) {
      // The run withdrew its question, or was freed with it: nobody waits.
      if (!(error instanceof NotFoundError || error instanceof MisuseError)) throw error;
    }
  }
}

/** Takes a value and bytes apart. JSON has no bytes, so that a value is never taken for them. */
function spoken(said) {
  if (said instanceof Uint8Array) return { json: '', bytes: said };
  const hasBytes = said?.bytes instanceof Uint8Array;
  const value = JSON.stringify((hasBytes ? said.value : said) ?? null);
  if (value === undefined) throw new TypeError('an answer is a value of JSON');
  return { json: `{"ok":${value}}`, bytes: hasBytes ? said.bytes : null };
}
