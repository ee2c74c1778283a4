/** What the native library is. */
export interface About {
  /** The version of the library. */
  version: string;
  /** The version of its ABI. */
  abi: number;
  /** What it was built with, `sim` say. */
  features: string[];
  /** The names of the jobs that it knows. */
  jobs: string[];
  os: string;
  arch: string;
}

/**
 * Tells what the native library is.
 *
 * @param options where it is, as for an engine
 * @throws `UnsupportedError` if it is not found; `MisuseError` if it is of another version than this
 * package
 */
export function about(options?: { library?: string }): About;
