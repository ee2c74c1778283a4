// What a program in TypeScript writes. The test of the types holds that all of it is accepted, and
// that each line below an expected error is not.
import {
  Engine,
  HostError,
  MigraytError,
  NotFoundError,
  about,
  type Event,
  type Host,
  type Run,
  type Source,
} from '../../types/index.js';

const source: Source = {
  describe: () => ({ endpoint: 'list:fabrikam/Shop', organization: 'fabrikam', project: 'Shop' }),
  catalog: async () => ({ types: [] }),
  async read({ view, after, items }, { signal }) {
    signal.throwIfAborted();
    if (items !== undefined) return { items: [] };
    if (after === 'nowhere') throw new HostError('InputInvalid', { code: 'cursor' });
    return { items: [{ view }], cursor: null, last: true };
  },
  pull: () => ({ value: { end: true }, bytes: new Uint8Array(3) }),
};

const host: Host = {
  source,
  prompt: { ask: ({ wanted }) => Buffer.from(wanted) },
  directory: { look_up: (_, { bytes }) => (bytes.length === 0 ? null : undefined) },
};

export async function program(signal: AbortSignal): Promise<number> {
  await using engine = new Engine({
    configuration: { version: 1 },
    ports: { vault: 'memory' },
    host,
  });
  await engine.run({ job: 'vault_put', name: 'jira' }, { bytes: 'secret' });
  const planned = await engine.run(
    { job: 'plan', sample: 3 },
    { signal, onProgress: ({ done }) => void done },
  );
  await using run: Run = engine.start({ job: 'run' });
  for await (const event of run) {
    if (event.kind === 'progress') console.log(event.data.done, event.data.total);
    if (event.kind === 'request') run.answer(event.request, { ok: null }, event.bytes);
    // @ts-expect-error only a question has a number
    if (event.kind === 'state') console.log(event.request);
  }
  const last: Event | null = await run.nextEvent({ timeoutMs: 10 });
  return last === null ? planned.summary.items : about().abi;
}

export function told(error: unknown): string {
  if (error instanceof NotFoundError) return error.help ?? '';
  return error instanceof MigraytError ? `${error.kind} ${error.retryAfterMs}` : '';
}

// @ts-expect-error there is no such job
new Engine().start({ job: 'conwert' });
// @ts-expect-error the text is missing
new Engine().start({ job: 'convert', from: 'html', to: 'adf' });
// @ts-expect-error there is no such option
new Engine({ threds: 2 });
// @ts-expect-error there is no such kind
new HostError('NoSuchKind');
// @ts-expect-error a source has items
export const broken: Source = { describe: () => ({}), catalog: () => ({}) };
