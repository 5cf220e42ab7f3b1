// The registry of kinds: what can be probed. A new kind is a folder and a line here.

import dns from './dns/index.ts';
import http from './http/index.ts';
import type { Kind } from './kind.ts';
import tcp from './tcp/index.ts';
import tls from './tls/index.ts';

export const kinds: readonly Kind[] = [http, tls, tcp, dns];

/** The kind that answers to a scheme (`https:`), if any. */
export function kindOf(protocol: string): Kind | undefined {
  return kinds.find((kind) => kind.schemes.includes(protocol));
}
