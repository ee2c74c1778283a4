import koffi from 'koffi';
import { Clock } from './waiter/clock.js';
import { Descriptor } from './waiter/descriptor.js';

/**
 * What a run is waited for with: its descriptor where the system has one, else a clock. Neither holds
 * a thread while it waits, so that any number of runs go on beside Node's few.
 *
 * @param {import('./native/abi.js').Abi} abi
 * @param {bigint} run
 * @returns {Descriptor | Clock}
 */
export function waiterOf(abi, run) {
  // The wait on a descriptor is a part of koffi that may change; without it there is still the clock.
  if (typeof koffi.node?.poll !== 'function') return new Clock();
  try {
    return new Descriptor(abi.runDescriptor(run));
  } catch {
    return new Clock();
  }
}
