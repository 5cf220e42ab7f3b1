// One message over a connection of its own: TCP (RFC 7766), or TLS on top of it (RFC 7858).

import type { Socket } from 'node:net';
import { failure } from '../../codes.ts';
import type { Failure } from '../../model.ts';
import { connect } from '../connect.ts';
import type { Network } from '../network.ts';
import { secure } from '../secure.ts';
import { Trace } from '../trace.ts';
import type { NameServer } from './server.ts';

/** The bytes of an answer, or why there are none. */
export type Answered = { readonly message: Buffer } | { readonly failure: Failure };

/** What is sent, to whom, and how long it may take. */
export interface Sending {
  readonly query: Buffer;
  readonly server: NameServer;
  readonly network: Network;
  /** PEM roots by which a server over TLS is verified, instead of the system's. */
  readonly ca: string | null;
  readonly signal: AbortSignal;
}

/** Sends it over a fresh connection and waits for one message. */
export function askOverStream(sending: Sending): Promise<Answered> {
  return overConnection(sending, [], (socket) => converse(socket, sending));
}

/**
 * Connects, secures where the server wants it, and lets `work` use the connection. The steps are those of any
 * endpoint, noted down apart: to the endpoint all of them are its one dns step.
 */
export async function overConnection(
  { server, network, ca, signal }: Sending,
  alpn: readonly string[],
  work: (socket: Socket) => Promise<Answered>,
): Promise<Answered> {
  const { to, via, host } = server;
  const apart = new Trace('', signal);
  try {
    const plain = await connect(apart, network, [to.address], to.port);
    const encrypted = via === 'tls' || via === 'https';
    const socket = plain && encrypted ? await secure(apart, network, plain, { host, alpn, ca }) : plain;
    if (socket) return await work(socket);
  } finally {
    apart.end();
  }
  return { failure: asServerFailure(apart.end().failure) };
}

/** Why a server could not be asked, told as a failure of dns: the steps were ours, not the endpoint's. */
function asServerFailure(why: Failure = failure('dns.unreachable')): Failure {
  if (why.layer === 'local') return why;
  if (why.code === 'tcp.timeout' || why.code === 'tls.timeout') return failure('dns.timeout');
  const detail = why.detail === undefined ? {} : { detail: why.detail };
  return failure('dns.unreachable', {
    message: `the name server cannot be used: ${why.message} (${why.code})`,
    ...detail,
  });
}

/** There was a connection, and it ended before there was an answer. `detail`: what the system said of it. */
export function unanswered(detail?: string): Failure {
  const message = 'the name server closed the connection without an answer';
  return failure('dns.unreachable', { message, ...(detail === undefined ? {} : { detail }) });
}

/** RFC 1035 4.2.2: two bytes of length go before each message. */
const lengthBytes = 2;

function converse(socket: Socket, { query, signal }: Sending): Promise<Answered> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let wanted = lengthBytes;
    const done = (answered: Answered): void => {
      signal.removeEventListener('abort', abort);
      resolve(answered);
    };
    const abort = (): void => done({ failure: failure('dns.timeout') });
    const closed = (detail?: string): void => done({ failure: unanswered(detail) });
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size < wanted) return;
      const received = Buffer.concat(chunks);
      wanted = lengthBytes + received.readUInt16BE(0);
      if (size >= wanted) done({ message: received.subarray(lengthBytes, wanted) });
    });
    socket.on('error', (error) => closed(error.message));
    socket.on('end', () => closed());
    socket.on('close', () => closed());
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) return abort();
    const length = Buffer.alloc(lengthBytes);
    length.writeUInt16BE(query.length);
    socket.write(Buffer.concat([length, query]));
  });
}
