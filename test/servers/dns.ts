// A name server that answers as a test says, over UDP and TCP.

import { createSocket } from 'node:dgram';
import { createServer, type Socket } from 'node:net';
import * as codec from 'dns-packet';
import type { Network } from '../../src/net/network.ts';
import { listen, listenUdp } from './listen.ts';
import { networkOf } from './network.ts';
import { type Behaviour, play } from './raw.ts';

export interface Asked {
  readonly name: string;
  readonly type: string;
  readonly over: 'udp' | 'tcp';
  readonly edns: boolean;
  /** The port of whoever asks. */
  readonly from: number;
  readonly packet: codec.DecodedPacket;
}

/** The messages to send back, in this order; none is silence. */
export type Script = (asked: Asked) => Replies | Promise<Replies>;
type Replies = readonly Buffer[] | AsyncIterable<Buffer>;

export interface NameServer {
  readonly udp: number;
  readonly tcp: number;
  /** Every question so far. */
  readonly asked: readonly Asked[];
}

/** On one port. Over TCP it does what `stream` makes of a question, where there is one. */
export async function openNameServer(
  script: Script,
  stream?: (query: Buffer) => Behaviour,
): Promise<NameServer> {
  const asked: Asked[] = [];
  const hear = async (message: Buffer, over: Asked['over'], from: number): Promise<Replies> => {
    const packet = codec.decode(message);
    const question = packet.questions?.[0];
    if (!question) return [];
    const edns = (packet.additionals ?? []).some(({ type }) => type === 'OPT');
    const heard: Asked = { name: question.name, type: question.type, over, edns, from, packet };
    asked.push(heard);
    return script(heard);
  };
  const server = createServer((socket) => {
    if (stream) return converse(socket, stream);
    socket.on('data', async (chunk) => {
      for await (const reply of await hear(chunk.subarray(2), 'tcp', 0)) socket.write(framed(reply));
    });
  });
  const port = await listen(server);
  const socket = createSocket('udp4');
  let open = true;
  socket.on('close', () => {
    open = false;
  });
  socket.on('message', async (message, from) => {
    for await (const reply of await hear(message, 'udp', from.port)) {
      if (open) await new Promise((sent) => socket.send(reply, from.port, from.address, sent));
    }
  });
  // Somebody else may have the port for UDP.
  const same = await listenUdp(socket, port).catch(() => null);
  return same === null ? openNameServer(script, stream) : { udp: port, tcp: port, asked };
}

/** What a stream says to a question; each comes in one piece. */
export function converse(socket: Socket, stream: (query: Buffer) => Behaviour): void {
  socket.once('data', (chunk) => play(socket, { ...stream(chunk.subarray(2)), after: 'accept' }));
}

/** RFC 1035 4.2.2: with its length before it. */
export function framed(message: Buffer, length = message.length): Buffer {
  return Buffer.concat([Buffer.of(length >> 8, length & 255), message]);
}

interface Reply {
  readonly rcode?: number;
  readonly answers?: codec.Answer[];
  readonly authorities?: codec.Answer[];
  /** Truncated: ask over TCP. */
  readonly cut?: true;
  /** It does not offer recursion. */
  readonly iterative?: true;
  /** It speaks for the zone. */
  readonly authority?: true;
  /** Extended errors (RFC 8914): number and text. */
  readonly extended?: readonly (readonly [number, string])[];
  readonly id?: number;
  readonly name?: string;
}

/** One message that answers the question, unless told otherwise. */
export function reply({ packet }: Asked, told: Reply = {}): Buffer {
  const question = packet.questions?.[0];
  if (!question) throw new Error('no question');
  const cut = told.cut ? codec.TRUNCATED_RESPONSE : 0;
  const authority = told.authority ? codec.AUTHORITATIVE_ANSWER : 0;
  const available = told.iterative ? 0 : codec.RECURSION_AVAILABLE;
  return codec.encode({
    type: 'response',
    id: told.id ?? packet.id ?? 0,
    flags: codec.RECURSION_DESIRED | available | cut | authority | (told.rcode ?? 0),
    questions: [{ ...question, name: told.name ?? question.name }],
    answers: told.answers ?? [],
    authorities: told.authorities ?? [],
    additionals: told.extended ? [optOf(told.extended)] : [],
  });
}

function optOf(extended: readonly (readonly [number, string])[]): codec.Answer {
  const options = extended.map(([code, text]) => ({
    code: 15,
    data: Buffer.concat([Buffer.of(code >> 8, code & 255), Buffer.from(text)]),
  }));
  const opt = { type: 'OPT', name: '.', udpPayloadSize: 1232, flags: 0, options };
  return opt as unknown as codec.Answer;
}

export const rcodes = { FORMERR: 1, SERVFAIL: 2, NXDOMAIN: 3, NOTIMP: 4, REFUSED: 5 };

export function a(name: string, address: string): codec.Answer {
  return { name, type: 'A', ttl: 60, data: address };
}

export function aaaa(name: string, address: string): codec.Answer {
  return { name, type: 'AAAA', ttl: 60, data: address };
}

export function cname(name: string, to: string): codec.Answer {
  return { name, type: 'CNAME', ttl: 60, data: to };
}

/** A script that gives every name this IPv4 address and no other. */
export function always(address: string): Script {
  return (asked) => [reply(asked, { answers: asked.type === 'A' ? [a(asked.name, address)] : [] })];
}

/** The n-th of the network's name servers. */
export function serverAddress(index: number): string {
  return `192.0.2.${53 + index}`;
}

/** A network whose name servers are these. */
export function namedBy(servers: readonly NameServer[], more: Partial<Network> = {}): Network {
  const entries = servers.map((server, index) => ({ server, at: `${serverAddress(index)}:53` }));
  return {
    ...networkOf({
      servers: entries.map((_, index) => ({ address: serverAddress(index), port: 53 })),
      udp: Object.fromEntries(entries.map(({ server, at }) => [at, server.udp])),
      tcp: Object.fromEntries(entries.map(({ server, at }) => [at, server.tcp])),
    }),
    ...more,
  };
}
