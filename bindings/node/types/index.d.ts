/**
 * Moves work items between trackers.
 *
 * An {@link Engine} starts jobs, a {@link Run} is one of them, and a {@link Host} answers where the
 * program is a tracker, journal, vault or directory itself. What goes wrong is a {@link MigraytError}.
 */

export * from './about.js';
export * from './engine.js';
export * from './error.js';
export * from './event.js';
export * from './host.js';
export * from './host_error.js';
export * from './job.js';
export * from './kinds.js';
export * from './run.js';
export * from './stores.js';
export * from './trackers.js';
