import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MigraytError } from '../../src/index.js';
import { Failure } from './failure.js';
import { compare } from './matching.js';
import { STEPS } from './steps.js';
import { Variables } from './variables.js';

/** One case: what its steps made, by their names. */
export class Case {
  /** @type {Map<string, import('../../src/run.js').Run>} */
  runs = new Map();
  /** @type {Map<string, import('../../src/engine.js').Engine>} */
  engines = new Map();
  /** @type {Map<string, import('./host/host.js').Host>} */
  hosts = new Map();
  variables;
  /** Where `host.json` is. */
  hostFile;
  /** Makes the engine that simulators run on. */
  simulators;
  #folders = [];

  /**
   * @param {string} hostFile
   * @param {() => import('../../src/engine.js').Engine} simulators
   * @param {Record<string, any>} [kept] what another process kept
   */
  constructor(hostFile, simulators, kept) {
    this.hostFile = hostFile;
    this.simulators = simulators;
    this.variables = new Variables(kept);
  }

  /** @param {any[]} steps */
  async carryOut(steps) {
    for (const [at, step] of steps.entries()) {
      const carried = STEPS[step.op];
      if (carried === undefined) throw new Failure(`no such step: ${step.op}`);
      try {
        // The steps of a child are filled in there, where it has kept things of its own.
        await carried(this, step.op === 'child' ? step : this.variables.filled(step));
      } catch (error) {
        error.message = `step ${at + 1} (${step.op}): ${error.message}`;
        throw error;
      }
    }
  }

  /**
   * Does what a step says, and holds the error to `fails`.
   *
   * @template T
   * @param {any} step
   * @param {() => T | Promise<T>} act
   * @returns {Promise<T | undefined>}
   */
  async judged(step, act) {
    let done;
    try {
      done = await act();
    } catch (error) {
      if (step.fails === undefined || !(error instanceof MigraytError)) throw error;
      compare(error.toJSON(), step.fails, 'the error');
      return undefined;
    }
    if (step.fails !== undefined) throw new Failure('it did not fail');
    return done;
  }

  async folder() {
    const folder = await mkdtemp(join(tmpdir(), 'migrayt-case-'));
    this.#folders.push(folder);
    return folder;
  }

  run(name) {
    return found(this.runs, name);
  }

  engine(name) {
    return found(this.engines, name);
  }

  /** A host, if one is named. */
  host(name) {
    return name === undefined ? undefined : found(this.hosts, name);
  }

  /** Frees everything, runs first. */
  async close() {
    for (const run of this.runs.values()) await run.close();
    for (const engine of this.engines.values()) await engine.close();
    for (const folder of this.#folders) await rm(folder, { recursive: true, force: true });
  }
}

function found(all, name) {
  const one = all.get(name);
  if (one === undefined) throw new Failure(`there is no ${name}`);
  return one;
}
