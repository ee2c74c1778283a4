import { readFile, writeFile } from 'node:fs/promises';
import { Engine, about } from '../../src/index.js';
import { library } from '../../src/native/library.js';
import { ABI_VERSION } from '../../src/native/layout.js';
import { child } from './child.js';
import { becomesReadable } from './descriptor.js';
import { Failure } from './failure.js';
import { Host } from './host/host.js';
import { compare, matches } from './matching.js';
import { resident } from './memory.js';
import { MISUSES } from './misuse.js';

const MEGABYTE = 1_048_576;

/** What each step does. */
export const STEPS = {
  async folder(all, { as }) {
    all.variables.keep(as, await all.folder());
  },

  async replace(_, { file, from, to }) {
    const text = await readFile(file, 'utf8');
    if (!text.includes(from)) throw new Failure(`${JSON.stringify(from)} is not there`);
    await writeFile(
      file,
      text.replace(from, () => to),
    );
  },

  about(_, { expect }) {
    compare(about(), expect, 'what the library tells');
  },

  async abi(all, step) {
    await all.judged(step, () => library().engineNew('{}', undefined, ABI_VERSION + 1));
  },

  async simulate(all, { as, with: given }) {
    const run = all.simulators().start({ job: 'simulate', ...given });
    all.runs.set(as, run);
    all.variables.keep(
      as,
      await awaited(run, 'state', { state: 'ready' }).then(({ data }) => data),
    );
  },

  async engine(all, step) {
    const engine = await all.judged(step, () => new Engine({ ...step.options, token: step.token }));
    if (engine !== undefined) all.engines.set(step.as, engine);
  },

  host(all, { as, with: given }) {
    all.hosts.set(as, new Host(all.hostFile, given));
  },

  trouble(all, { host, error }) {
    all.host(host).trouble(error);
  },

  async job(all, step) {
    const options = { bytes: step.bytes, host: all.host(step.host) };
    const result = await all.judged(step, () => all.engine(step.engine).run(step.job, options));
    if (step.expect !== undefined) compare(result, step.expect, 'the result');
  },

  async start(all, step) {
    const options = { bytes: step.bytes, host: all.host(step.host) };
    const run = await all.judged(step, () => all.engine(step.engine).start(step.job, options));
    if (run !== undefined) all.runs.set(step.as, run);
  },

  async until(all, { run, kind, event, as }) {
    const found = await awaited(all.run(run), kind, event);
    all.variables.keep(as, found.request);
  },

  async quiet(all, { run: name, ms }) {
    const run = all.run(name);
    while ((await run.nextEvent({ timeoutMs: 0 })) !== null);
    const event = await run.nextEvent({ timeoutMs: ms });
    if (event !== null) throw new Failure(`there was an event: ${event.kind}`);
    if (run.over) throw new Failure('the run is over');
  },

  async finish(all, step) {
    const result = await all.judged(step, () => all.run(step.run).result());
    if (step.expect !== undefined) compare(result, step.expect, 'the result');
  },

  async answer(all, step) {
    await all.judged(step, () => all.run(step.run).answer(step.request, step.json));
  },

  async pause(all, step) {
    await all.judged(step, () => all.run(step.run).pause());
  },

  async resume(all, step) {
    await all.judged(step, () => all.run(step.run).resume());
  },

  async cancel(all, step) {
    await all.judged(step, () => all.run(step.run).cancel());
  },

  async free(all, { engine, run }) {
    const name = run ?? engine;
    await (all.runs.get(name) ?? all.engine(name)).close();
  },

  async descriptor(all, { run, readable }) {
    await becomesReadable(all.run(run), readable);
  },

  async child(all, { steps, kill_at: line }) {
    await child(all, steps, line);
  },

  async say(_, { line }) {
    await new Promise((resolve) => process.stdout.write(`${line}\n`, resolve));
  },

  async memory(all, { as }) {
    all.variables.keep(as, await resident());
  },

  async memory_at_most(all, { of, factor, more_mb: more }) {
    const now = await resident();
    const most = all.variables.get(of) * factor + more * MEGABYTE;
    if (now > most) throw new Failure(`${megabytes(now)} MB are more than ${megabytes(most)}`);
  },

  host_counted(all, { host, expect }) {
    compare(all.host(host).counted, expect, 'what the target was given');
  },

  async misuse(all, step) {
    const misuse = MISUSES[step.what];
    if (misuse === undefined) throw new Failure(`no such misuse: ${step.what}`);
    const found = await all.judged(step, () => misuse(all, step));
    if (step.expect !== undefined) compare(found, step.expect, 'the result');
  },
};

/** Fetches events until one matches. */
async function awaited(run, kind, expected) {
  for await (const event of run) {
    if (event.kind === kind && (expected === undefined || matches(event.data, expected)))
      return event;
  }
  throw new Failure(`the run ended without such a ${kind}`);
}

function megabytes(bytes) {
  return Math.round(bytes / MEGABYTE);
}
