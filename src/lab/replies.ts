// DNS messages as the lab's name servers send them: true ones, and each way to send a false one.

import {
  type Answer,
  AUTHORITATIVE_ANSWER,
  encode,
  type Packet,
  type PacketOpt,
  RECURSION_AVAILABLE,
  RECURSION_DESIRED,
  TRUNCATED_RESPONSE,
} from 'dns-packet';
import { lieOf } from './address.ts';
import type { DnsFault } from './fault.ts';
import { type Asked, addressRecords } from './zones.ts';

const rcodes = { NOERROR: 0, FORMERR: 1, SERVFAIL: 2, NXDOMAIN: 3, REFUSED: 5 } as const;
type Rcode = keyof typeof rcodes;

interface Said {
  readonly answers?: readonly Answer[];
  readonly authorities?: readonly Answer[];
  readonly additionals?: readonly Answer[];
  /** AA: the server speaks for the zone. */
  readonly authoritative?: boolean;
  /** RA: the server would ask others. */
  readonly recursion?: boolean;
  readonly cut?: boolean;
  readonly extended?: DnsFault['extended'];
}

/** An answer to a query; with EDNS where the query has it. */
export function reply(query: Packet, rcode: Rcode, said: Said): Buffer {
  const { answers = [], authorities = [], additionals = [], authoritative, recursion, cut } = said;
  const edns = query.additionals?.some((record) => record.type === 'OPT');
  return encode({
    type: 'response',
    id: query.id ?? 0,
    flags:
      ((query.flags ?? 0) & RECURSION_DESIRED) |
      (recursion ? RECURSION_AVAILABLE : 0) |
      (authoritative ? AUTHORITATIVE_ANSWER : 0) |
      (cut ? TRUNCATED_RESPONSE : 0) |
      rcodes[rcode],
    questions: query.questions ?? [],
    answers: [...answers],
    authorities: [...authorities],
    additionals: [...additionals, ...(edns ? [optRecord(said.extended)] : [])],
  });
}

const extendedErrorOption = 15;

/** RFC 6891; an extended error is a number of 16 bits and a text (RFC 8914 2). */
function optRecord(extended: DnsFault['extended']): Answer {
  const options: PacketOpt[] = [];
  if (extended) {
    const data = Buffer.concat([
      Buffer.of(extended.code >> 8, extended.code & 255),
      Buffer.from(extended.text),
    ]);
    // The library's types know only some options; it writes any that has its bytes.
    const option: PacketOpt = { code: 12, length: 0 };
    options.push(Object.assign(option, { code: extendedErrorOption, data }));
  }
  return {
    type: 'OPT',
    name: '.',
    udpPayloadSize: 1232,
    extendedRcode: 0,
    flag_do: false,
    ednsVersion: 0,
    flags: 0,
    options,
  };
}

interface Teller {
  /** Its address. */
  readonly server: string;
  readonly transport: 'udp' | 'tcp';
  readonly authority: boolean;
}

/** What a fault makes of the answer; null for silence. */
export function falseReply(query: Packet, asked: Asked, fault: DnsFault, teller: Teller): Buffer | null {
  const { extended } = fault;
  const role = { authoritative: teller.authority, recursion: !teller.authority };
  switch (fault.reply) {
    case 'nothing':
    case 'unreachable':
      return null;
    case 'NXDOMAIN':
    case 'SERVFAIL':
    case 'REFUSED':
    case 'FORMERR':
      return reply(query, fault.reply, { ...role, ...(extended ? { extended } : {}) });
    case 'NODATA':
      return reply(query, 'NOERROR', role);
    case 'lame':
      return reply(query, 'NOERROR', { authorities: [elsewhere(asked)] });
    case 'garbage':
      return reply(query, 'NOERROR', { ...role, answers: [elsewhere(asked)] }).subarray(0, -1);
    case 'cut':
      // Over TCP the connection is ended.
      return teller.transport === 'udp' ? reply(query, 'NOERROR', { ...role, cut: true }) : Buffer.alloc(0);
    case 'loop':
      return reply(query, 'NOERROR', { ...role, answers: loopAt(asked) });
    case 'lie':
      return reply(query, 'NOERROR', { ...role, answers: lieTo(asked, teller.server) });
  }
}

const ttl = 300;

/** A record of somebody else's zone. */
function elsewhere({ name }: Asked): Answer {
  return { type: 'NS', name, ttl, class: 'IN', data: 'ns.elsewhere.example' };
}

function loopAt({ name }: Asked): Answer[] {
  const other = `loop.${name}`;
  return [
    { type: 'CNAME', name, ttl, class: 'IN', data: other },
    { type: 'CNAME', name: other, ttl, class: 'IN', data: name },
  ];
}

function lieTo({ name, type }: Asked, server: string): Answer[] {
  if (type !== 'A' && type !== 'AAAA') return [];
  return addressRecords(name, type, [lieOf(server, type === 'AAAA')]);
}
