import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import koffi from 'koffi';
import { MisuseError, UnsupportedError } from '../errors.js';
import { Abi } from './abi.js';
import { ABI_VERSION, FUNCTIONS } from './layout.js';

const NAMES = {
  darwin: ['libmigrayt.dylib'],
  win32: ['migrayt.dll'],
};

/** Libraries that were loaded, by the path or name that they were loaded by. */
const loaded = new Map();

/**
 * The library: at `path`, or where `MIGRAYT_LIBRARY` says, or in the package, or wherever the system
 * finds it. A path that is named must be right; there is no falling back from it.
 *
 * @param {string | undefined} [path]
 * @returns {Abi}
 */
export function library(path) {
  const named = path ?? (process.env.MIGRAYT_LIBRARY || undefined);
  const places = named === undefined ? usual() : [named];
  let cause;
  for (const place of places) {
    let abi = loaded.get(place);
    if (abi !== undefined) return abi;
    let opened;
    try {
      opened = koffi.load(place);
    } catch (error) {
      cause ??= error;
      continue;
    }
    abi = bound(opened);
    loaded.set(place, abi);
    return abi;
  }
  throw new UnsupportedError('the native library cannot be loaded', {
    help: 'name it by the option `library` or the environment variable MIGRAYT_LIBRARY',
    context: { library: places.join(', ') },
    cause,
  });
}

/** Where it is looked for if nobody says where it is. */
function usual() {
  const names = NAMES[process.platform] ?? [
    `libmigrayt.so.${ABI_VERSION >> 16}.${ABI_VERSION & 0xffff}`,
    'libmigrayt.so',
  ];
  const folder = `../../native/${process.platform}-${process.arch}/`;
  const own = names
    .map((name) => fileURLToPath(new URL(folder + name, import.meta.url)))
    .filter((place) => existsSync(place));
  return [...own, ...names];
}

/**
 * The functions of a library, if it is of the version that this binding was written for.
 *
 * @param {import('koffi').LibraryHandle} opened
 * @returns {Abi}
 */
export function bound(opened) {
  const functions = {};
  try {
    const version = opened.func('migrayt_abi_version', ...FUNCTIONS.migrayt_abi_version)();
    if (version !== ABI_VERSION) {
      throw new MisuseError('the library is of another version than this package', {
        help: 'use the library and the package of one release',
        context: { library: version, program: ABI_VERSION },
      });
    }
    for (const [name, [result, given]] of Object.entries(FUNCTIONS)) {
      functions[name] = opened.func(name, result, given);
    }
  } catch (error) {
    if (error instanceof MisuseError) throw error;
    throw new UnsupportedError('the file that was loaded is not the library', { cause: error });
  }
  return new Abi(functions);
}
