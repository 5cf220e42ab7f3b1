// What is printed, and where to.

import type { CaseFault } from './fault.ts';

export const output: readonly CaseFault[] = [];
