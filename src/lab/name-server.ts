// A recursive resolver that knows the whole world and nothing else, over UDP and TCP.

import { createSocket } from 'node:dgram';
import { createServer, type Socket } from 'node:net';
import { type Answer, decode, encode, type Packet, RECURSION_AVAILABLE, RECURSION_DESIRED } from 'dns-packet';
import { type Break, type DnsFault, faultAt } from './faults.ts';
import { type Port, portOf } from './ports.ts';
import type { Site } from './sites.ts';

/** The reply to a message; null for silence. */
export type Responder = (message: Buffer) => Buffer | null;

const rcodes = { NOERROR: 0, SERVFAIL: 2, NXDOMAIN: 3 } as const;
type Rcode = keyof typeof rcodes;

/** The world as `server` tells it: faults of the server itself come first, then those of the name asked for. */
export function createResponder(sites: readonly Site[], breaks: readonly Break[], server: Site): Responder {
  const names = new Map(sites.filter((site) => !site.literal).map((site) => [site.name, site.addresses]));
  const own = server.literal ? faultAt(breaks, server.name, 'dns') : null;
  return (message) => {
    const query = parse(message);
    const question = query?.questions?.[0];
    if (!query || !question) return null;
    const name = question.name.toLowerCase();
    const fault: DnsFault | null = own ?? faultAt(breaks, name, 'dns');
    if (fault?.reply === 'nothing') return null;
    if (fault) return reply(query, fault.reply, []);
    const addresses = names.get(name);
    return addresses ? reply(query, 'NOERROR', recordsOf(question, addresses)) : reply(query, 'NXDOMAIN', []);
  };
}

/** Answers over UDP; resolves with the port. */
export function serveUdp(respond: Responder): Promise<Port> {
  const socket = createSocket('udp4');
  socket.on('message', (message, from) => {
    const answer = respond(message);
    if (answer) socket.send(answer, from.port, from.address, () => {});
  });
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(0, '127.0.0.1', () => {
      socket.off('error', reject).on('error', () => {});
      resolve(socket.address().port);
    });
  });
}

/** Answers over TCP, any number of questions a connection; resolves with the port. */
export function serveTcp(respond: Responder): Promise<Port> {
  return portOf(createServer((socket) => converse(socket, respond)));
}

function converse(socket: Socket, respond: Responder): void {
  let pending: Buffer = Buffer.alloc(0);
  socket.on('error', () => {});
  socket.on('data', (chunk) => {
    pending = Buffer.concat([pending, chunk]);
    while (pending.length >= 2 && pending.length >= 2 + pending.readUInt16BE(0)) {
      const end = 2 + pending.readUInt16BE(0);
      const answer = respond(pending.subarray(2, end));
      pending = pending.subarray(end);
      if (!answer) continue;
      const length = Buffer.alloc(2);
      length.writeUInt16BE(answer.length);
      socket.write(Buffer.concat([length, answer]));
    }
  });
}

function parse(message: Buffer): Packet | null {
  try {
    const packet = decode(message);
    return packet.type === 'query' && packet.questions?.length === 1 ? packet : null;
  } catch {
    return null;
  }
}

function recordsOf(question: { name: string; type: string }, addresses: readonly string[]): Answer[] {
  const type = question.type;
  if (type !== 'A' && type !== 'AAAA') return [];
  return addresses
    .filter((address) => address.includes(':') === (type === 'AAAA'))
    .map((data) => ({ type, name: question.name, ttl: 300, class: 'IN', data }));
}

function reply(query: Packet, rcode: Rcode, answers: Answer[]): Buffer {
  const edns = query.additionals?.some((record) => record.type === 'OPT');
  return encode({
    type: 'response',
    id: query.id ?? 0,
    flags: ((query.flags ?? 0) & RECURSION_DESIRED) | RECURSION_AVAILABLE | rcodes[rcode],
    questions: query.questions ?? [],
    answers,
    additionals: edns
      ? [
          {
            type: 'OPT',
            name: '.',
            udpPayloadSize: 1232,
            extendedRcode: 0,
            flag_do: false,
            ednsVersion: 0,
            flags: 0,
            options: [],
          },
        ]
      : [],
  });
}
