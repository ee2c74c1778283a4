import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { Engine, MisuseError, UnsupportedError, about } from '../src/index.js';
import { bound, library } from '../src/native/library.js';
import { ABI_VERSION } from '../src/native/layout.js';

test('the library is the version that the package was written for', () => {
  assert.equal(about().abi, ABI_VERSION);
});

test('a path that is named is the only place that is looked at', () => {
  for (const path of ['/no/such/library.so', fileURLToPath(import.meta.url)]) {
    assert.throws(
      () => new Engine({ library: path }),
      (error) => {
        assert.ok(error instanceof UnsupportedError);
        assert.equal(error.context.library, path);
        assert.ok(error.cause instanceof Error);
        return true;
      },
    );
  }
});

test('a library that is another one is refused', { skip: process.platform !== 'linux' }, () => {
  assert.throws(() => about({ library: 'libc.so.6' }), UnsupportedError);
});

test('a library of another version of the header is refused before anything else is called', () => {
  const asked = [];
  const func = (name) => {
    asked.push(name);
    return () => ABI_VERSION + 1;
  };
  assert.throws(
    () => bound(/** @type {any} */ ({ func })),
    (error) => {
      assert.ok(error instanceof MisuseError);
      assert.deepEqual(error.context, { library: ABI_VERSION + 1, program: ABI_VERSION });
      return true;
    },
  );
  assert.deepEqual(asked, ['migrayt_abi_version']);
});

test('a library is loaded once', () => {
  assert.equal(library(), library());
});

test('an engine of another version of the header is refused', () => {
  assert.throws(() => library().engineNew('{}', undefined, ABI_VERSION + 1), MisuseError);
});

test('bytes are bytes or a text', () => {
  const engine = new Engine();
  assert.throws(
    () => engine.start({ job: 'metrics' }, { bytes: /** @type {any} */ (7) }),
    TypeError,
  );
  engine.free();
});
