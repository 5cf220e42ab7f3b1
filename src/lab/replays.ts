// The replays that come with the program, each a file.

import { readdirSync } from 'node:fs';
import { replays } from '../place.ts';
import { type Replay, readReplay } from './replay.ts';

/** Their names: the dated ones first, in the order of time. */
export function replayNames(): readonly string[] {
  const names = readdirSync(replays)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.slice(0, -'.yaml'.length));
  return names.sort((a, b) => Number(/^\d/.test(b)) - Number(/^\d/.test(a)) || (a < b ? -1 : 1));
}

/** One of them by its name. */
export function builtInReplay(name: string): Replay {
  return readReplay(new URL(`${name}.yaml`, replays));
}
