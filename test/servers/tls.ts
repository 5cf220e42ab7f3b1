// TLS servers: with any identity and any settings, or that follow a script below TLS.

import { createDiffieHellmanGroup } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { createSecureServer, type ServerHttp2Stream } from 'node:http2';
import { createServer as createHttps } from 'node:https';
import type { Socket } from 'node:net';
import { createServer, type TLSSocket, type TlsOptions } from 'node:tls';
import * as der from '../../src/lab/der.ts';
import { type Identity, identities } from './certificates.ts';
import { listen } from './listen.ts';
import { type Behaviour, openRaw, play } from './raw.ts';

/**
 * Shakes hands, then leaves the connection to `serve`, with a way to reset what lies below it. `staple`: the OCSP
 * response that goes along with the certificate.
 */
export function openTls(
  identity: Identity,
  options: TlsOptions = {},
  serve: (socket: TLSSocket, reset: () => void) => void = (socket) => void socket.resume(),
  staple: Buffer | null = null,
): Promise<number> {
  const below = new Map<number | undefined, Socket>();
  const server = createServer({ ...identity, ...options }, (socket) => {
    socket.on('error', () => {});
    serve(socket, () => void below.get(socket.remotePort)?.resetAndDestroy());
  });
  server.on('connection', (socket: Socket) => void below.set(socket.remotePort, socket));
  if (staple) server.on('OCSPRequest', (_certificate, _issuer, answer) => answer(null, staple));
  return listen(server.on('tlsClientError', () => {}));
}

/** The script of an HTTP/1.1 server within TLS. */
export function openRawHttps(behaviour: Behaviour): Promise<number> {
  return openTls(identities.good, {}, (socket, reset) => play(socket, behaviour, reset));
}

export function openHttps(listener: RequestListener, identity: Identity = identities.good): Promise<number> {
  return listen(createHttps(identity, listener).on('tlsClientError', () => {}));
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

/** HTTP that answers 200 only when the name in the handshake is that of the request (RFC 9110 15.5.20). */
export function openSameName(elsewhere: string): Promise<number> {
  return openHttps(({ socket, headers, url }, response) => {
    const name = 'servername' in socket ? socket.servername : undefined;
    const status = name !== headers.host ? 421 : url === '/' ? 302 : 200;
    response.writeHead(status, { location: elsewhere }).end();
  });
}

/** No server name suits it. */
export function openNameless(identity: Identity): Promise<number> {
  return openTls(identity, { SNICallback: (_name, answer) => answer(new Error('not wanted')) });
}

/** Diffie-Hellman alone, over the 1024 bits of Oakley group 2 (RFC 2409 6.2). */
export function openSmallGroup(identity: Identity): Promise<number> {
  const prime = BigInt(`0x${createDiffieHellmanGroup('modp2').getPrime('hex')}`);
  const group = der.sequence(der.integer(prime), der.integer(2n)).toString('base64');
  return openTls(identity, {
    maxVersion: 'TLSv1.2',
    ciphers: 'DHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0',
    dhparam: `-----BEGIN DH PARAMETERS-----\n${group}\n-----END DH PARAMETERS-----\n`,
  });
}

const endless = Buffer.concat([Buffer.from('1603034000', 'hex'), Buffer.alloc(16_384)]);

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
  'begins a record and closes': { after: 'bytes', says: [Buffer.from('16030302000200', 'hex')], ends: 'fin' },
  // A ServerHello of 16 MB.
  'sends a message without end': {
    after: 'bytes',
    says: [Buffer.from('160303400002ffffff', 'hex'), Buffer.alloc(16_380), endless],
    ends: 'more',
  },
  'changes ciphers without end': {
    after: 'bytes',
    says: [Buffer.from('140303000101'.repeat(2000), 'hex')],
    ends: 'more',
  },
  'warns without end': {
    after: 'bytes',
    says: [Buffer.from('1503030002015a'.repeat(2000), 'hex')],
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
