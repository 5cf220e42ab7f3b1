// The http steps: one request over a ready socket, HTTP/1.1 or h2, by undici. `ttfb` ends with the first
// byte, `transfer` with the last; the body is read only when somebody looks at it.

import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { Client, type Dispatcher } from 'undici';
import { failure } from '../codes.ts';
import type { Failure, HttpFacts } from '../model.ts';
import { decodeBody, maxBodyBytes } from './body.ts';
import { bodyFailure, responseFailure } from './http-failure.ts';
import { firstErrors } from './secure.ts';
import type { Stepped, Trace } from './trace.ts';

export interface Request {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Whether the body that follows these headers is wanted. */
  readonly readBody: (head: HttpFacts) => boolean;
}

/** Sends the request and reads what is asked for. Null when a step failed; what came is kept. */
export async function exchange(
  trace: Trace,
  socket: Socket | TLSSocket,
  request: Request,
): Promise<HttpFacts | null> {
  const h2 = 'alpnProtocol' in socket && socket.alpnProtocol === 'h2';
  const client = trace.own(oneShotClient(request.url.origin, socket, h2));
  const response = new Response(trace, socket, h2 ? '2' : '1.1', request.readBody);
  const head = await trace.step('ttfb', () => {
    client.dispatch(
      {
        path: `${request.url.pathname}${request.url.search}`,
        method: request.method as Dispatcher.HttpMethod,
        headers: { ...request.headers },
      },
      response,
    );
    return response.head;
  });
  if (!head) return null;
  trace.know({ http: head });
  if (!request.readBody(head)) return head;
  const body = await trace.step('transfer', () => response.body, response.firstByteAt);
  if (body === null) return null;
  const whole = { ...head, body };
  trace.know({ http: whole });
  return whole;
}

/** A client that never dials: it is handed the one socket, and a second wish for one fails. */
function oneShotClient(origin: string, socket: Socket | TLSSocket, allowH2: boolean): Client {
  let handed = false;
  return new Client(origin, {
    allowH2,
    pipelining: 1,
    // The attempt's own deadline rules; undici's timers are coarse and only a backstop.
    headersTimeout: 0,
    bodyTimeout: 0,
    maxHeaderSize: 16_384,
    connect: (_options, callback) => {
      const dead = handed || socket.destroyed;
      handed = true;
      // Called at once, undici's queue would never write the request: it guards against re-entry.
      queueMicrotask(() => {
        if (dead) callback(closedEarly(), null);
        else callback(null, socket as TLSSocket);
      });
    },
  });
}

function closedEarly(): Error {
  return Object.assign(new Error('closed before the request'), { code: 'WHYDOWN_CLOSED' });
}

/** Go takes 5; a server that is still at work may say so a little more often. */
const maxInterims = 100;

/** Collects one response and settles its head and its body, each once. */
class Response implements Dispatcher.DispatchHandler {
  readonly #head = deferred<Stepped<HttpFacts>>();
  readonly #body = deferred<Stepped<string>>();
  readonly head = this.#head.promise;
  readonly body = this.#body.promise;
  firstByteAt = 0;
  readonly #trace: Trace;
  readonly #socket: Socket;
  readonly #version: string;
  readonly #readBody: Request['readBody'];
  #facts: HttpFacts | null = null;
  readonly #chunks: Buffer[] = [];
  #size = 0;
  #started = false;
  #interims = 0;

  constructor(trace: Trace, socket: Socket, version: string, readBody: Request['readBody']) {
    this.#trace = trace;
    this.#socket = socket;
    this.#version = version;
    this.#readBody = readBody;
    const abort = () => this.#fail(failure('http.timeout'), failure('content.timeout'));
    trace.signal.addEventListener('abort', abort, { once: true });
    if (trace.signal.aborted) abort();
  }

  onRequestStart(): void {}

  /** Fired by undici for the first byte of an answer, before its headers are complete. */
  onResponseStarted(): void {
    if (!this.#started) this.firstByteAt = this.#trace.now();
    this.#started = true;
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
    reason?: string,
  ): void {
    // Interim responses (RFC 9110 15.2) say nothing yet.
    if (status < 200 && status !== 101) {
      this.#countInterim(controller);
      return;
    }
    this.onResponseStarted();
    this.#facts = { version: this.#version, status, reason: reason || null, headers: flatten(headers) };
    this.#head.settle({ value: this.#facts, endedAt: this.firstByteAt });
    if (!this.#readBody(this.#facts)) controller.abort(new Error('nothing more is needed'));
  }

  #countInterim(controller: Dispatcher.DispatchController): void {
    this.#interims += 1;
    if (this.#interims <= maxInterims) return;
    this.#head.settle({
      failure: failure('http.malformed', { detail: `over ${maxInterims} interim answers` }),
    });
    controller.abort(new Error('too many interim answers'));
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#size += chunk.length;
    this.#chunks.push(chunk);
    if (this.#size <= maxBodyBytes) return;
    this.#body.settle({ failure: failure('content.too_large') });
    controller.abort(new Error('too large'));
  }

  onResponseEnd(): void {
    const endedAt = this.#trace.now();
    const decoded = decodeBody(Buffer.concat(this.#chunks), this.#facts?.headers ?? {});
    this.#body.settle({ ...decoded, endedAt });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    // That it is closed is all undici can say of a connection that broke before it had it.
    const early = 'code' in error && error.code === 'WHYDOWN_CLOSED' ? this.#socket.errored : null;
    const why = firstErrors.get(this.#socket) ?? early ?? error;
    this.#fail(responseFailure(why, this.#started), bodyFailure(error));
  }

  /** A head that came stays good when its body fails. */
  #fail(beforeHead: Failure, inBody: Failure): void {
    this.#head.settle({ failure: beforeHead });
    this.#body.settle({ failure: inBody });
  }
}

/** A promise to be settled from outside; settling it twice is of no effect. */
function deferred<T>(): { readonly promise: Promise<T>; readonly settle: (value: T) => void } {
  let settle: (value: T) => void = () => {};
  const promise = new Promise<T>((resolve) => {
    settle = resolve;
  });
  return { promise, settle };
}

/** RFC 9110 5.3: repeated fields may be joined by a comma; set-cookie may not. */
function flatten(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]): [string, string][] => {
      if (value === undefined) return [];
      const key = name.toLowerCase();
      return [[key, Array.isArray(value) ? value.join(key === 'set-cookie' ? '\n' : ', ') : String(value)]];
    }),
  );
}
