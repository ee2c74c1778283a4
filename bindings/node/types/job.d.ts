/** The formats of texts. */
export type TextFormat = 'html' | 'markdown' | 'adf' | 'wiki';

/** The trackers that the engine knows by itself. */
export type Tracker = 'azure-devops' | 'jira';

/** What becomes of an operation that is in doubt. */
export type Decision = { made: string } | { done: string | null } | 'absent' | 'left_out';

/**
 * What an engine is asked to do: its name, and its arguments. The page about jobs in the documentation
 * says what each is for and what it results in.
 */
export type Job =
  | {
      job:
        | 'check'
        | 'scan'
        | 'doubts'
        | 'people'
        | 'sprints'
        | 'vault_names'
        | 'connections'
        | 'tenant'
        | 'metrics';
    }
  | { job: 'suggest'; replace?: boolean }
  | { job: 'mapping_check'; mapping?: string }
  | { job: 'plan'; sample?: number; items?: string[] }
  | { job: 'preview'; item: string }
  | { job: 'run'; resume?: boolean; accept_refusals?: boolean }
  | { job: 'retry'; accept_refusals?: boolean }
  | { job: 'verify'; items?: string[]; bytes?: boolean; explain?: boolean }
  | { job: 'report'; titles?: boolean }
  | { job: 'ledger_show'; item: string }
  | { job: 'ledger_export'; file: string; sign?: string }
  | { job: 'ledger_verify'; file: string; key?: string }
  | { job: 'ledger_key'; file: string }
  | { job: 'doubt_resolve'; operation: string; decision: Decision }
  | { job: 'people_export'; file: string; all?: boolean }
  | { job: 'people_import'; file: string }
  | { job: 'convert'; from: TextFormat; to: TextFormat; text: string }
  | { job: 'vault_put' | 'vault_rotate' | 'vault_destroy' | 'vault_check'; name: string }
  | { job: 'connect' | 'disconnect'; tracker: Tracker }
  | { job: 'log'; level?: 'error' | 'warn' | 'info' | 'debug' | 'trace' }
  | {
      job: 'simulate';
      tracker: Tracker;
      items?: number;
      seed?: number;
      load?: string[];
      profile?: 'fast' | 'published' | 'harsh';
      forget_bytes?: boolean;
    }
  | { job: 'conformance'; suite: 'source' | 'target' | 'journal' | 'vault' };
