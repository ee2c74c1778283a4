// The declarations and what is implemented are of one shape.
import * as implemented from '../../src/index.js';
import type * as declared from '../../types/index.js';

type Values = typeof declared;

/** Every class and function that is declared is there. */
export const all: { [Name in keyof Values]: unknown } = implemented;

/** And nothing else is. */
export const nothing: Exclude<keyof typeof implemented, keyof Values> extends never ? true : false =
  true;

/** What programs get is what was declared. */
export const engine: declared.Engine = new implemented.Engine();
export const error: declared.MigraytError = new implemented.MigraytError('words');
export const fault: declared.HostError = new implemented.HostError('NotFound');
export const kind: declared.MigraytError = new implemented.LeaseHeldError('words');
