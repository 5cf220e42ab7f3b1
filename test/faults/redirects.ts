// Redirects that lead astray, and what goes along.

import type { CaseFault } from './fault.ts';

export const redirects: readonly CaseFault[] = [];
