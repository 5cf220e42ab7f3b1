// Files that are written, and what stands in the way.

import type { CaseFault } from './fault.ts';

export const files: readonly CaseFault[] = [];
