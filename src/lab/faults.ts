// What can be broken, as data: the servers of the lab look here how to misbehave.
// A fault more is a line in the table; a new way to misbehave also needs its server to know it.

import { isIP } from 'node:net';

/** How a name server answers instead of the truth. */
export type DnsFault = { readonly at: 'dns'; readonly reply: 'nothing' | 'NXDOMAIN' | 'SERVFAIL' };

/** What becomes of a SYN. */
type TcpFault = { readonly at: 'tcp'; readonly port: 'silent' | 'closed' };

/** How a leaf certificate differs from a good one. */
export type TlsFault = {
  readonly at: 'tls';
  /** Days from now. */
  readonly notBefore?: number;
  readonly notAfter?: number;
  /** The only name in it. */
  readonly name?: string;
  /** Issued under a root that nobody trusts. */
  readonly stranger?: true;
};

/** The status of every HTTP answer. */
type HttpFault = { readonly at: 'http'; readonly status: number };

export type Fault = DnsFault | TcpFault | TlsFault | HttpFault;

/** Every fault that has a name; the names are failure codes. An HTTP status is a fault too. */
export const faults = {
  'dns.timeout': { at: 'dns', reply: 'nothing' },
  'dns.nxdomain': { at: 'dns', reply: 'NXDOMAIN' },
  'dns.servfail': { at: 'dns', reply: 'SERVFAIL' },
  'tcp.timeout': { at: 'tcp', port: 'silent' },
  'tcp.refused': { at: 'tcp', port: 'closed' },
  'tls.expired': { at: 'tls', notBefore: -91, notAfter: -1 },
  'tls.name_mismatch': { at: 'tls', name: 'another.example' },
  'tls.unknown_root': { at: 'tls', stranger: true },
} as const satisfies Record<string, Fault>;

/** The name of a fault, or the HTTP status to answer with. */
export type LabFault = keyof typeof faults | number;

/** A fault of some hosts: `host` is a name, `*.name` for all below it, an address, or `*` for everything. */
export interface Break {
  readonly host: string;
  readonly fault: LabFault;
}

/** What a fault does. */
export function describe(fault: LabFault): Fault {
  return typeof fault === 'number' ? { at: 'http', status: fault } : faults[fault];
}

/** Whether a pattern means this host, a lower-case name or a canonical address. */
export function matches(pattern: string, host: string): boolean {
  if (pattern === '*' || pattern === host) return true;
  return pattern.startsWith('*.') && isIP(host) === 0 && host.endsWith(pattern.slice(1));
}

/** The fault of a host at one layer; of several breaks the last one counts. */
export function faultAt<L extends Fault['at']>(
  breaks: readonly Break[],
  host: string,
  layer: L,
): Extract<Fault, { at: L }> | null {
  for (const { host: pattern, fault } of breaks.toReversed()) {
    const described = describe(fault);
    if (isAt(described, layer) && matches(pattern, host)) return described;
  }
  return null;
}

function isAt<L extends Fault['at']>(fault: Fault, layer: L): fault is Extract<Fault, { at: L }> {
  return fault.at === layer;
}
