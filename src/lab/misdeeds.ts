// What an HTTP server says in the place of HTTP, to the byte, once it has heard a request.

import { createServer, type Server, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import type { Identity } from './authority.ts';
import type { HttpMisdeed } from './fault.ts';

interface Misdeed {
  readonly says?: string | Buffer;
  readonly ends: 'silence' | 'end' | 'reset' | 'more';
}

const ok = 'HTTP/1.1 200 OK\r\n';
/** SETTINGS, then GOAWAY without any stream (RFC 9113 6.5, 6.8). */
const goingAway = Buffer.from(`${'000000040000000000'}${'0000080700000000000000000000000000'}`, 'hex');

const misdeeds: Readonly<Record<HttpMisdeed, Misdeed>> = {
  nothing: { ends: 'silence' },
  reset: { ends: 'reset' },
  end: { ends: 'end' },
  text: { says: '220 mail.example ready\r\n', ends: 'silence' },
  broken: { says: `${ok}Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello`, ends: 'end' },
  heads: { says: `${ok}X-Long: ${'a'.repeat(60_000)}`, ends: 'silence' },
  goaway: { says: goingAway, ends: 'end' },
  stall: { says: `${ok}Content-Length: 10\r\n\r\nhello`, ends: 'silence' },
  cut: { says: `${ok}Content-Length: 10\r\n\r\nhello`, ends: 'end' },
  endless: { says: `${ok}\r\n${'x'.repeat(16_384)}`, ends: 'more' },
};

/** Plays it on every connection; within TLS where there is an identity. */
export function createMisdeedServer(how: HttpMisdeed, identity: (() => Identity) | null): Server {
  return createServer((below) => misbehave(below, how, identity));
}

/** The same on one connection. */
function misbehave(below: Socket, how: HttpMisdeed, identity: (() => Identity) | null): void {
  below.on('error', () => {});
  const socket = identity === null ? below : secured(below, how, identity());
  socket.once('data', () => {
    const { says, ends } = misdeeds[how];
    if (says !== undefined) socket.write(says);
    if (ends === 'end') socket.end();
    if (ends === 'reset') below.resetAndDestroy();
    if (ends === 'more') goOn(socket);
  });
}

function secured(below: Socket, how: HttpMisdeed, { cert, key }: Identity): TLSSocket {
  const secureContext = createSecureContext({ cert, key });
  const ALPNProtocols = [how === 'goaway' ? 'h2' : 'http/1.1'];
  const socket = new TLSSocket(below, { isServer: true, secureContext, ALPNProtocols });
  return socket.on('error', () => {});
}

/** Writes as long as somebody reads. */
function goOn(socket: Socket): void {
  const more = 'x'.repeat(16_384);
  const write = () => {
    while (!socket.destroyed && socket.write(more));
  };
  socket.on('drain', write);
  write();
}
