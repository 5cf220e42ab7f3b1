// The TCP side of a host: HTTP, HTTPS (HTTP/2 or HTTP/1.1) and bare TLS, with the host's answers and faults.
// Certificates are issued when a host is first dialled: most never are.

import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createSecureServer, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import { createServer, type Server } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import type { Authority, Identity } from './authority.ts';
import type { TlsFault } from './fault.ts';
import { type Break, plainAnswer } from './faults.ts';
import type { Answer } from './fields.ts';
import { createMisdeedServer } from './misdeeds.ts';
import { faultAt, faultsAt } from './pattern.ts';
import { mute } from './ports.ts';
import type { Site } from './sites.ts';
import { beforeTls, type Gate } from './tls-faults.ts';
import type { PortKind } from './world.ts';

type Handler = (
  request: IncomingMessage | Http2ServerRequest,
  response: ServerResponse | Http2ServerResponse,
) => void;

/** The server for a port of a host; it does not listen yet. */
export function createSiteServer(
  site: Site,
  kind: Exclude<PortKind, 'tcp' | 'dns'>,
  breaks: readonly Break[],
  authority: Authority,
): Server {
  const fault = faultAt(breaks, site.name, 'tls');
  const heldMs = faultAt(breaks, site.name, 'slow')?.ms ?? 0;
  const instead = faultAt(breaks, site.name, 'http')?.instead;
  const identity = () => authority.identify(site.name, fault);
  const handler = createHandler(site, breaks);
  switch (kind) {
    case 'http':
      return instead ? createMisdeedServer(instead, null) : createHttpServer(handler);
    case 'https':
      return onFirstUse(
        () =>
          instead ? createMisdeedServer(instead, identity) : createHttpsServer(identity(), fault, handler),
        beforeTls(site.name, fault, 0),
      );
    case 'tls':
      return onFirstUse(
        () => stapling(createTlsServer({ ...optionsOf(identity(), fault) }, mute), identity()),
        beforeTls(site.name, fault, heldMs),
      );
  }
}

function createHttpsServer(identity: Identity, fault: TlsFault | null, handler: Handler): Server {
  const options = { ...optionsOf(identity, fault), allowHTTP1: true };
  return stapling(createSecureServer(options, handler), identity);
}

const asking = { requestCert: true, rejectUnauthorized: true };
const onlyCipher = { minVersion: 'TLSv1.3', ciphers: 'TLS_AES_128_GCM_SHA256' } as const;

function optionsOf({ cert, key }: Identity, fault: TlsFault | null): TlsOptions {
  return {
    cert,
    key,
    ...(fault?.server === 'asks' ? asking : {}),
    ...(fault?.server === 'old' ? { maxVersion: 'TLSv1.2' } : {}),
    ...(fault?.server === 'onecipher' ? onlyCipher : {}),
    // Newer versions of Node would not show such a certificate.
    ...(fault?.leaf === 'short' || fault?.leaf === 'sha1' ? { ciphers: 'DEFAULT:@SECLEVEL=0' } : {}),
  };
}

/** With what is said of its certificate, for whoever asks (RFC 6066 8). */
function stapling<S extends Server>(server: S, { staple }: Identity): S {
  if (staple) {
    server.on(
      'OCSPRequest',
      (_leaf: unknown, _issuer: unknown, answer: (none: null, staple: Buffer) => void) =>
        answer(null, staple),
    );
  }
  return server;
}

/** Accepts, and leaves the connections that the gate lets through to a server that is made for the first of them. */
function onFirstUse(create: () => Server, gate: Gate): Server {
  let server: Server | null = null;
  return createServer((socket) => {
    socket.on('error', () => {});
    gate(socket, () => {
      server ??= create();
      server.emit('connection', socket);
    });
  });
}

function createHandler(site: Site, breaks: readonly Break[]): Handler {
  const prefixes = Object.keys(site.answers).sort((a, b) => b.length - a.length);
  const faults = faultsAt(breaks, site.name, 'http');
  const heldMs = faultAt(breaks, site.name, 'slow')?.ms ?? 0;
  let requests = 0;
  return (request, response) => {
    request.resume();
    const target = request.url ?? '/';
    const prefix = prefixes.find((candidate) => target.startsWith(candidate));
    const healthy = (prefix === undefined ? undefined : site.answers[prefix]) ?? plainAnswer(404);
    const fault = faults.find(({ path = '/' }) => target.startsWith(path));
    requests += 1;
    const spared = fault?.everySecond === true && requests % 2 === 0;
    const answer = spared ? healthy : (fault?.answer ?? healthy);
    const speak = () => send(answer, request.method ?? 'GET', response);
    if (heldMs > 0) setTimeout(speak, heldMs);
    else speak();
  };
}

function send(answer: Answer, method: string, response: ServerResponse | Http2ServerResponse): void {
  const body = Buffer.from(answer.body);
  const bodiless = answer.status === 204 || answer.status === 304;
  response.statusCode = answer.status;
  for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value);
  if (!bodiless) response.setHeader('content-length', body.length);
  if (bodiless || method === 'HEAD') response.end();
  else response.end(body);
}
