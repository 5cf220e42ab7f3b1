// One question over UDP (RFC 1035 4.2.1); what is cut is fetched over TCP by the caller.

import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { isIP } from 'node:net';
import { failure } from '../../codes.ts';
import type { Failure } from '../../model.ts';
import { bug, errorCode, localFailure } from '../failure.ts';
import { type Network, placeFor, type SocketAddress } from '../network.ts';
import { decodeReply, encode, type Question, type Reply } from './message.ts';

/** So many come by no mistake, and to pass over more of them would keep this process busy. */
const maxWrong = 1000;
const flooded = `${maxWrong} messages came, and none of them answers the question`;

/** Asks once and waits until something answers this question, or the signal aborts. */
export function askOverUdp(
  question: Question,
  server: SocketAddress,
  network: Network,
  signal: AbortSignal,
  edns: boolean,
): Promise<Reply> {
  const place = placeFor(network, 'udp', server);
  if ('code' in place) return Promise.resolve({ failure: place });
  return new Promise((resolve) => {
    const id = randomInt(0x1_0000);
    const socket = createSocket(isIP(place.address) === 6 ? 'udp6' : 'udp4');
    let settled = false;
    let wrong = 0;
    const done = (reply: Reply): void => {
      // What was on its way to be sent may fail after the end, and a socket cannot be closed twice.
      if (settled) return;
      settled = true;
      signal.removeEventListener('abort', abort);
      socket.removeAllListeners();
      // A late ICMP error would otherwise end the process.
      socket.on('error', () => {});
      socket.close();
      resolve(reply);
    };
    const abort = (): void => done({ failure: failure('dns.timeout') });
    // What throws here would leave the socket open, or end the process.
    const careful = (work: () => void): void => {
      try {
        work();
      } catch (error) {
        done({ failure: socketFailure(error) });
      }
    };
    socket.on('error', (error) => done({ failure: socketFailure(error) }));
    socket.on('message', (message) => {
      careful(() => {
        const reply = decodeReply(message, question, id);
        if (reply) return done(reply);
        wrong += 1;
        if (wrong === maxWrong) done({ failure: failure('dns.malformed', { message: flooded }) });
      });
    });
    // With a callback, connect would hand it the error instead of emitting one.
    socket.once('connect', () => {
      careful(() => {
        socket.send(encode(question, id, edns), (error) => error && done({ failure: socketFailure(error) }));
      });
    });
    careful(() => void socket.connect(place.port, place.address));
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
  });
}

function socketFailure(error: unknown): Failure {
  const code = errorCode(error);
  const detail = error instanceof Error ? error.message : String(error);
  // Binding to any free port finds none.
  if (code === 'EADDRINUSE') return failure('local.ports', { detail });
  if (code === 'ENETUNREACH' || code === 'EADDRNOTAVAIL') return failure('local.no_route', { detail });
  if (code === 'ECONNREFUSED' || code === 'EHOSTUNREACH' || code === 'ECONNRESET' || code === 'ETIMEDOUT') {
    return failure('dns.unreachable', { detail });
  }
  return localFailure(error) ?? bug(error);
}
