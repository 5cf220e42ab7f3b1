// What can be broken, as data: the servers of the lab look here how to misbehave.
// A fault more is a line in the table; a new way to misbehave also needs its server to know it.

import type { CauseCode } from '../model.ts';
import type { Answer } from './fields.ts';

/** How a name server answers instead of the truth. */
export type DnsFault = {
  readonly at: 'dns';
  readonly reply:
    | 'nothing'
    | 'unreachable'
    | 'NXDOMAIN'
    | 'NODATA'
    | 'SERVFAIL'
    | 'REFUSED'
    | 'FORMERR'
    | 'lame'
    | 'garbage'
    | 'cut'
    | 'loop'
    | 'lie';
  /** An extended error beside it (RFC 8914), by its number. */
  readonly extended?: { readonly code: number; readonly text: string };
};

/** What becomes of a SYN. */
export type TcpFault = {
  readonly at: 'tcp';
  readonly port: 'silent' | 'closed' | 'unreachable';
  /** Only at some of the addresses, where the break itself does not say at which. */
  readonly only?: Which;
};

/** How a TLS server differs from a good one. */
export type TlsFault = {
  readonly at: 'tls';
  /** Days from now. */
  readonly notBefore?: number;
  readonly notAfter?: number;
  /** The only name in the certificate, which is the same at every host. */
  readonly name?: string;
  /** Issued under a root that nobody trusts. */
  readonly stranger?: true;
  readonly leaf?: 'nameless' | 'own' | 'client' | 'rsa1024' | 'sha1' | 'revoked';
  /** Without the intermediate. */
  readonly alone?: true;
  /** Settings of the server. */
  readonly server?: 'asks' | 'tls12' | 'onecipher';
  /** What comes instead of a handshake. */
  readonly instead?: 'nothing' | 'reset' | 'end' | 'text' | 'alert' | 'alpn' | 'nocommon' | 'garbage';
  /** Only where the client says the host's own name (SNI); another name is served. */
  readonly ownNameOnly?: true;
};

/** How HTTP answers: in another way, or not in HTTP's. */
export type HttpFault = {
  readonly at: 'http';
  readonly answer?: Answer;
  readonly instead?: HttpMisdeed;
  /** Only what begins so; everything without it. */
  readonly path?: string;
  /** Every second request alone. */
  readonly everySecond?: true;
};

export type HttpMisdeed =
  | 'nothing'
  | 'reset'
  | 'end'
  | 'text'
  | 'broken'
  | 'heads'
  | 'goaway'
  | 'downgrade'
  | 'loop'
  | 'onward'
  | 'nowhere'
  | 'stall'
  | 'cut'
  | 'endless'
  | 'gibberish';

/** How long an answer is held back, or a handshake where nothing follows it. */
export type SlowFault = { readonly at: 'slow'; readonly ms: number };

export type Fault = DnsFault | TcpFault | TlsFault | HttpFault | SlowFault;

/** An answer in plain text with this status. */
export function plainAnswer(status: number, more: Partial<Answer> = {}): Answer {
  return {
    status,
    headers: { 'content-type': 'text/plain' },
    body: `${status} in the simulated world\n`,
    ...more,
  };
}

const page = { 'content-type': 'text/html' };

/** Every fault that has a name; the names are codes. An HTTP status is a fault too. */
export const faults = {
  'dns.timeout': { at: 'dns', reply: 'nothing' },
  'dns.unreachable': { at: 'dns', reply: 'unreachable' },
  'dns.nxdomain': { at: 'dns', reply: 'NXDOMAIN' },
  'dns.nodata': { at: 'dns', reply: 'NODATA' },
  'dns.servfail': { at: 'dns', reply: 'SERVFAIL' },
  'dns.refused': { at: 'dns', reply: 'REFUSED' },
  'dns.formerr': { at: 'dns', reply: 'FORMERR' },
  'dns.lame': { at: 'dns', reply: 'lame' },
  'dns.malformed': { at: 'dns', reply: 'garbage' },
  'dns.truncated': { at: 'dns', reply: 'cut' },
  'dns.cname_loop': { at: 'dns', reply: 'loop' },
  'dns.records': { at: 'dns', reply: 'lie' },
  'dns.disagree': { at: 'dns', reply: 'lie' },
  'tcp.timeout': { at: 'tcp', port: 'silent' },
  'tcp.refused': { at: 'tcp', port: 'closed' },
  'tcp.unreachable': { at: 'tcp', port: 'unreachable' },
  'tcp.fallback': { at: 'tcp', port: 'closed', only: 1 },
  'tcp.family': { at: 'tcp', port: 'closed', only: 'ipv6' },
  'tls.expired': { at: 'tls', notBefore: -91, notAfter: -1 },
  'tls.name_mismatch': { at: 'tls', name: 'another.example' },
  'tls.unknown_root': { at: 'tls', stranger: true },
  'tls.timeout': { at: 'tls', instead: 'nothing' },
  'tls.reset': { at: 'tls', instead: 'reset' },
  'tls.closed': { at: 'tls', instead: 'end' },
  'http.timeout': { at: 'http', instead: 'nothing' },
  'http.reset': { at: 'http', instead: 'reset' },
  'http.closed': { at: 'http', instead: 'end' },
  'http.status': { at: 'http', answer: plainAnswer(503) },
  'http.guarded': {
    at: 'http',
    answer: plainAnswer(403, {
      headers: { ...page, 'cf-mitigated': 'challenge' },
      body: '<title>Just a moment...</title>',
    }),
  },
  'latency.slow': { at: 'slow', ms: 4000 },
  'latency.limit': { at: 'slow', ms: 4000 },
} as const satisfies Partial<Record<CauseCode, Fault>>;

export type FaultName = keyof typeof faults;

/** The name of a fault, the HTTP status to answer with, or what is wrong itself. */
export type LabFault = FaultName | number | Fault;

/** Some of the addresses of a host: a family, or the n-th in the order in which they are tried (RFC 8305 4). */
export type Which = 'ipv4' | 'ipv6' | number;

/** A fault of some hosts. */
export interface Break {
  /** A name, `*.name` for all below it, an address, `*` for everything, `system` for the system's name servers. */
  readonly host: string;
  /** Only at these addresses of it. */
  readonly only?: Which;
  /** Only as this name server tells it; `system` stands for the system's. */
  readonly asked?: string;
  readonly fault: LabFault;
}

/** What a fault does. */
export function describe(fault: LabFault): Fault {
  if (typeof fault === 'number') return { at: 'http', answer: plainAnswer(fault) };
  return typeof fault === 'string' ? faults[fault] : fault;
}
