import { fileURLToPath } from 'node:url';
import { Engine } from '../src/index.js';

/** The folder of the cases that all bindings pass. */
export const CASES =
  process.env.MIGRAYT_CASES ?? fileURLToPath(new URL('../../conformance', import.meta.url));

/** An engine between two trackers of the host's own. */
export function engineOf(folder, host) {
  return new Engine({
    folder,
    host,
    ports: { journal: 'memory' },
    configuration: {
      version: 1,
      source: { kind: 'host' },
      target: { kind: 'host' },
      protocol: { scale: 100 },
    },
  });
}

/** A job that is done at once. */
export const CONVERT = { job: 'convert', from: 'markdown', to: 'html', text: '**b**' };

/** A source that waits until it is let go, and what it was asked. */
export function patientSource() {
  const asked = [];
  let letGo = () => {};
  const source = {
    describe: (_, { signal }) => {
      asked.push(signal);
      return new Promise((resolve) => (letGo = resolve));
    },
    catalog: () => ({}),
    read: () => ({ items: [], last: true }),
  };
  return { source, asked, letGo: (value) => letGo(value) };
}
