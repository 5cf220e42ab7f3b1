// The TCP side of a host: HTTP, HTTPS (HTTP/2 or HTTP/1.1) and bare TLS, with the host's answers and faults.
// Certificates are issued when a host is first dialled: most never are.

import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { constants, createSecureServer, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import { createServer, type Server } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { Authority } from './authority.ts';
import { type Break, type HttpFault, plainAnswer } from './faults.ts';
import type { Answer } from './fields.ts';
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
  const handler = createHandler(site, breaks);
  const fault = faultAt(breaks, site.name, 'tls');
  const heldMs = faultAt(breaks, site.name, 'slow')?.ms ?? 0;
  const identity = () => authority.identify(site.name, fault);
  switch (kind) {
    case 'http':
      return createHttpServer(handler);
    case 'https':
      return onFirstUse(
        () => createSecureServer({ ...identity(), allowHTTP1: true }, handler),
        beforeTls(site.name, fault, 0),
      );
    case 'tls':
      return onFirstUse(() => createTlsServer(identity(), mute), beforeTls(site.name, fault, heldMs));
  }
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
  return (request, response) => {
    request.resume();
    const target = request.url ?? '/';
    const prefix = prefixes.find((candidate) => target.startsWith(candidate));
    const healthy = (prefix === undefined ? undefined : site.answers[prefix]) ?? plainAnswer(404);
    const fault = faults.find(({ path = '/' }) => target.startsWith(path));
    const speak = () => {
      if (fault?.instead) misbehave(fault.instead, request, response);
      else send(fault?.answer ?? healthy, request.method ?? 'GET', response);
    };
    if (heldMs > 0) setTimeout(speak, heldMs);
    else speak();
  };
}

function misbehave(
  how: NonNullable<HttpFault['instead']>,
  request: IncomingMessage | Http2ServerRequest,
  response: ServerResponse | Http2ServerResponse,
): void {
  if (how === 'nothing') return;
  const socket = 'stream' in request ? request.stream.session?.socket : request.socket;
  if (how === 'reset' && 'stream' in response)
    return void response.stream.close(constants.NGHTTP2_INTERNAL_ERROR);
  if (how === 'reset') return void request.socket.resetAndDestroy();
  socket?.destroy();
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
