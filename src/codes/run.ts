// The words for the codes of slowness and what only a whole run can tell.

import type { Words } from './words.ts';

export const run = {
  'latency.slow': { sentence: 'slower than the warning limit', advice: 'Look at the slowest phase.' },
  'latency.limit': { sentence: 'slower than the limit', advice: 'Look at the slowest phase.' },
  'latency.regressed': {
    sentence: 'slower than in the baseline, beyond the limit and beyond noise',
    advice: 'Look at what changed since the baseline was saved; save a new one if it is meant to be so.',
  },
  'run.flaky': {
    sentence: 'did not pass every time it was asked',
    advice: 'Watch it: a fault that comes and goes.',
  },
  'run.deadline': {
    sentence: 'the run’s deadline came first',
    advice: 'Raise --deadline or select fewer endpoints.',
  },
  'run.interrupted': { sentence: 'the run was interrupted', advice: 'Run it again.' },
} as const satisfies Record<string, Words>;
