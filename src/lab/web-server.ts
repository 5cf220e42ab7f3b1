// The TCP side of a host: HTTP, HTTPS (HTTP/2 or HTTP/1.1) and bare TLS, with the host's answers and faults.
// Certificates are issued when a host is first dialled: most never are.

import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createSecureServer, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import { createServer, type Server } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { Authority } from './authority.ts';
import { type Break, faultAt } from './faults.ts';
import { mute } from './ports.ts';
import type { Site } from './sites.ts';
import type { Answer, PortKind } from './world.ts';

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
  const handler = createHandler(site, faultAt(breaks, site.name, 'http')?.status ?? null);
  const identity = () => authority.identify(site.name, faultAt(breaks, site.name, 'tls'));
  switch (kind) {
    case 'http':
      return createHttpServer(handler);
    case 'https':
      return onFirstUse(() => createSecureServer({ ...identity(), allowHTTP1: true }, handler));
    case 'tls':
      return onFirstUse(() => createTlsServer(identity(), mute));
  }
}

/** Accepts, and leaves the connections to a server that is made for the first of them. */
function onFirstUse(create: () => Server): Server {
  let server: Server | null = null;
  return createServer((socket) => {
    server ??= create();
    socket.on('error', () => {});
    server.emit('connection', socket);
  });
}

function createHandler(site: Site, status: number | null): Handler {
  const prefixes = Object.keys(site.answers).sort((a, b) => b.length - a.length);
  return (request, response) => {
    request.resume();
    const target = request.url ?? '/';
    const prefix = prefixes.find((candidate) => target.startsWith(candidate));
    const answer = prefix === undefined ? undefined : site.answers[prefix];
    send(status === null ? (answer ?? plain(404)) : plain(status), request.method ?? 'GET', response);
  };
}

function plain(status: number): Answer {
  return { status, headers: { 'content-type': 'text/plain' }, body: `${status} in the simulated world\n` };
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
