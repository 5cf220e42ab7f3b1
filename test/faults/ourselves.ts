// Our own mistakes.

import type { CaseFault } from './fault.ts';

export const ourselves: readonly CaseFault[] = [];
