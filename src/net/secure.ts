// The tls step: a handshake without verification, so that a bad chain can be seen, then our own judgement.

import { isIP, type Socket } from 'node:net';
import { createSecureContext, connect as handshake, type SecureContext, type TLSSocket } from 'node:tls';
import { failure } from '../codes.ts';
import type { Failure, TlsFacts } from '../model.ts';
import { certificateFacts, chainOf, expiryOf, judgeChain } from './certificate.ts';
import { bug, errorCode, localFailure, tlsFailure } from './failure.ts';
import type { Network } from './network.ts';
import type { Stepped, Trace } from './trace.ts';

export interface SecureOptions {
  /** Server name and identity to be proved; an IP address is never sent as SNI (RFC 6066 3). */
  readonly host: string;
  /** Application protocols to offer, best first; none for bare TLS. */
  readonly alpn: readonly string[];
  /** PEM roots instead of the system's. */
  readonly ca: string | null;
}

const contexts = new Map<string, SecureContext>();

/** One context for each distinct trust; building one costs tens of milliseconds, so before any clock. */
export function trust(network: Network, ca: string | null): SecureContext {
  const roots = network.roots ?? ca;
  const known = contexts.get(roots ?? '');
  if (known) return known;
  const context = createSecureContext(roots === null ? {} : { ca: roots });
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
    const { facts, wrong } = judgePeer(done.value, host);
    trace.know({ tls: facts });
    return wrong ? { failure: wrong, endedAt: done.endedAt ?? trace.now() } : done;
  });
}

/**
 * The first error of each connection: in TLS 1.3 a server that misses our certificate says so after the
 * handshake, when nobody else listens yet, and Node tells it once and destroys nothing.
 */
export const firstErrors = new WeakMap<object, Error>();

function shakeHands(
  trace: Trace,
  socket: Socket,
  secureContext: SecureContext,
  { host, alpn }: SecureOptions,
): Promise<Stepped<TLSSocket>> {
  return new Promise((resolve) => {
    const tls = trace.own(
      handshake({
        socket,
        secureContext,
        ...(isIP(host) === 0 ? { servername: host } : {}),
        ...(alpn.length > 0 ? { ALPNProtocols: [...alpn] } : {}),
        rejectUnauthorized: false,
        // The name is judged by `certificate.ts`; Node's own check would accept a bare common name.
        checkServerIdentity: () => undefined,
      }),
    );
    const done = (result: Stepped<TLSSocket>): void => {
      trace.signal.removeEventListener('abort', abort);
      resolve(result);
    };
    const abort = (): void => done({ failure: failure('tls.timeout') });
    let ended = false;
    socket.once('end', () => {
      ended = true;
    });
    tls.once('secureConnect', () => done({ value: tls, endedAt: trace.now() }));
    // The first secret is made only once version and cipher are agreed.
    let agreed = false;
    tls.once('keylog', () => {
      agreed = true;
    });
    tls.on('error', (error) => {
      if (!firstErrors.has(tls)) firstErrors.set(tls, error);
      done({ failure: handshakeFailure(error, { ended, agreed }), endedAt: trace.now() });
    });
    tls.once('close', () => done({ failure: failure('tls.closed'), endedAt: trace.now() }));
    trace.signal.addEventListener('abort', abort, { once: true });
    if (trace.signal.aborted) abort();
  });
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
function judgePeer(tls: TLSSocket, host: string): { facts: TlsFacts; wrong: Failure | null } {
  const now = Date.now();
  const chain = chainOf(tls.getPeerCertificate(true));
  const facts: TlsFacts = {
    protocol: tls.getProtocol(),
    cipher: tls.getCipher()?.name ?? null,
    alpn: tls.alpnProtocol || null,
    chain: chain.map(certificateFacts),
    ...expiryOf(chain, now),
  };
  // Typed as an Error, but Node gives the name of OpenSSL's result as a string.
  const verification: unknown = tls.authorizationError ?? null;
  return { facts, wrong: judgeChain(chain, verification === null ? null : String(verification), host, now) };
}
