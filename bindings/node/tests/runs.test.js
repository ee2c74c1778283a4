import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { CancelledError, Engine, MisuseError, UnsupportedError } from '../src/index.js';
import { CONVERT, engineOf, patientSource } from './fixture.js';

let folder;
before(async () => (folder = await mkdtemp(join(tmpdir(), 'migrayt-runs-'))));
after(() => rm(folder, { recursive: true, force: true }));

/** A run that waits for its host, and has asked it. */
async function waiting(options) {
  const patient = patientSource();
  const engine = engineOf(folder, { source: patient.source });
  const run = engine.start({ job: 'scan' }, options);
  for await (const event of run) if (event.kind === 'request') break;
  return { engine, run, ...patient };
}

test('events come to the result, and a result is given again', async () => {
  const engine = new Engine();
  const run = engine.start(CONVERT);
  const kinds = [];
  for await (const { kind } of run) kinds.push(kind);
  assert.equal(kinds.at(-1), 'result');
  assert.ok(run.over);
  assert.equal(await run.nextEvent(), null);
  assert.match((await run.result()).text, /<strong>b<\/strong>/);
  assert.equal(await run.result(), await run.result());
  await run.close();
  await engine.close();
});

test('calls that overlap are carried out one after the other', async () => {
  const engine = new Engine();
  const run = engine.start(CONVERT);
  const fetched = await Promise.all([run.nextEvent(), run.nextEvent(), run.nextEvent()]);
  assert.deepEqual(
    fetched.map((event) => event?.kind),
    ['result', undefined, undefined],
  );
  await run.close();
  await engine.close();
});

test('nothing in the time is null, and the run is not over', async () => {
  const { engine, run } = await waiting();
  assert.equal(await run.nextEvent({ timeoutMs: 5 }), null);
  assert.equal(await run.nextEvent({ timeoutMs: 0 }), null);
  assert.equal(run.over, false);
  await run.close();
  await engine.close();
});

test('a signal cancels a job, and its reason is the cause', async () => {
  const controller = new AbortController();
  const { engine, run } = await waiting({ signal: controller.signal });
  const reason = new Error('the user went home');
  controller.abort(reason);
  await assert.rejects(run.result(), (error) => {
    assert.ok(error instanceof CancelledError);
    assert.equal(error.cause, reason);
    return true;
  });
  // What was told is told again.
  await assert.rejects(run.result(), CancelledError);
  assert.throws(() => engine.start({ job: 'scan' }, { signal: controller.signal }), CancelledError);
  await run.close();
  await engine.close();
});

test('who waits for an event of a run that is freed is told', async () => {
  for (const free of ['close', 'free']) {
    const { engine, run, asked } = await waiting();
    const next = run.nextEvent();
    const heard = assert.rejects(next, CancelledError);
    await Promise.resolve();
    await run[free]();
    await heard;
    assert.ok(asked[0].aborted, 'the host is told that nobody waits');
    await assert.rejects(run.nextEvent(), MisuseError);
    assert.throws(() => run.pause(), MisuseError);
    await engine.close();
  }
});

test('a run that is given up with its engine says so', async () => {
  const { engine, run } = await waiting();
  const heard = assert.rejects(run.result(), CancelledError);
  await engine.close();
  await heard;
  await run.close();
});

test('a listener that throws ends the job, and is heard', async () => {
  const engine = new Engine();
  const thrown = new Error('the listener failed');
  const onState = () => {
    throw thrown;
  };
  await assert.rejects(engine.run({ job: 'simulate', tracker: 'jira' }, { onState }), thrown);
  await engine.close();
});

test('only runs can rest', async () => {
  const { engine, run } = await waiting();
  assert.throws(() => run.pause(), UnsupportedError);
  assert.throws(() => run.resume(), UnsupportedError);
  await run[Symbol.asyncDispose]();
  assert.ok(run.closed);
  engine[Symbol.dispose]();
  assert.ok(engine.closed);
});
