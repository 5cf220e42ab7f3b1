// One HTTP/2 request over a ready TLS socket, by node:http2: undici ends the connection at any GOAWAY, but a
// server that only takes no further requests (NO_ERROR, RFC 9113 6.8) still answers this one.

import { type ClientHttp2Session, type ClientHttp2Stream, connect } from 'node:http2';
import type { TLSSocket } from 'node:tls';
import { failure } from '../codes.ts';
import type { Failure } from '../model.ts';
import { bodyFailure, responseFailure } from './http-failure.ts';
import { firstErrors } from './refusal.ts';
import type { Fields, Request, Response } from './response.ts';
import type { Trace } from './trace.ts';

/** Fields of HTTP/1.1's connections have no place in HTTP/2 (RFC 9113 8.2.2); `host` becomes :authority. */
const notSent = new Set([
  'connection',
  'host',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
]);

/** Makes ready and gives the call that sends; the response is told to the collector. */
export function prepareHttp2(
  trace: Trace,
  socket: TLSSocket,
  request: Request,
  response: Response,
): () => void {
  let goneAway: Failure | null = null;
  let broken: unknown = null;
  const failed = (error: unknown): void => {
    broken ??= error;
    const why = firstErrors.get(socket) ?? error;
    const beforeHead =
      goneAway ?? (why === null ? failure('http.closed') : responseFailure(why, response.begun));
    response.fail(beforeHead, why === null ? failure('content.truncated') : bodyFailure(why));
  };
  if (socket.destroyed) return () => failed(socket.errored);
  const session = trace.own(
    connect(request.url.origin, { createConnection: () => socket, settings: { enablePush: false } }),
  );
  session.on('goaway', (code) => {
    goneAway = failure('http.goaway', { detail: `GOAWAY with code ${code}` });
  });
  session.on('error', failed);
  session.on('close', () => failed(broken));
  return () => {
    try {
      listen(sendOver(session, request), response, failed);
    } catch (error) {
      // The session is over before it began.
      failed(error);
    }
  };
}

function sendOver(session: ClientHttp2Session, { url, method, headers }: Request): ClientHttp2Stream {
  const sent = Object.entries(headers).filter(([name]) => !notSent.has(name));
  return session.request(
    {
      ...Object.fromEntries(sent),
      ':method': method,
      ':scheme': 'https',
      ':authority': headers.host ?? url.host,
      ':path': `${url.pathname}${url.search}`,
    },
    { endStream: true },
  );
}

function listen(stream: ClientHttp2Stream, response: Response, failed: (error: unknown) => void): void {
  const goOn = (more: boolean): void => {
    if (!more) stream.close();
  };
  let ended = false;
  stream.on('headers', () => goOn(response.interim()));
  stream.on('response', (fields) => goOn(response.start(fields[':status'] ?? 0, fields as Fields, null)));
  stream.on('data', (chunk: Buffer) => goOn(response.data(chunk)));
  stream.on('end', () => {
    ended = true;
  });
  stream.on('error', failed);
  // A stream that is reset ends as well; only the close tells whether it ended well.
  stream.on('close', () => {
    if (ended && stream.rstCode === 0 && !stream.aborted) response.end();
    else failed(null);
  });
}
