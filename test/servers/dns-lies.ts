// How name servers misbehave over UDP, to the byte. Each line is a server that is asked for `site.example`.

import { createSocket } from 'node:dgram';
import { type Asked, a, always, cname, rcodes, reply, type Script } from './dns.ts';

/** Where every question has its name, as a pointer. */
const asIt = Buffer.of(0xc0, 12);
const address = Buffer.of(127, 0, 0, 1);

interface Odd {
  readonly type?: number;
  readonly ofClass?: number;
  readonly name?: Buffer;
  readonly ttl?: number;
  /** What it says of its length. */
  readonly length?: number;
}

/** A record, to the byte (RFC 1035 4.1.3). */
export function record(data: Buffer, odd: Odd = {}): Buffer {
  const head = Buffer.alloc(10);
  head.writeUInt16BE(odd.type ?? 1, 0);
  head.writeUInt16BE(odd.ofClass ?? 1, 2);
  head.writeUInt32BE(odd.ttl ?? 60, 4);
  head.writeUInt16BE(odd.length ?? data.length, 8);
  return Buffer.concat([odd.name ?? asIt, head, data]);
}

/** A message that repeats the question and goes on with these bytes; so many records it says there are. */
export function raw(asked: Asked, answers: number, ...rest: readonly Buffer[]): Buffer {
  const head = reply(asked);
  head.writeUInt16BE(answers, 6);
  return Buffer.concat([head, ...rest]);
}

/** Where the first answer begins. */
const firstAnswer = 12 + 'site.example'.length + 2 + 4;

function pointer(to: number): Buffer {
  return Buffer.of(0xc0 | (to >> 8), to & 0xff);
}

export function labels(...texts: readonly (string | Buffer)[]): Buffer {
  const bytes = texts.map((text) => Buffer.from(text as string));
  return Buffer.concat([...bytes.flatMap((label) => [Buffer.of(label.length), label]), Buffer.alloc(1)]);
}

const says =
  (told: Parameters<typeof reply>[1]): Script =>
  (asked) => [reply(asked, told)];
const sends =
  (answers: number, ...rest: readonly Buffer[]): Script =>
  (asked) => [raw(asked, answers, ...rest)];
const lie = [a('site.example', '127.0.0.66')];
const wrongId = (asked: Asked): Buffer => reply(asked, { id: (asked.packet.id ?? 0) ^ 1, answers: lie });
const flagged = (byte: 2 | 3, flag: number): Script => {
  return (asked) => {
    const message = reply(asked, { answers: lie });
    message[byte] = (message[byte] ?? 0) ^ flag;
    return [message];
  };
};
const opt = (data: Buffer) => record(data, { type: 41, name: Buffer.of(0), ofClass: 1232, ttl: 0 });
const withAdditionals =
  (count: number, ...rest: readonly Buffer[]): Script =>
  (asked) => {
    const message = raw(asked, 1, record(address), ...rest);
    message.writeUInt16BE(count, 10);
    return [message];
  };
const chainOf = (length: number) =>
  Array.from({ length }, (_, index) =>
    cname(index === 0 ? 'site.example' : `n${index}.example`, `n${index + 1}.example`),
  );

