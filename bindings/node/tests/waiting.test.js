import assert from 'node:assert/strict';
import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { fileURLToPath } from 'node:url';
import koffi from 'koffi';
import { Engine, UnsupportedError } from '../src/index.js';
import { waiterOf } from '../src/waiter.js';
import { Clock } from '../src/waiter/clock.js';
import { Descriptor } from '../src/waiter/descriptor.js';
import { Host } from './conformance/host/host.js';
import { CASES, engineOf } from './fixture.js';

const PROGRAM = fileURLToPath(new URL('program.js', import.meta.url));

test('where there is no descriptor a run is waited for by a clock', () => {
  const runDescriptor = () => {
    throw new UnsupportedError('there is none');
  };
  assert.ok(waiterOf({ runDescriptor }, 0n) instanceof Clock);
  assert.ok(waiterOf({ runDescriptor: () => 0 }, 0n) instanceof Descriptor);
});

test('a job comes to its end by a clock as by a descriptor', async () => {
  const { poll } = koffi.node;
  koffi.node.poll = undefined;
  try {
    const engine = new Engine();
    const run = engine.start({ job: 'log' });
    assert.equal(await run.nextEvent({ timeoutMs: 40 }), null);
    setTimeout(() => run.cancel(), 20);
    assert.deepEqual(await run.result(), {});
    await run.close();
    await engine.close();
  } finally {
    koffi.node.poll = poll;
  }
});

test('a clock waits longer while nothing happens, and never beyond the limit', async () => {
  const clock = new Clock();
  for (let times = 0; times < 8; times += 1) await clock.wait(Infinity);
  await clock.wait(0);
  const waited = clock.wait(Infinity);
  clock.wake();
  await waited;
  clock.close();
});

test("more runs than Node's pool has threads wait at once, and files are read meanwhile", async () => {
  const engine = new Engine();
  const runs = Array.from({ length: 12 }, () => engine.start({ job: 'log' }));
  const ended = runs.map((run) => run.result());
  // Making a folder takes a thread of the pool.
  await rm(await mkdtemp(join(tmpdir(), 'migrayt-waiting-')), { recursive: true });
  runs.forEach((run) => run.cancel());
  assert.equal((await Promise.all(ended)).length, runs.length);
  await Promise.all(runs.map((run) => run.close()));
  await engine.close();
});

test('the event loop goes on while a migration runs', async () => {
  const file = join(CASES, 'host.json');
  const folder = await mkdtemp(join(tmpdir(), 'migrayt-ticks-'));
  const engine = engineOf(folder, new Host(file, { source: { items: 200 }, target: {} }));
  for (const job of ['scan', 'suggest', 'plan']) await engine.run({ job });
  let ticks = 0;
  let ticking = true;
  const tick = () => {
    ticks += 1;
    if (ticking) setImmediate(tick);
  };
  setImmediate(tick);
  const seen = [];
  const run = engine.start({ job: 'run' });
  for await (const event of run) seen.push([event.kind, ticks]);
  ticking = false;
  assert.equal((await run.result()).closing, 'completed');
  const between = seen.slice(1).filter(([, now], at) => now > seen[at][1]);
  assert.ok(ticks > 0 && between.length > 1, `${ticks} ticks, in ${between.length} pauses`);
  await run.close();
  await engine.close();
  await rm(folder, { recursive: true });
});

test('a program ends by itself, whether it freed what it made or not', async () => {
  for (const how of ['freed', 'forgotten', 'started']) {
    const child = spawn(process.execPath, [PROGRAM, how], { stdio: 'inherit' });
    const [code] = await once(child, 'exit');
    assert.equal(code, 0, how);
  }
});

test('a worker has engines of its own', async () => {
  const worker = new Worker(PROGRAM, { argv: ['freed'] });
  const [code] = await once(worker, 'exit');
  assert.equal(code, 0);
});
