import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';

const FOLDER = fileURLToPath(new URL('..', import.meta.url));
const BLOCK = /^```js\n(import .*?)^```$/gms;

/** Runs a program as one that has the package installed. */
function ran(program) {
  const given = ['--input-type=module', '--eval', program];
  return execFileSync(process.execPath, given, { cwd: FOLDER, encoding: 'utf8' });
}

test('the programs of the README run as they are', () => {
  const programs = [...readFileSync(`${FOLDER}/README.md`, 'utf8').matchAll(BLOCK)];
  const told = programs.map(([, program]) => ran(program));
  assert.equal(told.length, 2);
  assert.match(told[0], /^the engine is \d.*\nIt \*\*works\*\*\n$/);
  assert.match(told[1], /passed: true/);
});

test('the quickstart ends well', () => {
  const told = execFileSync(process.execPath, [`${FOLDER}/examples/quickstart.js`], {
    encoding: 'utf8',
  });
  assert.match(told, /the run is completed/);
});
