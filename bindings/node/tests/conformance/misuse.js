import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { library } from '../../src/native/library.js';
import { eventView } from '../../src/native/layout.js';
import { text } from '../../src/native/memory.js';
import { Failure } from './failure.js';

const WAIT_MS = 200;
const TRIES = 50;

/** What a good program does not do. */
export const MISUSES = {
  async freed_run(all, { run: name }) {
    const run = all.run(name);
    await run.close();
    await run.close();
    run.free();
    await run.nextEvent();
  },

  async freed_engine(all, { engine: name }) {
    const engine = all.engine(name);
    await engine.close();
    await engine.close();
    engine.free();
    engine.start({ job: 'metrics' });
  },

  /** The public API asks from one thread only, so this is done with the functions of the header. */
  async two_threads(all, { run: name }) {
    const { handle } = all.run(name);
    const abi = library();
    const event = new BigUint64Array(1);
    const next = promisify(abi.functions.migrayt_run_next.async);
    for (let tries = 0; tries < TRIES; tries += 1) {
      const elsewhere = next(handle, WAIT_MS, event, null);
      try {
        await pause(WAIT_MS / 4);
        abi.runNext(handle);
      } finally {
        await elsewhere;
      }
    }
    throw new Failure('no other thread was seen to wait');
  },

  /** Events are read as soon as they are fetched, so this is done with the functions of the header. */
  event_after_run(all, { engine: name }) {
    const abi = library();
    const { functions } = abi;
    const job = { job: 'convert', from: 'html', to: 'markdown', text: 'x' };
    const run = abi.runStart(all.engine(name).handle, JSON.stringify(job), undefined);
    const event = new BigUint64Array(1);
    functions.migrayt_run_next(run, -1, event, null);
    functions.migrayt_run_free(run);
    const view = eventView();
    functions.migrayt_event_read(event[0], view, null);
    const result = JSON.parse(text(view.json));
    functions.migrayt_event_free(event[0]);
    return result;
  },
};
