import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Engine } from '../../src/index.js';
import { Case } from './case.js';

const NAMES = { darwin: 'lib/libmigrayt.dylib', win32: 'bin/migrayt.dll' };
const USAGE = 'runner CASES [--only NAME] [--prefix FOLDER], or runner --child FILE';

const { values: given, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string' },
    prefix: { type: 'string' },
    child: { type: 'string' },
  },
});

if (given.prefix !== undefined) {
  // A child finds the library by the same variable.
  const name = NAMES[process.platform] ?? 'lib/libmigrayt.so';
  process.env.MIGRAYT_LIBRARY = resolve(given.prefix, name);
}

/** The engine without options that simulators run on, once one is needed. */
let engine;
const simulators = () => (engine ??= new Engine());

if (given.child !== undefined) {
  const { host, variables, steps } = JSON.parse(await readFile(given.child, 'utf8'));
  const all = new Case(host, simulators, variables);
  await all.carryOut(steps);
  await all.close();
} else if (positionals.length === 1) {
  process.exitCode = (await runAll(resolve(positionals[0]), given.only)) ? 0 : 1;
} else {
  console.error(USAGE);
  process.exitCode = 2;
}
await engine?.close();

/** Runs cases, and says whether all of them passed. */
async function runAll(file, only) {
  const { cases } = JSON.parse(await readFile(file, 'utf8'));
  const chosen = cases.filter(({ name }) => only === undefined || name === only);
  let failed = 0;
  for (const { name, steps } of chosen) {
    const why = await failure(join(dirname(file), 'host.json'), steps);
    if (why !== null) failed += 1;
    console.log(why === null ? `ok ${name}` : `FAILED ${name}: ${why}`);
  }
  console.log(`${chosen.length - failed} passed, ${failed} failed`);
  return failed === 0 && chosen.length > 0;
}

/** Why a case failed, or null. */
async function failure(host, steps) {
  const all = new Case(host, simulators);
  let why = null;
  try {
    await all.carryOut(steps);
  } catch (error) {
    why = error.message;
  }
  await all.close();
  return why;
}
