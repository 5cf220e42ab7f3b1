// HTTP/2 servers that misbehave, and what is told of them.

import type { PeerFault } from './fault.ts';

export const http2: readonly PeerFault[] = [];
