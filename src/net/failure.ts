// From what the system says to a code of the closed table. System errors first, texts last; what no rule
// knows is our own bug and says so.

import { failure } from '../codes.ts';
import type { Failure, FailureCode } from '../model.ts';
import type { Network } from './network.ts';

/** The code of a system error (`ECONNREFUSED`) or of Node and OpenSSL (`ERR_SSL_…`); '' when there is none. */
export function errorCode(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}

function words(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

const local: Readonly<Record<string, FailureCode>> = {
  EMFILE: 'local.descriptors',
  ENFILE: 'local.descriptors',
  ENOBUFS: 'local.descriptors',
  // No further process or thread for now: the limit of the user, or of the machine.
  EAGAIN: 'local.stalled',
  EACCES: 'local.denied',
  EPERM: 'local.denied',
  // A blackhole route of this machine answers a connect with EINVAL (ip-route(8)).
  EINVAL: 'local.no_route',
};

const tcp: Readonly<Record<string, FailureCode>> = {
  ECONNREFUSED: 'tcp.refused',
  ECONNRESET: 'tcp.reset',
  EPIPE: 'tcp.reset',
  ECONNABORTED: 'tcp.reset',
  ETIMEDOUT: 'tcp.timeout',
  EHOSTUNREACH: 'tcp.unreachable',
  EHOSTDOWN: 'tcp.unreachable',
  ENETUNREACH: 'tcp.unreachable',
  EADDRNOTAVAIL: 'local.ports',
};

/** Trouble of this machine, whatever the step; null when the error is not of that sort. */
export function localFailure(error: unknown): Failure | null {
  const detail = errorCode(error);
  const code = local[detail];
  return code ? failure(code, { detail }) : null;
}

/** This machine had nothing left to ask with: what else came of the attempt says nothing of the target. */
export function isStarved(why: Failure | undefined): boolean {
  return why?.code === 'local.descriptors' || why?.code === 'local.ports';
}

/** What our own mistake looks like to the user. */
export function bug(error: unknown): Failure {
  return failure('local.bug', { detail: words(error) });
}

/** What was thrown, where all that can be foreseen is a value: too few descriptors, or our own mistake. */
export function thrown(error: unknown): Failure {
  const known = localFailure(error);
  return known?.code === 'local.descriptors' ? known : bug(error);
}

/**
 * A connect that failed. ENETUNREACH and EHOSTUNREACH come from our own routing table and from an ICMP answer
 * alike, EADDRNOTAVAIL from a missing address and from used up ports: the routing table is asked to tell.
 */
export async function connectFailure(error: unknown, address: string, network: Network): Promise<Failure> {
  const detail = errorCode(error);
  if (isOfBind(error) && !local[detail]?.match(/denied|descriptors/))
    return failure('local.source', { detail });
  if (routing.has(detail) && !(await network.hasRoute(address))) return failure('local.no_route', { detail });
  const known = tcp[detail];
  if (!known) return localFailure(error) ?? bug(error);
  // Refused, reset and silent say all there is; the system's own texts name sockets and ports of ours.
  return failure(known, known === 'tcp.unreachable' || known === 'local.ports' ? { detail } : {});
}

/** Only a connection from a given address is bound before it is made. */
function isOfBind(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'syscall' in error && error.syscall === 'bind';
}

const routing = new Set(['ENETUNREACH', 'EHOSTUNREACH', 'EADDRNOTAVAIL']);

const handshake: readonly (readonly [RegExp, FailureCode])[] = [
  [
    /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST|BAD_PACKET_LENGTH|RECORD_LAYER_FAILURE/,
    'tls.not_tls',
  ],
  [/NO_APPLICATION_PROTOCOL/, 'tls.alpn'],
  [
    /CERTIFICATE_REQUIRED|ALERT_BAD_CERTIFICATE|ALERT_CERTIFICATE_UNKNOWN|ALERT_UNKNOWN_CA/,
    'tls.client_certificate',
  ],
  [
    /ALERT_PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|ALERT_HANDSHAKE_FAILURE|NO_SHARED|NO_CIPHERS|INSUFFICIENT_SECURITY/,
    'tls.no_common',
  ],
  [/DH_KEY_TOO_SMALL/, 'tls.weak_key'],
  [/EXCESSIVE_MESSAGE_SIZE/, 'tls.invalid'],
  [/UNSAFE_LEGACY/, 'tls.no_common'],
  // OpenSSL names the alerts it receives for the version that brought them.
  [/ALERT|NO_RENEGOTIATION|(?:TLSV1|TLSV13|SSLV3)_/, 'tls.alert'],
  [/ASN1|X509|CERTIFICATE|DECODE/, 'tls.invalid'],
];

/** What a reason says beyond its code. */
const sharper: readonly (readonly [RegExp, string])[] = [
  [/PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL/, 'the server speaks neither TLS 1.2 nor 1.3'],
  [/DH_KEY_TOO_SMALL/, 'the Diffie-Hellman group of the handshake is too small'],
  // OpenSSL's own limit for a chain.
  [/EXCESSIVE_MESSAGE_SIZE/, 'the server sends more than a handshake may hold: 100 KB of certificates'],
];

/** OpenSSL's reason for ending TLS, in the handshake or (TLS 1.3) after it; null when it is no TLS error. */
export function tlsFailure(error: unknown): Failure | null {
  const said = errorCode(error);
  // The same reason comes as ERR_SSL_… or as EPROTO with the reason in its text.
  const reason = said === 'EPROTO' ? words(error).toUpperCase().replaceAll(' ', '_') : said;
  if (said !== 'EPROTO' && !said.startsWith('ERR_SSL_')) return null;
  // Records that no handshake could hold, where no reason is known.
  const code = firstOf(handshake, reason) ?? 'tls.not_tls';
  const message = firstOf(sharper, reason);
  return failure(code, { ...(message === null ? {} : { message }), detail: opensslReason(error) });
}

/** The readable part of "…:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:../deps/…". */
function opensslReason(error: unknown): string {
  const parts = words(error).split(':');
  const at = parts.findIndex((part) => part.endsWith(' routines'));
  return (at === -1 ? undefined : parts[at + 2]) ?? errorCode(error);
}

function firstOf<T>(table: readonly (readonly [RegExp, T])[], reason: string): T | null {
  return table.find(([pattern]) => pattern.test(reason))?.[1] ?? null;
}
