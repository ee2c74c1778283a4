// A small program for the tests of waiting: `freed`, `forgotten` or `started` says what it does with
// what it made.
import { Engine } from '../src/index.js';
import { CONVERT } from './fixture.js';

const [how] = process.argv.slice(2);
const engine = new Engine();
const run = engine.start(how === 'started' ? { job: 'log' } : CONVERT);
if (how !== 'started') await run.result();
if (how === 'freed') {
  await run.close();
  await engine.close();
}
