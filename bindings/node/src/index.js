export { Engine, about } from './engine.js';
export { HostError } from './desk/host_error.js';
export { Run } from './run.js';
export * from './errors.js';
