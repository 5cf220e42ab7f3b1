// The name servers of the box, over UDP and TCP: resolvers, which know the whole world and nothing else, and those
// that speak for their own zones only and refer to the others.

import { createSocket } from 'node:dgram';
import { createServer, type Socket } from 'node:net';
import { decode, type Packet } from 'dns-packet';
import type { DnsFault } from './fault.ts';
import type { Break } from './faults.ts';
import { faultAt } from './pattern.ts';
import { type Port, portOf } from './ports.ts';
import { falseReply, reply } from './replies.ts';
import type { Site } from './sites.ts';
import { type Asked, glueOf, keyOf, type Names, recordsOf, serverRecords, startOf } from './zones.ts';

/** The reply to a message that came over a transport; null for silence, an empty one to end the connection. */
export type Responder = (message: Buffer, transport: 'udp' | 'tcp') => Buffer | null;

/** The world as `server` tells it: faults of the server itself come first, then those of the name asked for. */
export function createResponder(names: Names, breaks: readonly Break[], server: Site): Responder {
  const [address = ''] = server.addresses;
  const own = server.literal ? faultAt(breaks, server.name, 'dns', { server: address }) : null;
  const tell = server.authority ? authorityReply : resolverReply;
  return (message, transport) => {
    const query = parse(message);
    const question = query?.questions?.[0];
    if (!query || !question) return null;
    const of = faultAt(breaks, keyOf(question.name), 'dns', { server: address });
    const fault = own ?? (of && (!server.authority || isOfTheZone(of)) ? of : null);
    return fault
      ? falseReply(query, question, fault, {
          server: address,
          transport,
          authority: server.authority === true,
        })
      : tell(query, question, names, address);
  };
}

/** What is wrong with the records is so at the zone itself; what is wrong with the answering is not. */
function isOfTheZone({ reply: how }: DnsFault): boolean {
  return how === 'NXDOMAIN' || how === 'NODATA' || how === 'loop';
}

function resolverReply(query: Packet, question: Asked, names: Names): Buffer {
  const name = keyOf(question.name);
  const answers = recordsOf(question, names);
  const [cut] = names.zones(name);
  const exists = names.addresses(name) !== null;
  const authorities = answers.length > 0 || cut === undefined ? [] : [startOf(cut)];
  return reply(query, exists ? 'NOERROR' : 'NXDOMAIN', { answers, authorities, recursion: true });
}

/** Speaks for its zones, refers below them (RFC 1034 4.3.2), and refuses the rest. */
function authorityReply(query: Packet, question: Asked, names: Names, address: string): Buffer {
  const name = keyOf(question.name);
  const cuts = names.zones(name);
  const mine = cuts.findIndex(({ servers }) => Object.values(servers).includes(address));
  const own = cuts[mine];
  if (own === undefined) return reply(query, 'REFUSED', {});
  const below = cuts[mine - 1];
  if (below !== undefined) {
    return reply(query, 'NOERROR', { authorities: serverRecords(below), additionals: glueOf(below) });
  }
  const answers = recordsOf(question, names);
  const exists = names.addresses(name) !== null;
  return reply(query, exists ? 'NOERROR' : 'NXDOMAIN', {
    answers,
    authorities: answers.length > 0 ? [] : [startOf(own)],
    authoritative: true,
  });
}

/** Answers over UDP; resolves with the port. */
export function serveUdp(respond: Responder): Promise<Port> {
  const socket = createSocket('udp4');
  socket.on('message', (message, from) => {
    const answer = respond(message, 'udp');
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
      const answer = respond(pending.subarray(2, end), 'tcp');
      pending = pending.subarray(end);
      if (!answer) continue;
      if (answer.length === 0) return void socket.destroy();
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
