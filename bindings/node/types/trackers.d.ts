import type { Asked, Saying } from './host.js';

/** A file that is open to be read. */
export interface Opened {
  /** Any text; its name for `pull` and `close`. */
  stream: string;
  /** Its size, where the item did not tell it. */
  size?: number;
}

/** An item of the target, by both of its names. */
export interface Place {
  id: string;
  key: string;
}

/** An order to a target: `create`, `comment` and the like. */
export interface Order {
  operation: string;
  attempt: string;
  target?: Place;
  marker?: object;
  payload: any;
}

/** A tracker that items are read from. */
export interface Source {
  /** What it is: its endpoint, organization, project and capabilities. */
  describe(given: {}, asked: Asked): Saying<object>;
  /** Types, fields, people, counts. */
  catalog(given: {}, asked: Asked): Saying<object>;
  /** A page of items after a cursor, or items by their ids. */
  read(
    given: { view: 'full' | 'outline'; after?: string | null; items?: string[] },
    asked: Asked,
  ): Saying<{ items: object[]; cursor?: string | null; last?: boolean }>;
  /** Begins a file. */
  open?(
    given: { file: { item: string; id: string } & Record<string, any> },
    asked: Asked,
  ): Saying<Opened>;
  /** The next piece of a file, as bytes, and whether it was the last. */
  pull?(given: { stream: string }, asked: Asked): Saying<{ end: boolean } | null>;
  /** Nobody reads the file on. */
  close?(given: { stream: string }, asked: Asked): Saying<unknown>;
}

/** A tracker that items are written to. */
export interface Target {
  /** What it is: its endpoint, capabilities, format of texts. */
  describe(given: {}, asked: Asked): Saying<object>;
  /** Types, fields, states, people, limits. */
  catalog(given: {}, asked: Asked): Saying<object>;
  /** The newest item's place. */
  high_water(given: {}, asked: Asked): Saying<{ high_water: string }>;
  /** Carries out orders: one result for each, in their order. */
  apply(given: { orders: Order[] }, asked: Asked): Saying<{ results: object[] }>;
  /** Items as they stand. */
  read_back(given: { items: string[] }, asked: Asked): Saying<{ items: object[] }>;
  /** Every item after a place that carries a marker, a page at a time. */
  sweep(
    given: { after: string; cursor: string | null },
    asked: Asked,
  ): Saying<{ items: object[]; cursor?: string | null; last?: boolean }>;
  /** Begins a file. */
  attach_begin?(given: { order: Order }, asked: Asked): Saying<{ upload: string }>;
  /** The next piece of a file; its bytes are `asked.bytes`. */
  attach_piece?(given: { upload: string }, asked: Asked): Saying<void>;
  /** Lets the file stand, whole. */
  attach_end?(given: { upload: string; size: number }, asked: Asked): Saying<{ part: string }>;
  /** Gives the file up. */
  attach_abort?(given: { upload: string }, asked: Asked): Saying<void>;
  /** Properties of items. */
  properties?(
    given: { items: string[]; names: string[] },
    asked: Asked,
  ): Saying<{ items: { id: string; properties: object }[] }>;
  /** Makes components, versions and sprints, unless they are there. */
  prepare?(given: { preparations: object[] }, asked: Asked): Saying<{ results: object[] }>;
  /** Starts and closes sprints. */
  finish?(
    given: { preparations: object[]; today: string },
    asked: Asked,
  ): Saying<{ results: object[] }>;
  /** Begins the bytes of a file that stands. */
  open?(given: { file: string }, asked: Asked): Saying<Opened>;
  /** The next piece of a file, as bytes, and whether it was the last. */
  pull?(given: { stream: string }, asked: Asked): Saying<{ end: boolean } | null>;
  /** Nobody reads the file on. */
  close?(given: { stream: string }, asked: Asked): Saying<unknown>;
}
