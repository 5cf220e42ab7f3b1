// The http steps: one request over a ready socket. `ttfb` ends with the first byte, `transfer` with the last;
// the body is read only when somebody looks at it, and a little of it where the answer may need explaining.

import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { HttpFacts } from '../model.ts';
import { loadHttp1, prepareHttp1 } from './http1.ts';
import { prepareHttp2 } from './http2.ts';
import { type Request, Response } from './response.ts';
import type { Trace } from './trace.ts';

/** Sends the request and reads what is asked for. Null when a step failed; what came is kept. */
export async function exchange(
  trace: Trace,
  socket: Socket | TLSSocket,
  request: Request,
): Promise<HttpFacts | null> {
  const h2 = 'alpnProtocol' in socket && socket.alpnProtocol === 'h2';
  const response = new Response(trace, h2 ? '2' : '1.1', request);
  // The client's own setting up belongs to no phase.
  const send = h2
    ? prepareHttp2(trace, socket, request, response)
    : prepareHttp1(await loadHttp1(), trace, socket, request, response);
  try {
    return await hear(trace, request, response, send);
  } finally {
    response.release();
  }
}

async function hear(
  trace: Trace,
  request: Request,
  response: Response,
  send: () => void,
): Promise<HttpFacts | null> {
  const head = await trace.step('ttfb', () => {
    send();
    return response.head;
  });
  if (!head) return null;
  trace.know({ http: head });
  if (!request.readBody(head)) return request.readExcerpt(head) ? withExcerpt(trace, head, response) : head;
  const body = await trace.step('transfer', () => response.body, response.firstByteAt);
  if (body === null) {
    know(trace, head, response.soFar());
    return null;
  }
  const whole = { ...head, body };
  trace.know({ http: whole });
  return whole;
}

/** Nothing of this is measured or judged: the answer is known. */
async function withExcerpt(trace: Trace, head: HttpFacts, response: Response): Promise<HttpFacts> {
  trace.stopClock();
  return know(trace, head, await response.excerpt());
}

/** The answer with the beginning of its body, where there is one. */
function know(trace: Trace, head: HttpFacts, excerpt: string | null): HttpFacts {
  const http = excerpt === null ? head : { ...head, excerpt };
  trace.know({ http });
  return http;
}
