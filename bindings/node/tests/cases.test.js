import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Failure } from './conformance/failure.js';
import { compare, matches } from './conformance/matching.js';
import { Variables } from './conformance/variables.js';

test('what is found may have more, and nothing less', () => {
  compare(
    { a: 1, b: [1, { c: 2, d: 3 }], e: null },
    { a: 1, b: [1, { c: 2 }], e: null, f: null },
    'it',
  );
  for (const wrong of [{ a: 2 }, { b: [1] }, { b: {} }, { a: null }, { e: 0 }, { g: 1 }]) {
    assert.throws(() => compare({ a: 1, b: [1, {}] }, wrong, 'it'), Failure);
  }
  assert.ok(!matches([], {}) && !matches({}, []) && !matches(null, {}));
});

test('rules match what they say', () => {
  const pairs = [
    [{ $type: 'array' }, [], {}],
    [{ $type: 'object' }, {}, null],
    [{ $gte: 3 }, 3, 2],
    [{ $contains: 'b' }, 'abc', 'ac'],
    [{ $lacks: 'b' }, 'ac', 'abc'],
    [{ $includes: 'b' }, ['a', 'b'], ['a']],
  ];
  for (const [rule, good, bad] of pairs) {
    assert.ok(matches(good, rule), JSON.stringify(rule));
    assert.ok(!matches(bad, rule) && !matches(undefined, rule), JSON.stringify(rule));
  }
  assert.throws(() => matches(1, { $more: 1 }), Failure);
});

test('texts name what was kept', () => {
  const variables = new Variables({ folder: '/f', ado: { url: 'http://x', count: 3 } });
  assert.deepEqual(variables.filled({ $type: ['$folder/key', '$ado.count', { a: '$ado' }] }), {
    $type: ['/f/key', 3, { a: { url: 'http://x', count: 3 } }],
  });
  assert.throws(() => variables.filled('$other'), Failure);
});
