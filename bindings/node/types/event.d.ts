/** How far a job has come. A newer one takes the place of one that was not fetched yet. */
export interface Progress {
  phase: 'scanning' | 'listing' | 'drafting' | 'running' | 'waiting' | 'verifying' | (string & {});
  /** Items, and operations while a run goes on. */
  done: number;
  /** Null until it is known. */
  total: number | null;
  failed: number;
  skipped: number;
  doubts: number;
  /** The moment until which a run waits, or null. */
  until: string | null;
}

/** How a job stands otherwise than before. Where a simulator serves comes with `ready`. */
export interface State {
  state: 'ready' | 'paused' | 'running' | 'held' | (string & {});
  url?: string;
  project?: string;
  token?: string;
  email?: string;
}

/** A line of the log. */
export interface LogLine {
  time: string;
  level: 'error' | 'warn' | 'info' | 'debug' | 'trace';
  target: string;
  message: string;
  fields: Record<string, unknown>;
  /** How many lines were lost before this one, because nobody fetched them. */
  dropped_before?: number;
}

/** A question to the host. */
export interface Question {
  port: string;
  method: string;
  arguments: any;
}

/**
 * Something that a run tells. Its data may hold content, and its bytes a secret, where a job shows it
 * or a question needs it. A kind that this package does not know is passed over.
 */
export type Event =
  | { kind: 'progress'; data: Progress }
  | {
      kind: 'request';
      data: Question;
      /** The number by which it is answered. */
      request: number;
      /** What goes with it: a piece of a file, a secret. */
      bytes: Uint8Array;
    }
  | { kind: 'state'; data: State }
  | { kind: 'log'; data: LogLine }
  | { kind: 'result'; data: any };
