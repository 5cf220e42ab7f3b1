// A name server that answers as a test says, over UDP and TCP.

import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import * as codec from 'dns-packet';
import type { Network } from '../../src/net/network.ts';
import { listen, listenUdp } from './listen.ts';
import { networkOf } from './network.ts';

export interface Asked {
  readonly name: string;
  readonly type: string;
  readonly over: 'udp' | 'tcp';
  readonly edns: boolean;
  readonly packet: codec.DecodedPacket;
}

/** The messages to send back, in this order; none is silence. */
export type Script = (asked: Asked) => readonly Buffer[] | Promise<readonly Buffer[]>;

export interface NameServer {
  readonly udp: number;
  readonly tcp: number;
  /** Every question so far. */
  readonly asked: readonly Asked[];
}

export async function openNameServer(script: Script): Promise<NameServer> {
  const asked: Asked[] = [];
  const hear = async (message: Buffer, over: Asked['over']): Promise<readonly Buffer[]> => {
    const packet = codec.decode(message);
    const question = packet.questions?.[0];
    if (!question) return [];
    const edns = (packet.additionals ?? []).some(({ type }) => type === 'OPT');
    const heard: Asked = { name: question.name, type: question.type, over, edns, packet };
    asked.push(heard);
    return script(heard);
  };
  const socket = createSocket('udp4');
  socket.on('message', async (message, from) => {
    for (const reply of await hear(message, 'udp')) socket.send(reply, from.port, from.address);
  });
  const server = createServer((stream) => {
    stream.on('data', async (chunk) => {
      for (const reply of await hear(chunk.subarray(2), 'tcp')) {
        const length = Buffer.alloc(2);
        length.writeUInt16BE(reply.length);
        stream.write(Buffer.concat([length, reply]));
      }
    });
  });
  return { udp: await listenUdp(socket), tcp: await listen(server), asked };
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
