// What can be broken, as data: the servers of the lab look here how to misbehave.
// A fault more is a line in the table; a new way to misbehave also needs its server to know it.

import type { CauseCode } from '../model.ts';
import type { Fault, HttpFault, Which } from './fault.ts';
import type { Answer } from './fields.ts';

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
const challenge = {
  headers: { ...page, 'cf-mitigated': 'challenge' },
  body: '<title>Just a moment...</title>',
};

/** An answer that redirects. */
function redirect(location: string): HttpFault {
  return { at: 'http', answer: plainAnswer(302, { headers: { location } }) };
}

function ok(headers: Answer['headers'], body: string): HttpFault {
  return { at: 'http', answer: { status: 200, headers, body } };
}

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
  'tls.timeout': { at: 'tls', instead: 'nothing' },
  'tls.reset': { at: 'tls', instead: 'reset' },
  'tls.closed': { at: 'tls', instead: 'end' },
  'tls.not_tls': { at: 'tls', instead: 'text' },
  'tls.alert': { at: 'tls', instead: 'alert' },
  'tls.alpn': { at: 'tls', instead: 'alpn' },
  'tls.no_common': { at: 'tls', instead: 'nocommon' },
  'tls.expired': { at: 'tls', notBefore: -91, notAfter: -1 },
  'tls.not_yet_valid': { at: 'tls', notBefore: 2 },
  'tls.expires': { at: 'tls', notAfter: 2 },
  'tls.name_mismatch': { at: 'tls', name: 'another.example' },
  'tls.no_san': { at: 'tls', leaf: 'nameless' },
  'tls.self_signed': { at: 'tls', leaf: 'own' },
  'tls.unknown_root': { at: 'tls', stranger: true },
  'tls.chain_incomplete': { at: 'tls', alone: true },
  'tls.weak_key': { at: 'tls', leaf: 'short' },
  'tls.weak_signature': { at: 'tls', leaf: 'sha1' },
  'tls.purpose': { at: 'tls', leaf: 'client' },
  'tls.revoked': { at: 'tls', leaf: 'revoked' },
  'tls.invalid': { at: 'tls', leaf: 'forged' },
  'tls.client_certificate': { at: 'tls', server: 'asks' },
  'tls.version': { at: 'tls', server: 'old' },
  'tls.cipher': { at: 'tls', server: 'onecipher' },
  'http.timeout': { at: 'http', instead: 'nothing' },
  'http.reset': { at: 'http', instead: 'reset' },
  'http.closed': { at: 'http', instead: 'end' },
  'http.malformed': { at: 'http', instead: 'broken' },
  'http.not_http': { at: 'http', instead: 'text' },
  'http.headers_too_large': { at: 'http', instead: 'heads' },
  'http.goaway': { at: 'http', instead: 'goaway' },
  // Seen from wherever one is: the same page again, a page further down, none, and one in the clear.
  'http.redirect_loop': redirect('?'),
  'http.redirect_limit': redirect('further/'),
  'http.redirect_invalid': redirect('http://[no address'),
  'http.redirect_downgrade': redirect('http://www.example.com/'),
  'http.status': { at: 'http', answer: plainAnswer(503) },
  'http.header': ok({}, ''),
  'http.guarded': { at: 'http', answer: plainAnswer(403, challenge) },
  'content.timeout': { at: 'http', instead: 'stall' },
  'content.truncated': { at: 'http', instead: 'cut' },
  'content.too_large': { at: 'http', instead: 'endless' },
  'content.encoding': ok({ ...page, 'content-encoding': 'gzip' }, 'no gzip'),
  'content.body': ok(page, 'another body'),
  'content.json': ok({ 'content-type': 'application/json' }, '{"another":"body"}'),
  'latency.slow': { at: 'slow', ms: 4000 },
  'latency.limit': { at: 'slow', ms: 4000 },
  'latency.regressed': { at: 'slow', ms: 300 },
  'run.flaky': { at: 'http', answer: plainAnswer(503), everySecond: true },
} as const satisfies Partial<Record<CauseCode, Fault>>;

/** The word for a fault. */
export type FaultName = keyof typeof faults;

/** The codes that no server or resolver can cause, and why. With the faults they are all codes that there are. */
export const noFaults = {
  'local.no_route': 'a routing table is of this machine',
  'local.descriptors': 'a limit of this machine',
  'local.ports': 'a limit of this machine',
  'local.source': 'an address of this machine',
  'local.denied': 'a rule of this machine',
  'local.forbidden': 'a flag forbids it',
  'local.stalled': 'the load of this machine',
  'local.unmapped': 'what is not in the box cannot be broken there',
  'local.bug': 'our own mistake',
  'tcp.reset': 'a handshake that is answered stands; what ends it later is told of the layer that reads it',
  'proxy.unreachable': 'no proxy is asked yet',
  'proxy.refused': 'no proxy is asked yet',
  'proxy.auth': 'no proxy is asked yet',
  'run.deadline': 'a flag sets it',
  'run.interrupted': 'a signal does it',
} as const satisfies Record<Exclude<CauseCode, FaultName>, string>;

/** The name of a fault, the HTTP status to answer with, or what is wrong itself. */
export type LabFault = FaultName | number | Fault;

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
