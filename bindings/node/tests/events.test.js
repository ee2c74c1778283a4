import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventOf } from '../src/event.js';

const bytes = new Uint8Array(0);

test('a kind that is not known is passed over', () => {
  assert.equal(eventOf({ kind: 99, request: 0, json: 'no JSON', bytes }), null);
});

test('only a question has a number and bytes', () => {
  const asked = eventOf({ kind: 2, request: 7, json: '{"port":"vault"}', bytes: Uint8Array.of(1) });
  assert.deepEqual(asked, {
    kind: 'request',
    data: { port: 'vault' },
    request: 7,
    bytes: Uint8Array.of(1),
  });
  assert.deepEqual(eventOf({ kind: 3, request: 0, json: '{"state":"paused"}', bytes }), {
    kind: 'state',
    data: { state: 'paused' },
  });
});
