// What a server says only after a handshake has succeeded on our side. In TLS 1.3 that is the whole case of a server
// that wants a certificate of the client and gets none (RFC 8446 4.4.2.4).

import type { Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import type { TLSSocket } from 'node:tls';
import { failure } from '../codes.ts';
import type { Failure } from '../model.ts';
import { tlsFailure } from './failure.ts';
import type { Trace } from './trace.ts';

/**
 * The first error of each connection: one that comes after the handshake comes when nobody else listens yet, and Node
 * tells it once and destroys nothing.
 */
export const firstErrors = new WeakMap<object, Error>();

/**
 * The most that a client sends after keys are agreed: ChangeCipherSpec (6 bytes) and Finished (74 with SHA-384). An
 * empty Certificate, for a server that asked for one, adds 30.
 */
const finishedBytes = 80;

/** A server that takes us without a certificate mostly hands out a ticket at once; this is for one that does not. */
const patienceMs = 1000;

/**
 * Why the server does not take us after all; null when it does, or says nothing. `written`: what we had sent when keys
 * were agreed. None of this is on the clock.
 */
export async function refusalOf(
  trace: Trace,
  socket: Socket,
  tls: TLSSocket,
  written: number,
): Promise<Failure | null> {
  if (tls.getProtocol() !== 'TLSv1.3') return null;
  trace.stopClock();
  // Node tells of the handshake before it has written our part of it.
  await setImmediate();
  if (socket.bytesWritten - written <= finishedBytes) return null;
  return new Promise((resolve) => {
    const done = (refusal: Failure | null): void => {
      clearTimeout(timer);
      trace.signal.removeEventListener('abort', content);
      resolve(refusal);
    };
    const content = (): void => done(null);
    const timer = setTimeout(content, patienceMs);
    const refused = (error?: Error): void =>
      done((error && tlsFailure(error)) ?? failure('tls.client_certificate'));
    tls.once('session', content);
    tls.once('error', refused).once('close', () => refused());
    trace.signal.addEventListener('abort', content, { once: true });
    const early = firstErrors.get(tls);
    if (early || tls.destroyed) refused(early);
    else if (trace.signal.aborted) content();
  });
}
