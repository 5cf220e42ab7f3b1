// Name servers that misbehave, and what is told of them.

import type { PeerFault } from './fault.ts';

export const dns: readonly PeerFault[] = [];
