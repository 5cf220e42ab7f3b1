// One name server that is to be asked: where it is, how it is spoken to, and how it is called.

import { formatSocketAddress, type SocketAddress } from '../network.ts';

export interface NameServer {
  readonly via: 'udp' | 'tcp' | 'tls' | 'https';
  readonly to: SocketAddress;
  /** What its certificate must prove: a name, or the address itself. */
  readonly host: string;
  /** Path and query of its URL, of https alone. */
  readonly path: string;
  /** False for a server of the zone: it is asked for nothing but what it holds itself. */
  readonly recursive: boolean;
  /** One of this machine's own: it may stand where a list may not lead. */
  readonly own?: true;
}

/** A server at an address that resolves names for others. */
export function plainServer(to: SocketAddress, via: NameServer['via'] = 'udp'): NameServer {
  return { via, to, host: to.address, path: '', recursive: true };
}

/** `192.0.2.53:53`, and the name it goes by: `ns1.example at 192.0.2.7:53`. */
export function serverLabel({ to, host }: NameServer): string {
  const at = formatSocketAddress(to);
  return host === to.address ? at : `${host} at ${at}`;
}
