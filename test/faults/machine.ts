// This machine: descriptors, ports, time, signals.

import type { CaseFault } from './fault.ts';

export const machine: readonly CaseFault[] = [];
