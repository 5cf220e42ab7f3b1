// The tls step: a handshake without verification, so that a bad chain can be seen, then our own judgement.

import { isIP, type Socket } from 'node:net';
import {
  type ConnectionOptions,
  createSecureContext,
  DEFAULT_CIPHERS,
  connect as handshake,
  type SecureContext,
  type TLSSocket,
} from 'node:tls';
import { failure } from '../codes.ts';
import type { Failure, TlsFacts } from '../model.ts';
import { certificateFacts, chainOf, expiryOf } from './certificate.ts';
import { judgeChain, judgeStaple, type Verification } from './chain.ts';
import { bug, errorCode, localFailure, tlsFailure } from './failure.ts';
import type { Network } from './network.ts';
import { firstErrors, refusalOf } from './refusal.ts';
import type { Stepped, Trace } from './trace.ts';
import { securityLevel } from './weak.ts';

export interface SecureOptions {
  /** Server name and identity to be proved; an IP address is never sent as SNI (RFC 6066 3). */
  readonly host: string;
  /** Application protocols to offer, best first; none for bare TLS. */
  readonly alpn: readonly string[];
  /** PEM roots instead of the system's. */
  readonly ca: string | null;
  /** Nothing is said over the connection: a server that wants a certificate of ours is waited for. */
  readonly alone?: true;
}

const contexts = new Map<string, SecureContext>();

/** One context for each distinct trust; building one costs tens of milliseconds, so before any clock. */
export function trust(network: Network, ca: string | null): SecureContext {
  const roots = network.roots ?? ca;
  const known = contexts.get(roots ?? '');
  if (known) return known;
  const context = createSecureContext({
    ...(roots === null ? {} : { ca: roots }),
    // Nothing in the environment, and no older Node, makes a probe content with less.
    ciphers: `${DEFAULT_CIPHERS}:@SECLEVEL=${securityLevel}`,
    minVersion: 'TLSv1.2',
  });
  contexts.set(roots ?? '', context);
  return context;
}

/** Secures the connection and judges the chain. Null when either fails; the chain is kept all the same. */
export async function secure(
  trace: Trace,
  network: Network,
  socket: Socket,
  options: SecureOptions,
): Promise<TLSSocket | null> {
  const context = trust(network, options.ca);
  // The final dot is DNS's; neither SNI nor a certificate has it (RFC 6066 3).
  const host = options.host.replace(/\.$/, '');
  return trace.step('tls', async () => {
    const done = await shakeHands(trace, socket, context, { ...options, host });
    if ('failure' in done) return done;
    const { tls, staple, written } = done.value;
    const endedAt = done.endedAt ?? trace.now();
    const { facts, wrong } = judgePeer(tls, host, staple);
    trace.know({ tls: facts });
    if (wrong) return { failure: wrong, endedAt };
    const refusal = options.alone ? await refusalOf(trace, socket, tls, written) : null;
    return refusal ? { failure: refusal, endedAt } : { value: tls, endedAt };
  });
}

/** A connection after its handshake. */
interface Secured {
  readonly tls: TLSSocket;
  /** The OCSP response that came along. */
  readonly staple: Buffer | null;
  /** How much we had sent when keys were agreed on. */
  readonly written: number;
}

function shakeHands(
  trace: Trace,
  socket: Socket,
  secureContext: SecureContext,
  { host, alpn }: SecureOptions,
): Promise<Stepped<Secured>> {
  return new Promise((resolve) => {
    const tls = trace.own(handshake({ socket, secureContext, ...wanted(host, alpn) }));
    const done = (result: Stepped<Secured>): void => {
      trace.signal.removeEventListener('abort', abort);
      resolve(result);
    };
    const abort = (): void => done({ failure: failure('tls.timeout') });
    let ended = false;
    socket.once('end', () => {
      ended = true;
    });
    let staple: Buffer | null = null;
    tls.once('OCSPResponse', (response: Buffer | null) => {
      staple = response;
    });
    // The first secret is made only once version and cipher are agreed.
    let agreed = false;
    let written = 0;
    tls.once('keylog', () => {
      agreed = true;
      written = socket.bytesWritten;
    });
    tls.once('secureConnect', () => done({ value: { tls, staple, written }, endedAt: trace.now() }));
    tls.on('error', (error) => {
      if (!firstErrors.has(tls)) firstErrors.set(tls, error);
      done({ failure: handshakeFailure(error, { ended, agreed }), endedAt: trace.now() });
    });
    tls.once('close', () => done({ failure: failure('tls.closed'), endedAt: trace.now() }));
    trace.signal.addEventListener('abort', abort, { once: true });
    if (trace.signal.aborted) abort();
  });
}

/** `requestOCSP` is documented for the socket, and types know it only there. */
function wanted(host: string, alpn: readonly string[]): ConnectionOptions & { requestOCSP: true } {
  return {
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(alpn.length > 0 ? { ALPNProtocols: [...alpn] } : {}),
    requestOCSP: true,
    rejectUnauthorized: false,
    // The name is judged by `chain.ts`; Node's own check would accept a bare common name.
    checkServerIdentity: () => undefined,
  };
}

function handshakeFailure(error: unknown, { ended, agreed }: { ended: boolean; agreed: boolean }): Failure {
  const known = tlsFailure(error) ?? localFailure(error);
  // Before TLS 1.3 a server that misses our certificate has no other word than handshake_failure.
  if (agreed && known?.code === 'tls.no_common') return { ...known, ...failure('tls.client_certificate') };
  if (known) return known;
  const code = errorCode(error);
  // Node calls a clean end of the stream in the handshake ECONNRESET too; only the text tells.
  const text = error instanceof Error ? error.message : '';
  if (ended || text.startsWith('Client network socket disconnected')) return failure('tls.closed');
  if (code === 'ECONNRESET' || code === 'EPIPE') return failure('tls.reset');
  return bug(error);
}

/** Must be called once a connection: Node shows the chain only before any `getPeerX509Certificate`. */
function judgePeer(
  tls: TLSSocket,
  host: string,
  staple: Buffer | null,
): { facts: TlsFacts; wrong: Failure | null } {
  const now = Date.now();
  const chain = chainOf(tls.getPeerCertificate(true));
  const verification = verificationOf(tls);
  const facts: TlsFacts = {
    protocol: tls.getProtocol(),
    cipher: tls.getCipher()?.name ?? null,
    alpn: tls.alpnProtocol || null,
    chain: chain.map(certificateFacts),
    ...expiryOf(chain, verification === null, now),
  };
  const wrong = judgeChain(chain, verification, host, now) ?? judgeStaple(chain, staple, now);
  return { facts, wrong };
}

/** What OpenSSL found; its own words are where Node has the name from, and no documented place. */
function verificationOf(tls: TLSSocket): Verification | null {
  // Typed as an Error, but Node gives the name of OpenSSL's result as a string.
  const found: unknown = tls.authorizationError ?? null;
  if (found === null) return null;
  const code = String(found);
  const handle: unknown = '_handle' in tls ? tls._handle : null;
  if (typeof handle !== 'object' || handle === null || !('verifyError' in handle))
    return { code, reason: code };
  const error: unknown = typeof handle.verifyError === 'function' ? handle.verifyError() : null;
  return { code, reason: error instanceof Error ? error.message : code };
}
