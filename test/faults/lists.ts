// Lists that are broken, hostile, or somebody else's.

import type { CaseFault } from './fault.ts';

export const lists: readonly CaseFault[] = [];
