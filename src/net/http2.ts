// One HTTP/2 request over a ready TLS socket, by node:http2: undici ends the connection at any GOAWAY, but a
// server that only takes no further requests (NO_ERROR, RFC 9113 6.8) still answers this one.

import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  type IncomingHttpHeaders,
} from 'node:http2';
import type { TLSSocket } from 'node:tls';
import { failure } from '../codes.ts';
import type { Failure } from '../model.ts';
import { Conduct } from './conduct.ts';
import { errorName, tapped } from './frames.ts';
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

/** Node would take no more than 128 fields; their size is bounded by itself. */
const maxHeaderListPairs = 4096;

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
    const known = conduct.breach ?? goneAway ?? conduct.reset;
    const short = conduct.ended && response.short ? failure('content.truncated') : null;
    response.fail(
      known ?? responseFailure(why, response.begun, conduct.requested),
      short ?? conduct.breach ?? bodyFailure(why),
    );
  };
  const conduct = new Conduct(response, () => failed(null));
  if (socket.destroyed) return () => failed(socket.errored);
  const session = trace.own(
    connect(request.url.origin, {
      createConnection: () =>
        tapped(socket, {
          received: (frame) => conduct.received(frame),
          sent: (frame) => conduct.sent(frame),
        }),
      settings: { enablePush: false },
      maxHeaderListPairs,
    }),
  );
  session.on('goaway', (code) => {
    goneAway ??= failure('http.goaway', { detail: `GOAWAY ${errorName(code)}` });
  });
  session.on('error', failed);
  session.on('close', () => failed(broken));
  return () => {
    try {
      listen(sendOver(session, request), conduct, response, failed);
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

function listen(
  stream: ClientHttp2Stream,
  conduct: Conduct,
  response: Response,
  failed: (error: unknown) => void,
): void {
  const goOn = (more: boolean): void => {
    if (!more) stream.close();
  };
  let ended = false;
  stream.on('headers', () => goOn(response.interim()));
  stream.on('response', (fields: IncomingHttpHeaders, _flags: number, raw: readonly string[]) =>
    goOn(response.start(Number(fields[':status']), fieldsOf(raw), null)),
  );
  stream.on('data', (chunk: Buffer) => goOn(response.data(chunk)));
  stream.on('end', () => {
    ended = true;
  });
  stream.on('error', failed);
  // A stream that is reset ends as well; only the close, and the frame that ended it, tell whether it ended well.
  stream.on('close', () => {
    if (ended && conduct.ended && stream.rstCode === 0 && !stream.aborted) void response.end();
    else failed(null);
  });
}

/** Every field, as it came: in its own object Node keeps only the first of those that may stand once. */
function fieldsOf(raw: readonly string[]): Fields {
  const fields = new Map<string, string[]>();
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const [name = '', value = ''] = raw.slice(at, at + 2);
    const known = fields.get(name);
    if (known) known.push(value);
    else fields.set(name, [value]);
  }
  return Object.fromEntries(fields);
}
