import type { Asked, Saying } from './host.js';

/** A row of a journal: a text under a key. */
export interface Row {
  key: string;
  value: string;
}

/** The table in which plans and runs are kept. */
export interface Journal {
  /** Whether it outlives the process, and as bytes its key of 32 random bytes, always the same. */
  describe(given: { tenant: string }, asked: Asked): Saying<{ durable: boolean }>;
  /** The values under keys, in their order; null for one that is not there. */
  get(
    given: { tenant: string; keys: string[] },
    asked: Asked,
  ): Saying<{ values: (string | null)[] }>;
  /** The first rows between two keys, ascending by the bytes of their keys. */
  scan(
    given: { tenant: string; after: string; before: string; limit: number },
    asked: Asked,
  ): Saying<{ rows: Row[] }>;
  /** Writes all of it at once if every row is as it is checked to be, or says which are not. */
  commit(
    given: {
      tenant: string;
      checks: { key: string; value: string | null }[];
      puts: Row[];
      deletes: string[];
    },
    asked: Asked,
  ): Saying<{ conflict: string[] } | null | void>;
}

/** A secret of a tenant, and the versions that are meant. */
export interface Secret {
  tenant: string;
  name: string;
}

/** Where secrets are. Values are bytes. */
export interface Vault {
  describe(
    given: {},
    asked: Asked,
  ): Saying<{ durable: boolean; shared: boolean; longest_secret?: number }>;
  /** The names of a tenant's secrets. */
  names(given: { tenant: string }, asked: Asked): Saying<string[]>;
  /** The current value, as bytes, and its version; null if there is none. */
  hold(given: Secret, asked: Asked): Saying<{ version: string } | null>;
  put(given: Secret & { version: string }, asked: Asked): Saying<'done' | 'taken'>;
  rotate(
    given: Secret & { from: string; version: string },
    asked: Asked,
  ): Saying<'done' | 'newer' | 'absent'>;
  stage(
    given: Secret & { from: string; version: string },
    asked: Asked,
  ): Saying<'done' | 'taken' | 'newer' | 'absent'>;
  promote(
    given: Secret & { from: string; version: string },
    asked: Asked,
  ): Saying<'done' | 'newer' | 'unstaged' | 'absent'>;
  destroy(given: Secret, asked: Asked): Saying<'done' | 'absent'>;
}

/** A member of a tenant. */
export interface Member {
  tenant: string;
  account: string;
  role: 'owner' | 'admin' | 'member' | (string & {});
  enabled: boolean;
  /** When the session ends, or null. */
  session_end?: string | null;
}

/** Who knows whose tokens are whose. */
export interface Directory {
  /** Whom the token of `asked.bytes` belongs to; null if to nobody. */
  look_up(given: {}, asked: Asked): Saying<Member | null | undefined>;
}

/** Who asks a person for a secret. */
export interface Prompt {
  /** The secret, as bytes. */
  ask(given: { wanted: string; kind: string; words: string }, asked: Asked): Saying<null>;
}

/** Who brings a person to a page and back. */
export interface Consent {
  /** The query of the request that came back, without the question mark, as bytes. */
  ask(given: { url: string; redirect: string }, asked: Asked): Saying<null>;
}

/** What suites of conformance ask for. */
export interface Suites {
  /** Makes a target or a vault that holds nothing. */
  empty(given: { port: 'target' | 'vault' }, asked: Asked): Saying<void>;
}
