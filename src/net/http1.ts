// One HTTP/1.1 request over a ready socket, by undici.
// That is the slowest import of all, so only a run that asks HTTP pays for it, before any attempt's clock starts.

import { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { setFlagsFromString } from 'node:v8';
import type { Client, Dispatcher } from 'undici';
import { Heads } from './heads.ts';
import { bodyFailure, responseFailure } from './http-failure.ts';
import { firstErrors } from './refusal.ts';
import type { Fields, Request, Response } from './response.ts';
import type { Trace } from './trace.ts';

export type MakeClient = typeof Client;

let loaded: Promise<MakeClient> | undefined;

/** Loads the client, once, and its parser, which undici reads and compiles only with the first connection. */
export function loadHttp1(): Promise<MakeClient> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<MakeClient> {
  // The parser is WebAssembly. Node 20 compiles it a second time, to run faster, and does not end before that is
  // done: 270 ms of CPU after the report is out, for answers of a few hundred bytes.
  setFlagsFromString('--liftoff-only');
  // The client alone: the whole package brings fetch, caches and WebSockets, at 0.13 s of CPU a start.
  const part: string = 'undici/lib/dispatcher/client.js';
  const { default: make } = (await import(part)) as { default: MakeClient };
  await warmUp(make);
  return make;
}

/** A connection that is over before it begins: no socket is opened. */
async function warmUp(make: MakeClient): Promise<void> {
  const over = new Socket().on('error', () => {}).destroy(new Error('over'));
  const client = new make('http://localhost', { connect: (_options, callback) => callback(null, over) });
  await new Promise<void>((resolve) => {
    client.dispatch({ method: 'GET', path: '/' }, { onRequestStart() {}, onResponseError: () => resolve() });
  });
  await client.destroy();
}

/** Makes ready and gives the call that sends; the response is told to the collector. */
export function prepareHttp1(
  make: MakeClient,
  trace: Trace,
  socket: Socket,
  request: Request,
  response: Response,
): () => void {
  const { url, method, headers } = request;
  const client = trace.own(oneShotClient(make, url.origin, socket));
  const options = {
    path: `${url.pathname}${url.search}`,
    method: method as Dispatcher.HttpMethod,
    headers: { ...headers },
  };
  const heads = new Heads();
  heads.watch(socket, response);
  return () => void client.dispatch(options, handlerOf(socket, response, heads));
}

function handlerOf(socket: Socket, response: Response, heads: Heads): Dispatcher.DispatchHandler {
  let requested = false;
  return {
    // The request is written in the same turn.
    onRequestStart() {
      requested = true;
    },
    // Fired by undici for the first byte of an answer, before its headers are complete.
    onResponseStarted: () => response.firstByte(),
    onResponseStart(controller, status, fields) {
      const reason = heads.reason();
      const interim = status >= 100 && status < 200 && status !== 101;
      const more = interim ? response.interim() : response.start(status, fields as Fields, reason);
      if (!more) controller.abort(new Error('nothing more is wanted'));
    },
    onResponseData(controller, chunk) {
      if (!response.data(chunk)) controller.abort(new Error('too large'));
    },
    onResponseEnd: () => void response.end(),
    onResponseError(_controller, error) {
      // That it is closed is all undici can say of a connection that broke before it had it.
      const early = 'code' in error && error.code === 'WHYDOWN_CLOSED' ? socket.errored : null;
      const why = firstErrors.get(socket) ?? early ?? error;
      response.fail(responseFailure(why, response.begun, requested), bodyFailure(error));
    },
  };
}

/** A client that never dials: it is handed the one socket, and a second wish for one fails. */
function oneShotClient(make: MakeClient, origin: string, socket: Socket): Client {
  let handed = false;
  return new make(origin, {
    allowH2: false,
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
