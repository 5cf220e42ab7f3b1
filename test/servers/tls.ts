// TLS servers: with any identity and any settings, or that follow a script below TLS.

import { createServer as createHttps } from 'node:https';
import { createSecureServer, type ServerHttp2Stream } from 'node:http2';
import type { RequestListener } from 'node:http';
import { createServer, type TLSSocket, type TlsOptions } from 'node:tls';
import { type Identity, identities } from './certificates.ts';
import { listen } from './listen.ts';
import { type Behaviour, openRaw, play } from './raw.ts';

/** Shakes hands, then leaves the connection to `then`. */
export function openTls(
  identity: Identity,
  options: TlsOptions = {},
  then: (socket: TLSSocket) => void = (socket) => void socket.resume(),
): Promise<number> {
  const server = createServer({ ...identity, ...options }, (socket) => {
    socket.on('error', () => {});
    then(socket);
  });
  return listen(server.on('tlsClientError', () => {}));
}

/** The script of an HTTP/1.1 server within TLS. */
export function openRawHttps(behaviour: Behaviour): Promise<number> {
  return openTls(identities.good, {}, (socket) => play(socket, behaviour));
}

export function openHttps(listener: RequestListener): Promise<number> {
  return listen(createHttps(identities.good, listener).on('tlsClientError', () => {}));
}

/** HTTP/2 and nothing else. */
export function openHttp2(onStream: (stream: ServerHttp2Stream, path: string) => void): Promise<number> {
  const server = createSecureServer(identities.good);
  server.on('stream', (stream, headers) => {
    stream.on('error', () => {});
    onStream(stream, headers[':path'] ?? '');
  });
  return listen(server.on('sessionError', () => {}).on('tlsClientError', () => {}));
}

/** What may come in place of a ServerHello. */
export const noHandshakes = {
  'is silent': { after: 'bytes', says: [], then: 'silence' },
  'closes': { after: 'bytes', says: [], then: 'fin' },
  'closes before it heard anything': { after: 'accept', says: [], then: 'fin' },
  'resets': { after: 'bytes', says: [], then: 'reset' },
  'resets before it heard anything': { after: 'accept', says: [], then: 'reset' },
  'speaks plain HTTP': { after: 'bytes', says: ['HTTP/1.1 400 Bad Request\r\n\r\n'], then: 'fin' },
  'speaks SSH': { after: 'accept', says: ['SSH-2.0-OpenSSH_9.2\r\n'], then: 'silence' },
  'speaks SMTP': { after: 'accept', says: ['220 mail.example ESMTP Postfix\r\n'], then: 'silence' },
  'speaks nonsense': { after: 'bytes', says: ['\0'.repeat(200)], then: 'silence' },
  'alerts internal_error': { after: 'bytes', says: [alert(80)], then: 'fin' },
  'alerts unrecognized_name': { after: 'bytes', says: [alert(112)], then: 'fin' },
  'alerts handshake_failure': { after: 'bytes', says: [alert(40)], then: 'fin' },
  'alerts protocol_version': { after: 'bytes', says: [alert(70)], then: 'fin' },
  'drips a record': { after: 'bytes', says: [Buffer.from('1603030200', 'hex'), Buffer.of(2)], everyMs: 50, then: 'more' },
} as const satisfies Record<string, Behaviour>;

/** RFC 8446 6: a fatal alert in a record of its own. */
function alert(description: number): Buffer {
  return Buffer.from([0x15, 3, 3, 0, 2, 2, description]);
}

export function openNoHandshake(name: keyof typeof noHandshakes): Promise<number> {
  return openRaw(noHandshakes[name]);
}
