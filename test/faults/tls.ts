// TLS servers and certificates that misbehave, and what is told of them.

import type { PeerFault } from './fault.ts';

export const tls: readonly PeerFault[] = [];
