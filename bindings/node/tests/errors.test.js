import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as migrayt from '../src/index.js';
import { errorOf } from '../src/errors/read.js';
import { faultOf } from '../src/desk/host_error.js';

const { HostError, MigraytError, NotFoundError, RateLimitedError, UnexpectedError } = migrayt;

const TOLD = {
  code: 40,
  kind: 'RateLimited',
  retry: 'after',
  retry_after_ms: 1500,
  effect: 'unknown',
  message: 'the remote asks to slow down',
  help: 'wait',
  context: { port: 'source' },
  causes: ['429'],
};

test('an error has everything that the library told', () => {
  const message = 'the remote asks to slow down (port: source)';
  const error = errorOf(40, message, JSON.stringify(TOLD));
  assert.ok(error instanceof RateLimitedError && error instanceof MigraytError);
  assert.equal(error.name, 'RateLimitedError');
  assert.equal(error.retryAfterMs, 1500);
  assert.deepEqual(error.toJSON(), { ...TOLD, message });
});

test('each kind has a class and a number of its own', () => {
  const kinds = Object.values(migrayt).filter((one) => one?.prototype instanceof MigraytError);
  assert.equal(kinds.length, 18);
  assert.equal(new Set(kinds.map((one) => one.code)).size, 18);
  for (const Kind of kinds) {
    const error = errorOf(Kind.code, 'words', '{}');
    assert.equal(error.constructor, Kind);
    assert.equal(error.name, `${error.kind}Error`);
    assert.equal(error.code, Kind.code);
  }
});

test('a number that is not known is unexpected, and is kept', () => {
  const error = errorOf(77, 'words', '{"kind":"Novel"}');
  assert.ok(error instanceof UnexpectedError);
  assert.equal(error.kind, 'Unexpected');
  assert.equal(error.code, 77);
});

test('what a host throws is told without its words', () => {
  const facts = { retry: { after_ms: 5 }, effect: 'none', code: 'e-1', cause: new Error('words') };
  const { cause, ...told } = facts;
  assert.deepEqual(faultOf(new HostError('Timeout', facts)), { kind: 'Timeout', ...told });
  assert.deepEqual(faultOf(new NotFoundError('words')), {
    kind: 'NotFound',
    retry: 'never',
    effect: 'none',
  });
  const slow = new RateLimitedError('words', {
    retry: 'after',
    retryAfterMs: 7,
    effect: 'unknown',
  });
  assert.deepEqual(faultOf(slow).retry, { after_ms: 7 });
  for (const thrown of [new TypeError('words'), 'words', undefined]) {
    assert.deepEqual(faultOf(thrown), { kind: 'Unexpected' });
  }
});
