// Look-ups that no single name server makes go wrong: many at once, the system's settings, odd names.

import type { CaseFault } from './fault.ts';

export const names: readonly CaseFault[] = [];
