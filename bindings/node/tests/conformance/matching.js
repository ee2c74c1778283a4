import { Failure } from './failure.js';

/** The rules that stand in the place of a value, by their name. */
const RULES = {
  $type: (found, type) => typeOf(found) === type,
  $gte: (found, least) => typeof found === 'number' && found >= least,
  $contains: (found, text) => typeof found === 'string' && found.includes(text),
  $lacks: (found, text) => typeof found === 'string' && !found.includes(text),
  $includes: (found, value) =>
    Array.isArray(found) && found.some((one) => differs(one, value) === null),
};

/**
 * Compares what was found with what a case expects.
 *
 * @param {any} found
 * @param {any} expected
 * @param {string} what
 */
export function compare(found, expected, what) {
  const place = differs(found, expected);
  if (place !== null) throw new Failure(`${what} is not as expected: ${place}`);
}

/** Whether something matches. */
export function matches(found, expected) {
  return differs(found, expected) === null;
}

/** Where and how the two differ, or null. */
function differs(found, expected, place = 'it') {
  if (expected === null)
    return found === null || found === undefined ? null : told(found, expected, place);
  if (typeof expected !== 'object') return found === expected ? null : told(found, expected, place);
  const names = Object.keys(expected);
  const [rule] = names;
  if (names.length === 1 && rule.startsWith('$')) {
    if (!(rule in RULES)) throw new Failure(`no such rule: ${rule}`);
    return RULES[rule](found, expected[rule]) ? null : told(found, expected, place);
  }
  const lists = Array.isArray(expected);
  if (typeOf(found) !== (lists ? 'array' : 'object')) return told(found, expected, place);
  if (lists && found.length !== expected.length) return told(found, expected, place);
  for (const name of names) {
    const inside = differs(found[name], expected[name], `${place}.${name}`);
    if (inside !== null) return inside;
  }
  return null;
}

function told(found, expected, place) {
  return `${place} is ${shown(found)}, not ${shown(expected)}`;
}

function shown(value) {
  return (JSON.stringify(value) ?? 'not there').slice(0, 300);
}

function typeOf(value) {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
