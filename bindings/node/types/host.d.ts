import type { Consent, Directory, Prompt, Suites, Journal, Vault } from './stores.js';
import type { Source, Target } from './trackers.js';

/** What comes with a question beside its arguments. */
export interface Asked {
  /** A piece of a file, a secret; empty where there is none. They are a copy, and yours. */
  bytes: Uint8Array;
  /** Aborted when nobody waits for the answer any more, because the run is over or was freed. */
  signal: AbortSignal;
}

/** A value of JSON, bytes alone, or both. */
export type Said<T> = T | Uint8Array | { value?: T; bytes: Uint8Array };

/** What a method gives back: what it says, or a promise of it. Nothing is a value of null. */
export type Saying<T> = Said<T> | Promise<Said<T>>;

/**
 * What the program implements itself: an object for each port, with methods that are named as the
 * questions are.
 *
 * Several questions may be open at once, and a method may take its time. A port or method that is not
 * there is answered with `Unsupported`. What a method throws becomes an error; see `HostError`. The
 * pages about hosts in the documentation say what each question asks.
 */
export interface Host {
  source?: Source;
  target?: Target;
  journal?: Journal;
  vault?: Vault;
  directory?: Directory;
  prompt?: Prompt;
  consent?: Consent;
  conformance?: Suites;
}