export const lies = {
  // Good, if unusual.
  'is right': always('127.0.0.1'),
  'says junk after the message': (asked) => [
    Buffer.concat([reply(asked, { answers: [a(asked.name, '127.0.0.1')] }), Buffer.alloc(99, 0xff)]),
  ],
  'has records of unknown types and classes': sends(
    3,
    record(Buffer.from('?'), { type: 65_280 }),
    record(Buffer.of(127, 0, 0, 66), { ofClass: 3 }),
    record(address),
  ),
  'has two OPT records': withAdditionals(2, opt(Buffer.alloc(0)), opt(Buffer.of(0, 15, 0, 2, 0, 6))),
  'has an EDNS option that is cut short': withAdditionals(1, opt(Buffer.of(0, 15, 0, 99, 0, 6))),
  'repeats the question in capitals': says({
    name: 'SITE.EXAMPLE',
    answers: [a('Site.Example', '127.0.0.1')],
  }),
  'knows no EDNS (FORMERR)': (asked) => [
    reply(asked, asked.edns ? { rcode: rcodes.FORMERR } : { answers: [a(asked.name, '127.0.0.1')] }),
  ],
  'knows no EDNS (NOTIMP)': (asked) => [
    reply(asked, asked.edns ? { rcode: rcodes.NOTIMP } : { answers: [a(asked.name, '127.0.0.1')] }),
  ],
  'sends four wrong answers, then the right one': (asked) => [
    wrongId(asked),
    reply(asked, { name: 'evil.example', answers: [a('evil.example', '127.0.0.66')] }),
    ...(flagged(2, 0x80)(asked) as readonly Buffer[]),
    Buffer.from('hello'),
    reply(asked, { answers: [a(asked.name, '127.0.0.1')] }),
  ],

  // Silence, and what is no answer.
  'is silent': () => [],
  'answers with another id': (asked) => [wrongId(asked)],
  'answers another question': says({ name: 'evil.example', answers: [a('evil.example', '127.0.0.66')] }),
  'answers for another type': (asked) => {
    const message = reply(asked, { answers: lie });
    message.writeUInt16BE(28, firstAnswer - 4);
    return [message];
  },
  'sends what is marked as a question': flagged(2, 0x80),
  'sends the question back': (asked) => {
    const echo = reply(asked);
    echo[2] = 1;
    return [echo];
  },
  'answers with another opcode': flagged(2, 0x28),
  'answers without the question': (asked) => {
    const message = reply(asked, { answers: lie });
    message.writeUInt16BE(0, 4);
    return [Buffer.concat([message.subarray(0, 12), message.subarray(firstAnswer)])];
  },
  'answers from another port': fromElsewhere('127.0.0.1'),
  'answers from another address': fromElsewhere('127.0.0.2'),
  'floods with answers to another question': flood((asked) =>
    Array.from({ length: 100 }, (_, index) => reply(asked, { name: `${index}.example`, answers: lie })),
  ),
  'floods with answers with other ids': flood((asked) => Array.from({ length: 100 }, () => wrongId(asked))),
  'sends less than a header': (asked) => [reply(asked).subarray(0, 11)],

  // It answers, and there is nothing.
  'says NXDOMAIN': says({ rcode: rcodes.NXDOMAIN }),
  'has no such record': says({}),
  'says SERVFAIL': says({ rcode: rcodes.SERVFAIL }),
  'says REFUSED': says({ rcode: rcodes.REFUSED }),
  'says FORMERR': says({ rcode: rcodes.FORMERR }),
  'says NOTIMP': says({ rcode: rcodes.NOTIMP }),
  'says a code that has no name': says({ rcode: 15 }),
  'refers to other servers': says({
    authorities: [{ name: 'example', type: 'NS', ttl: 60, data: 'ns.example' }],
    iterative: true,
  }),
  'has records of another name': says({ answers: [a('evil.example', '127.0.0.66')] }),
  'has two aliases in a circle': says({
    answers: [cname('site.example', 'other.example'), cname('other.example', 'site.example')],
  }),
  'has an alias of itself': says({ answers: [cname('site.example', 'site.example')] }),
  'has an alias of a name without records': says({ answers: [cname('site.example', 'other.example')] }),
  'has an alias of a name that does not exist': says({
    answers: [cname('site.example', 'gone.example')],
    rcode: rcodes.NXDOMAIN,
  }),
  'has 16 aliases in a row': says({ answers: [...chainOf(16), a('n16.example', '127.0.0.1')] }),
  'has 17 aliases in a row': says({ answers: [...chainOf(17), a('n17.example', '127.0.0.1')] }),

  // Not to be read.
  'cuts a record in the middle': (asked) => [raw(asked, 1, record(address)).subarray(0, -1)],
  'claims 65,535 records and has one': sends(65_535, record(address)),
  'says that an address has three bytes': sends(1, record(address.subarray(1))),
  'says that an address has five bytes': sends(1, record(Buffer.concat([address, address.subarray(3)]))),
  'says that a record is longer than the message': sends(1, record(address, { length: 65_535 })),
  'points a name to itself': sends(1, record(address, { name: pointer(firstAnswer) })),
  'points two names to each other': sends(
    1,
    record(address, { name: Buffer.concat([pointer(firstAnswer + 2), pointer(firstAnswer)]) }),
  ),
  'points a name beyond the end': sends(1, record(address, { name: pointer(0x3fff) })),
  'ends in half a pointer': sends(1, Buffer.of(0xc0)),
  'has a name of 260 bytes': sends(
    1,
    record(address, { name: labels(...Array.from({ length: 4 }, () => 'x'.repeat(63)), 'xx') }),
  ),
  'has a label of an unknown kind': sends(1, record(address, { name: Buffer.of(0x41, 0x78, 0) })),
} as const satisfies Record<string, Script>;

/** It sends from this address, and from a port of its own, while the one that was asked stays silent. */
function fromElsewhere(source: string): Script {
  return async (asked) => {
    const socket = createSocket('udp4');
    await new Promise<void>((bound) => socket.bind(0, source, bound));
    const answer = reply(asked, { answers: lie });
    await new Promise((sent) => socket.send(answer, asked.from, '127.0.0.1', sent));
    await new Promise<void>((closed) => socket.close(closed));
    return [];
  };
}

/** These again and again, for longer than anybody waits. */
function flood(messages: (asked: Asked) => readonly Buffer[]): Script {
  return async function* (asked) {
    const until = performance.now() + 3000;
    const all = messages(asked);
    while (performance.now() < until) {
      yield* all;
      // Whoever is flooded may live in this process, and must have his turn.
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
}
