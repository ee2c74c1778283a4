import { setTimeout as pause } from 'node:timers/promises';
import koffi from 'koffi';
import { UnsupportedError } from '../../src/index.js';
import { library } from '../../src/native/library.js';
import { Failure } from './failure.js';

const POLLIN = 1;
const PATIENCE_MS = 5_000;

/**
 * Holds a run's descriptor to what it must say, as soon as it says so.
 *
 * @param {import('../../src/run.js').Run} run
 * @param {boolean} readable
 */
export async function becomesReadable(run, readable) {
  let descriptor;
  try {
    descriptor = library().runDescriptor(run.handle);
  } catch (error) {
    if (error instanceof UnsupportedError) return;
    throw error;
  }
  const poll = koffi.load(null).func('poll', 'int', [koffi.inout('uint8_t *'), 'ulong', 'int']);
  const end = Date.now() + PATIENCE_MS;
  do {
    // struct pollfd { int fd; short events; short revents; }
    const asked = new DataView(new ArrayBuffer(8));
    asked.setInt32(0, descriptor, true);
    asked.setInt16(4, POLLIN, true);
    if ((poll(new Uint8Array(asked.buffer), 1, 0) === 1) === readable) return;
    await pause(5);
  } while (Date.now() < end);
  throw new Failure(`the descriptor can${readable ? 'not' : ''} be read from`);
}
