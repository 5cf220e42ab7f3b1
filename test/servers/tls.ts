// TLS servers: with any identity and any settings, or that follow a script below TLS.

import type { RequestListener } from 'node:http';
import { createSecureServer, type ServerHttp2Stream } from 'node:http2';
import { createServer as createHttps } from 'node:https';
import type { Socket } from 'node:net';
import { createServer, type TLSSocket, type TlsOptions } from 'node:tls';
import { type Identity, identities } from './certificates.ts';
import { listen } from './listen.ts';
import { type Behaviour, openRaw, play } from './raw.ts';

/** Shakes hands, then leaves the connection to `serve`, with a way to reset what lies below it. */
export function openTls(
  identity: Identity,
  options: TlsOptions = {},
  serve: (socket: TLSSocket, reset: () => void) => void = (socket) => void socket.resume(),
): Promise<number> {
  const below = new Map<number | undefined, Socket>();
  const server = createServer({ ...identity, ...options }, (socket) => {
    socket.on('error', () => {});
    serve(socket, () => void below.get(socket.remotePort)?.resetAndDestroy());
  });
  server.on('connection', (socket: Socket) => void below.set(socket.remotePort, socket));
  return listen(server.on('tlsClientError', () => {}));
}

/** The script of an HTTP/1.1 server within TLS. */
export function openRawHttps(behaviour: Behaviour): Promise<number> {
  return openTls(identities.good, {}, (socket, reset) => play(socket, behaviour, reset));
}

export function openHttps(listener: RequestListener): Promise<number> {
  return listen(createHttps(identities.good, listener).on('tlsClientError', () => {}));
}

/** HTTP/2 and nothing else. */
export function openHttp2(
  onStream: (stream: ServerHttp2Stream) => void,
  identity: Identity = identities.good,
): Promise<number> {
  const server = createSecureServer(identity);
  server.on('stream', (stream) => {
    stream.on('error', () => {});
    onStream(stream);
  });
  return listen(server.on('sessionError', () => {}).on('tlsClientError', () => {}));
}

/** What may come in place of a ServerHello. */
export const noHandshakes = {
  'is silent': { after: 'bytes', says: [], ends: 'silence' },
  closes: { after: 'bytes', says: [], ends: 'fin' },
  'closes before it heard anything': { after: 'accept', says: [], ends: 'fin' },
  resets: { after: 'bytes', says: [], ends: 'reset' },
  'resets before it heard anything': { after: 'accept', says: [], ends: 'reset' },
  'speaks plain HTTP': { after: 'bytes', says: ['HTTP/1.1 400 Bad Request\r\n\r\n'], ends: 'fin' },
  'speaks SSH': { after: 'accept', says: ['SSH-2.0-OpenSSH_9.2\r\n'], ends: 'silence' },
  'speaks SMTP': { after: 'accept', says: ['220 mail.example ESMTP Postfix\r\n'], ends: 'silence' },
  'speaks nonsense': { after: 'bytes', says: ['\0'.repeat(200)], ends: 'silence' },
  'alerts internal_error': { after: 'bytes', says: [alert(80)], ends: 'fin' },
  'alerts unrecognized_name': { after: 'bytes', says: [alert(112)], ends: 'fin' },
  'alerts handshake_failure': { after: 'bytes', says: [alert(40)], ends: 'fin' },
  'alerts protocol_version': { after: 'bytes', says: [alert(70)], ends: 'fin' },
  'drips a record': {
    after: 'bytes',
    says: [Buffer.from('1603030200', 'hex'), Buffer.of(2)],
    everyMs: 50,
    ends: 'more',
  },
} as const satisfies Record<string, Behaviour>;

/** RFC 8446 6: a fatal alert in a record of its own. */
function alert(description: number): Buffer {
  return Buffer.from([0x15, 3, 3, 0, 2, 2, description]);
}

export function openNoHandshake(name: keyof typeof noHandshakes): Promise<number> {
  return openRaw(noHandshakes[name]);
}
