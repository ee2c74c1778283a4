import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';

const FOLDER = fileURLToPath(new URL('..', import.meta.url));

test('what is declared is accepted, is what is there, and refuses what is wrong', () => {
  const require = createRequire(import.meta.url);
  const compiler = join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');
  let told = '';
  try {
    execFileSync(process.execPath, [compiler, '--noEmit', '-p', FOLDER], { encoding: 'utf8' });
  } catch (error) {
    told = error.stdout || String(error);
  }
  assert.equal(told, '');
});
