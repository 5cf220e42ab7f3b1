// One question to one name server, over UDP and, when the answer is cut, over TCP (RFC 1035, 7766, 6891).
// What the answer means is `dns-answer.ts`'s to say; who is asked, and for how long, `resolve.ts`'s.

import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { connect, isIP } from 'node:net';
import * as codec from 'dns-packet';
import { failure } from '../codes.ts';
import type { Failure } from '../model.ts';
import { bug, errorCode, localFailure } from './failure.ts';
import type { Network, SocketAddress } from './network.ts';

export type RecordType = 'A' | 'AAAA';

export interface Question {
  /** Without a trailing dot. */
  readonly name: string;
  readonly type: RecordType;
}

/** What the codec gives; its types leave the response code out. */
export type Message = codec.DecodedPacket & { readonly rcode: string };

/** A decoded message, or why there is none. */
export type Reply = { readonly packet: Message } | { readonly failure: Failure };

/** RFC 9715 and the DNS flag day: what passes unfragmented. */
const udpPayloadSize = 1232;

/** Asks once. A server that does not understand EDNS is asked again without (RFC 6891 7). */
export async function ask(
  question: Question,
  server: SocketAddress,
  network: Network,
  signal: AbortSignal,
): Promise<Reply> {
  const reply = await askOverUdp(question, server, network, signal, true);
  if (!('packet' in reply) || reply.packet.rcode !== 'FORMERR') return reply;
  return askOverUdp(question, server, network, signal, false);
}

function encode({ name, type }: Question, id: number, edns: boolean): Buffer {
  return codec.encode({
    type: 'query',
    id,
    flags: codec.RECURSION_DESIRED,
    questions: [{ name, type, class: 'IN' }],
    additionals: edns
      ? [
          {
            type: 'OPT',
            name: '.',
            udpPayloadSize,
            flags: 0,
            flag_do: false,
            extendedRcode: 0,
            ednsVersion: 0,
            options: [],
          },
        ]
      : [],
  });
}

/**
 * The message if it answers this question. Null for anything that is none of ours: another id, another
 * question, a query; those are passed over and the wait goes on (RFC 5452 9.1).
 */
export function decodeReply(message: Buffer, { name, type }: Question, id: number): Reply | null {
  if (message.length < 12 || message.readUInt16BE(0) !== id || ((message[2] ?? 0) & 0x80) === 0) return null;
  let packet: Message;
  try {
    packet = codec.decode(message) as Message;
    refuseHalfAddresses(packet);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { failure: failure('dns.malformed', { detail }) };
  }
  const asked = packet.questions?.[0];
  // A server that cannot read the question may leave it out (RFC 8906 3.2.1).
  if (asked === undefined) return packet.rcode === 'NOERROR' ? null : { packet };
  const same = asked.name.toLowerCase() === name.toLowerCase() && asked.type === type;
  return same ? { packet } : null;
}

/** The codec reads addresses beyond the end of a message and writes `undefined` for what is not there. */
function refuseHalfAddresses({ answers = [] }: Message): void {
  for (const answer of answers) {
    const family = answer.type === 'A' ? 4 : answer.type === 'AAAA' ? 6 : null;
    if (family !== null && isIP(String((answer as codec.StringAnswer).data)) !== family) {
      throw new Error('an address is cut short');
    }
  }
}

function serverFailure(error: unknown): Failure {
  const code = errorCode(error);
  const detail = error instanceof Error ? error.message : String(error);
  if (code === 'ENETUNREACH' || code === 'EADDRNOTAVAIL') return failure('local.no_route', { detail });
  if (code === 'ECONNREFUSED' || code === 'EHOSTUNREACH' || code === 'ECONNRESET' || code === 'ETIMEDOUT') {
    return failure('dns.unreachable', { detail });
  }
  return localFailure(error) ?? bug(error);
}

function askOverUdp(
  question: Question,
  server: SocketAddress,
  network: Network,
  signal: AbortSignal,
  edns: boolean,
): Promise<Reply> {
  const place = network.place('udp', server);
  if (!place) return Promise.resolve({ failure: failure('local.unmapped') });
  return new Promise((resolve) => {
    const id = randomInt(0x1_0000);
    const socket = createSocket(isIP(place.address) === 6 ? 'udp6' : 'udp4');
    const done = (reply: Reply | Promise<Reply>): void => {
      signal.removeEventListener('abort', abort);
      socket.removeAllListeners();
      // A late ICMP error would otherwise end the process.
      socket.on('error', () => {});
      socket.close();
      resolve(reply);
    };
    const abort = (): void => done({ failure: failure('dns.timeout') });
    socket.on('error', (error) => done({ failure: serverFailure(error) }));
    socket.on('message', (message) => {
      const reply = decodeReply(message, question, id);
      if (!reply) return;
      const cut = 'packet' in reply && reply.packet.flag_tc;
      done(cut ? askOverTcp(question, server, network, signal) : reply);
    });
    // With a callback, connect would hand it the error instead of emitting one.
    socket.once('connect', () => {
      socket.send(encode(question, id, edns), (error) => error && done({ failure: serverFailure(error) }));
    });
    socket.connect(place.port, place.address);
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
  });
}

function askOverTcp(
  question: Question,
  server: SocketAddress,
  network: Network,
  signal: AbortSignal,
): Promise<Reply> {
  const place = network.place('tcp', server);
  const cut = (why: string): Reply => ({ failure: failure('dns.truncated', { detail: `over TCP: ${why}` }) });
  if (!place) return Promise.resolve(cut('no such address'));
  return new Promise((resolve) => {
    const id = randomInt(0x1_0000);
    const socket = connect({ host: place.address, port: place.port, noDelay: true });
    let received = Buffer.alloc(0);
    const done = (reply: Reply): void => {
      signal.removeEventListener('abort', abort);
      socket.destroy();
      resolve(reply);
    };
    const abort = (): void => done(cut('no answer in time'));
    socket.on('connect', () => {
      const message = encode(question, id, true);
      const length = Buffer.alloc(2);
      length.writeUInt16BE(message.length);
      socket.write(Buffer.concat([length, message]));
    });
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (received.length < 2 || received.length < 2 + received.readUInt16BE(0)) return;
      const message = received.subarray(2, 2 + received.readUInt16BE(0));
      done(decodeReply(message, question, id) ?? cut('an answer to another question'));
    });
    socket.on('error', (error) => done(cut(error.message)));
    socket.on('close', () => done(cut('closed without an answer')));
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
  });
}
