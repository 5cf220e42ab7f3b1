// How name servers misbehave over a connection, to the byte: TCP, TLS, HTTPS. Each line is a server that is asked
// for the addresses of `site.example`.

import { createServer } from 'node:net';
import * as codec from 'dns-packet';
import { costly } from '../fuzz/dns-messages.mjs';
import { identities } from './certificates.ts';
import { type Asked, a, converse, framed, reply } from './dns.ts';
import { raw, record } from './dns-lies.ts';
import { listen } from './listen.ts';
import { type Behaviour, play } from './raw.ts';
import { openTls } from './tls.ts';

/** The question as the scripts of a name server hear it. */
function heard(query: Buffer): Asked {
  const packet = codec.decode(query);
  return { name: 'site.example', type: 'A', over: 'tcp', edns: true, from: 0, packet };
}

const right = (query: Buffer): Buffer => reply(heard(query), { answers: [a('site.example', '127.0.0.1')] });
const bytes = (message: Buffer): Buffer[] => [...message].map((byte) => Buffer.of(byte));

/** As many addresses as a message of 65,535 bytes has room for: 127.0.0.1 and so on. */
const many = Array.from({ length: 4000 }, (_, index) =>
  record(Buffer.of(127, 0, (index + 1) >> 8, (index + 1) & 0xff)),
);

/** What costs the most to read. */
const [, chained] = costly.find(
  ([sort]) => sort === 'aliases at the end of chains',
) as (typeof costly)[number];

export const streams = {
  'comes byte by byte': (query) => ({ says: bytes(framed(right(query))), everyMs: 1, ends: 'silence' }),
  'has 4,000 addresses': (query) => ({
    says: [framed(raw(heard(query), many.length, ...many))],
    ends: 'silence',
  }),
  'fills 65,535 bytes with junk': (query) => {
    const message = right(query);
    return {
      says: [framed(Buffer.concat([message, Buffer.alloc(65_535 - message.length, 0xc0)]))],
      ends: 'fin',
    };
  },
  'has 4,000 aliases at the ends of chains of pointers': (query) => ({
    says: [framed(Buffer.concat([query.subarray(0, 2), chained.message.subarray(2)]))],
    ends: 'silence',
  }),
  'is silent': () => ({ says: [], ends: 'silence' }),
  closes: () => ({ says: [], ends: 'fin' }),
  resets: () => ({ says: [], ends: 'reset' }),
  drips: (query) => ({ says: bytes(framed(right(query))), everyMs: 100, ends: 'silence' }),
  'says a length of zero': () => ({ says: [Buffer.alloc(2)], ends: 'silence' }),
  'says a length that is too short': (query) => ({ says: [framed(right(query), 40)], ends: 'silence' }),
  'says a length that is too long, and waits': (query) => ({
    says: [framed(right(query), 65_535)],
    ends: 'silence',
  }),
  'says a length that is too long, and closes': (query) => ({
    says: [framed(right(query), 65_535)],
    ends: 'fin',
  }),
  'cuts its answer': (query) => ({ says: [framed(reply(heard(query), { cut: true }))], ends: 'silence' }),
  'answers another question': (query) => ({
    says: [framed(reply(heard(query), { name: 'evil.example' }))],
    ends: 'silence',
  }),
  'sends without end': () => ({ says: [Buffer.alloc(100_000, 0xff)], ends: 'more' }),
} as const satisfies Record<string, (query: Buffer) => Behaviour>;

export function openStream(name: keyof typeof streams): Promise<number> {
  return listen(createServer((socket) => converse(socket, streams[name])));
}

/** The same within TLS, as 127.0.0.1. */
export function openStreamTls(name: keyof typeof streams): Promise<number> {
  return openTls(identities['of this machine'], {}, (socket) => converse(socket, streams[name]));
}

const head = (...lines: readonly string[]): string => `${lines.join('\r\n')}\r\n\r\n`;
const ok = (...lines: readonly string[]): string =>
  head('HTTP/1.1 200 OK', 'Content-Type: application/dns-message', ...lines);
// RFC 8484 4.1: the id is 0.
const questions = [{ name: 'site.example', type: 'A', class: 'IN' }];
const answer = reply({ packet: { id: 0, questions } } as unknown as Asked, {
  answers: [a('site.example', '127.0.0.1')],
});

/** Over HTTP/1.1. */
export const posts = {
  'is right': { says: [ok(`Content-Length: ${answer.length}`), answer], ends: 'fin' },
  'is silent': { says: [], ends: 'silence' },
  closes: { says: [], ends: 'fin' },
  'has a body without end': { says: [ok(), Buffer.alloc(16_384)], ends: 'more' },
  'has headers without end': { says: [`HTTP/1.1 200 OK\r\n`, `X: ${'x'.repeat(1000)}\r\n`], ends: 'more' },
  'sends interim answers without end': { says: [head('HTTP/1.1 102 Processing')], ends: 'more' },
  'drips its body': {
    says: [ok(`Content-Length: ${answer.length}`), ...bytes(answer)],
    everyMs: 100,
    ends: 'silence',
  },
  'cuts its body short': { says: [ok(`Content-Length: ${answer.length + 1}`), answer], ends: 'fin' },
  'answers with a page': { says: [head('HTTP/1.1 200 OK', 'Content-Type: text/html'), '<p>'], ends: 'fin' },
  'answers with an error': { says: [head('HTTP/1.1 503 Busy', 'Content-Length: 0')], ends: 'fin' },
  'speaks no HTTP': { says: ['\0'.repeat(99)], ends: 'silence' },
} as const satisfies Record<string, Behaviour>;

export function openPost(name: keyof typeof posts): Promise<number> {
  return openTls(identities['of this machine'], {}, (socket, reset) => play(socket, posts[name], reset));
}
