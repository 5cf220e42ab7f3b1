// What the other tools said when they were last asked: test/faults/beside.json.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Recorded } from './tool.ts';

export const recordFile = fileURLToPath(new URL('../beside.json', import.meta.url));

export function recorded(): Recorded {
  return JSON.parse(readFileSync(recordFile, 'utf8'));
}
