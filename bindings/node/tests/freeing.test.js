import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { test } from 'node:test';
import { Engine } from '../src/index.js';
import { library } from '../src/native/library.js';
import { CONVERT } from './fixture.js';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

/** Collects garbage until something is so. */
async function until(so) {
  for (let times = 0; times < 500; times += 1) {
    collect();
    await pause(10);
    if (so()) return true;
  }
  return false;
}

/** Makes an engine and runs, waits for some of them, forgets all, and gives the numbers back. */
async function forgotten() {
  const engine = new Engine();
  const done = engine.start(CONVERT);
  await done.result();
  const waited = engine.start({ job: 'log' }, { signal: new AbortController().signal, host: {} });
  await waited.nextEvent({ timeoutMs: 20 });
  return { engine: engine.handle, runs: [done.handle, waited.handle] };
}

test('what is forgotten is freed', async () => {
  const { engine, runs } = await forgotten();
  const abi = library();
  const isFreed = (call) => {
    try {
      call();
      return false;
    } catch (error) {
      return error.kind === 'Misuse';
    }
  };
  const start = () => abi.runFree(abi.runStart(engine, JSON.stringify(CONVERT), undefined));
  assert.ok(await until(() => isFreed(start)), 'the engine');
  for (const run of runs) {
    assert.ok(await until(() => isFreed(() => abi.runCancel(run))), 'a run');
  }
});

test('a run holds its engine', async () => {
  const started = () => new Engine().start({ job: 'log' });
  const run = started();
  for (let times = 0; times < 5; times += 1) {
    collect();
    await pause(10);
  }
  // With its engine it would have been given up, and failed.
  run.cancel();
  assert.deepEqual(await run.result(), {});
  await run.engine.close();
  await run.close();
});

test(
  'threads and descriptors are gone with what they belonged to',
  { skip: process.platform !== 'linux' },
  async () => {
    const names = () => readdirSync('/proc/self/fd').length;
    const once = async () => {
      const engine = new Engine({ threads: 3 });
      await engine.run(CONVERT);
      await engine.close();
    };
    await once();
    const before = names();
    for (let times = 0; times < 30; times += 1) await once();
    assert.ok(names() <= before + 2, `${names()} descriptors after ${before}`);
  },
);

test('freeing twice is no error', async () => {
  const engine = new Engine();
  const run = engine.start(CONVERT);
  run.free();
  await run.close();
  run.free();
  await engine.close();
  engine.free();
  await engine.close();
});
