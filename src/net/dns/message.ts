// DNS messages: one question encoded, one answer decoded and held against it (RFC 1035 4.1, 6891, 5452).
// What an answer means is `answer.ts`'s to say.

import { isIP } from 'node:net';
import * as codec from 'dns-packet';
import { failure } from '../../codes.ts';
import type { Failure } from '../../model.ts';

/** What can be asked for; `records.ts` shows each. */
export const recordTypes = [
  'A',
  'AAAA',
  'CNAME',
  'MX',
  'NS',
  'TXT',
  'SOA',
  'SRV',
  'CAA',
  'PTR',
  'HTTPS',
] as const;

export type RecordType = (typeof recordTypes)[number];

export interface Question {
  /** Without a trailing dot. */
  readonly name: string;
  readonly type: RecordType;
  /** Whether the server is to find the answer elsewhere (RD); a zone's own server is asked without. */
  readonly recursive: boolean;
}

/** What the codec gives; its types leave the response code out. */
export type Message = codec.DecodedPacket & { readonly rcode: string };

/** A decoded message, or why there is none. */
export type Reply = { readonly packet: Message } | { readonly failure: Failure };

/** The codec does not know type 65 (RFC 9460) by its name. */
const codecNames: Readonly<Record<string, string>> = { HTTPS: 'UNKNOWN_65' };

/** How the codec calls a type. */
export function codecType(type: RecordType): string {
  return codecNames[type] ?? type;
}

/** RFC 9715 and the DNS flag day: what passes unfragmented. */
const udpPayloadSize = 1232;

/** The question as a message. It asks for the AD flag to be told (RFC 6840 5.7). */
export function encode({ name, type, recursive }: Question, id: number, edns: boolean): Buffer {
  return codec.encode({
    type: 'query',
    id,
    flags: (recursive ? codec.RECURSION_DESIRED : 0) | codec.AUTHENTIC_DATA,
    questions: [{ name, type: codecType(type) as codec.RecordType, class: 'IN' }],
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
  const same = asked.name.toLowerCase() === name.toLowerCase() && asked.type === codecType(type);
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
