// Where the addresses of a name came from.

import type { DnsFacts } from '../../model.ts';

/** `192.0.2.53:53`, or what else gave the answer. */
export function sourceOfNames({ from, server }: DnsFacts): string {
  if (from === 'hosts') return 'the hosts file';
  return from === 'localhost' ? 'the name itself (RFC 6761)' : (server ?? 'a name server');
}
