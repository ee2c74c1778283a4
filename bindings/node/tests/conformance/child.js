import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Failure } from './failure.js';

const RUNNER = fileURLToPath(new URL('runner.js', import.meta.url));

/**
 * Carries steps out in another process, and kills it when it says a line.
 *
 * @param {import('./case.js').Case} all
 * @param {any[]} steps
 * @param {string} line
 */
export async function child(all, steps, line) {
  const file = join(await all.folder(), 'child.json');
  const kept = all.variables.all();
  await writeFile(file, JSON.stringify({ host: all.hostFile, variables: kept, steps }));
  const process_ = spawn(process.execPath, [RUNNER, '--child', file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => process_.once('exit', resolve));
  let said = false;
  for await (const told of createInterface({ input: process_.stdout })) {
    if (told !== line) continue;
    said = true;
    process_.kill('SIGKILL');
  }
  await ended;
  if (!said) throw new Failure(`the process ended before it said ${JSON.stringify(line)}`);
}
