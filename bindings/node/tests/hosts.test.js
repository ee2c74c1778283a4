import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import {
  HostError,
  InputInvalidError,
  UnavailableError,
  UnexpectedError,
  UnsupportedError,
} from '../src/index.js';
import { Desk } from '../src/desk.js';
import { engineOf } from './fixture.js';

let folder;
before(async () => (folder = await mkdtemp(join(tmpdir(), 'migrayt-hosts-'))));
after(() => rm(folder, { recursive: true, force: true }));

/** What is sent when a host says something to a question. */
async function sent(said) {
  const all = [];
  const desk = new Desk({ vault: { hold: () => said } }, (...one) => all.push(one));
  const data = { port: 'vault', method: 'hold', arguments: {} };
  await desk.serve({ request: 3, data, bytes: new Uint8Array(0) });
  assert.equal(all.length, 1);
  const [request, json, bytes] = all[0];
  assert.equal(request, 3);
  return { json, bytes };
}

test('a value, bytes, or both are answered', async () => {
  const bytes = Uint8Array.of(1, 2);
  assert.deepEqual(await sent({ value: 1 }), { json: '{"ok":{"value":1}}', bytes: null });
  assert.deepEqual(await sent({ value: 1, bytes }), { json: '{"ok":1}', bytes });
  assert.deepEqual(await sent({ bytes }), { json: '{"ok":null}', bytes });
  assert.deepEqual(await sent(bytes), { json: '', bytes });
  assert.deepEqual(await sent(undefined), { json: '{"ok":null}', bytes: null });
  assert.deepEqual(await sent(Promise.resolve('done')), { json: '{"ok":"done"}', bytes: null });
});

test('what is no JSON is an error, and the question is answered all the same', async () => {
  const round = {};
  round.round = round;
  for (const said of [round, 1n, () => {}]) {
    assert.deepEqual(await sent(said), { json: '{"error":{"kind":"Unexpected"}}', bytes: null });
  }
});

test('a port or method that is not there is unsupported', async () => {
  for (const host of [{}, { source: {} }]) {
    const engine = engineOf(folder, host);
    await assert.rejects(engine.run({ job: 'scan' }), UnsupportedError);
    await engine.close();
  }
});

test('what a host throws is the cause of the error, and its listener hears it', async () => {
  const thrown = new TypeError('a bug of the host');
  const heard = [];
  const engine = engineOf(folder, {
    source: {
      describe: async () => {
        throw thrown;
      },
    },
  });
  const onHostError = (error, question) => heard.push([error, question]);
  await assert.rejects(engine.run({ job: 'scan' }, { onHostError }), (error) => {
    assert.ok(error instanceof UnexpectedError);
    assert.equal(error.cause, thrown);
    assert.doesNotMatch(JSON.stringify(error) + error.message, /bug/);
    return true;
  });
  assert.deepEqual(heard, [[thrown, { port: 'source', method: 'describe' }]]);
  await engine.close();
});

test("a host's error says when to ask again", async () => {
  const describe = () => {
    throw new HostError('Unavailable', { retry: { after_ms: 20 }, effect: 'none', code: 'e-1' });
  };
  const engine = engineOf(folder, { source: { describe } });
  await assert.rejects(engine.run({ job: 'scan' }), (error) => {
    assert.ok(error instanceof UnavailableError);
    assert.equal(error.retryAfterMs, 20);
    assert.equal(error.context.code, 'e-1');
    return true;
  });
  await engine.close();
});

test('a job may have a host of its own', async () => {
  const engine = engineOf(folder, {});
  const host = { source: { describe: () => ({ endpoint: 'x' }) } };
  await assert.rejects(engine.run({ job: 'scan' }, { host }), InputInvalidError);
  await engine.close();
});

test('an answer that comes too late is passed over', async () => {
  let answer;
  const said = new Promise((resolve) => (answer = resolve));
  const engine = engineOf(folder, { source: { describe: () => said } });
  const run = engine.start({ job: 'scan' });
  for await (const event of run) if (event.kind === 'request') break;
  run.cancel();
  await assert.rejects(run.result());
  answer({});
  await said;
  await run.close();
  await engine.close();
});
