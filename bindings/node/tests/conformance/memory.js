import { setTimeout as pause } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

/** The resident memory of this process in bytes, after collecting what is garbage. */
export async function resident() {
  // What is collected last is what the finalizers of the time before let go of.
  for (let times = 0; times < 3; times += 1) {
    collect();
    await pause(20);
  }
  return process.memoryUsage.rss();
}
