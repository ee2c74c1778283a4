// A whole migration, from a simulated Azure DevOps to a simulated Jira: no account is needed.
//
//     node quickstart.js
//
// It needs a library that was built with the feature `sim`. The exit code is 0 only if everything
// arrived as it should.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Engine, MigraytError } from 'migrayt';

/** Starts a simulator, and waits until it serves. */
async function simulate(engine, tracker) {
  const run = engine.start({ job: 'simulate', tracker });
  for await (const event of run) {
    if (event.kind === 'state' && event.data.state === 'ready') return { run, ...event.data };
  }
  throw new Error(`the simulator of ${tracker} did not start`);
}

/** Shows on one line how far a job is. */
function progressLine({ phase, done, total }) {
  const line = `${phase}: ${done} of ${total ?? '?'}`;
  if (process.stdout.isTTY) process.stdout.write(`\r${line.padEnd(40)}`);
}

async function migrate(engine, tokens) {
  const signal = interrupted();
  const onProgress = progressLine;
  for (const [name, token] of Object.entries(tokens)) {
    await engine.run({ job: 'vault_put', name }, { bytes: token });
  }
  await engine.run({ job: 'scan' }, { signal, onProgress });
  await engine.run({ job: 'suggest' }, { signal });
  const { summary } = await engine.run({ job: 'plan' }, { signal, onProgress });
  console.log(`\n${summary.items} items are planned, ${summary.refusals} refused`);

  const ran = await engine.run({ job: 'run' }, { signal, onProgress });
  console.log(`\nthe run is ${ran.closing}`);

  const { clean, found } = await engine.run({ job: 'verify' }, { signal, onProgress });
  console.log(`\n${found.matched} of ${found.items} items are as planned`);
  return ran.closing === 'completed' && clean;
}

/** Aborted when the user interrupts the program: what is under way is waited for. */
function interrupted() {
  const controller = new AbortController();
  process.once('SIGINT', () => controller.abort());
  return controller.signal;
}

async function main() {
  const folder = await mkdtemp(join(tmpdir(), 'migrayt-quickstart-'));
  const trackers = new Engine();
  let engine;
  try {
    const source = await simulate(trackers, 'azure-devops');
    const target = await simulate(trackers, 'jira');
    engine = new Engine({
      folder,
      ports: { vault: 'memory' },
      configuration: {
        version: 1,
        source: {
          kind: 'azure-devops',
          url: source.url,
          project: source.project,
          token: 'vault:source',
        },
        target: {
          kind: 'jira',
          url: target.url,
          project: target.project,
          email: target.email,
          token: 'vault:target',
        },
        // Times of the protocol are a hundredth here; leave this out for trackers that are real.
        protocol: { scale: 100 },
      },
    });
    return await migrate(engine, { source: source.token, target: target.token });
  } finally {
    await engine?.close();
    await trackers.close();
    await rm(folder, { recursive: true, force: true });
  }
}

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
  if (!(error instanceof MigraytError)) throw error;
  console.error(error.help === null ? error.message : `${error.message}\n${error.help}`);
  process.exitCode = 1;
}
