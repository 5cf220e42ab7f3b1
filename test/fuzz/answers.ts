// Good answers and how their servers give them. A case takes one of these, and damages what comes.

import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import * as codec from 'dns-packet';
import type { Ending, Good } from './damage.ts';

const lines = (...all: readonly string[]): Buffer => Buffer.from(`${all.join('\r\n')}\r\n\r\n`, 'latin1');
const ok = (...fields: readonly string[]): Buffer => lines('HTTP/1.1 200 OK', ...fields);
const text = '{"status":"ok","words":"hello, world"}';
const html = Buffer.from(`<p>hello</p>\n${'lorem ipsum '.repeat(4000)}`);

function good(ends: Ending, ...parts: readonly (Buffer | string)[]): Good {
  return {
    ends,
    parts: parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)),
  };
}

function coded(coding: string, body: Buffer): Good {
  return good('silence', ok(`Content-Encoding: ${coding}`, `Content-Length: ${body.length}`), body);
}

function chunk(bytes: string | Buffer): Buffer {
  const body = Buffer.from(bytes);
  return Buffer.concat([Buffer.from(`${body.length.toString(16)}\r\n`), body, Buffer.from('\r\n')]);
}

const chunked = 'Transfer-Encoding: chunked';
const gzipped = gzipSync(text);

/** One for each connection of an attempt: a redirect needs two. */
export const http1: Readonly<Record<string, readonly Good[]>> = {
  'a length': [good('silence', ok('Content-Type: application/json', `Content-Length: ${text.length}`), text)],
  'a body up to the end': [good('fin', ok('Content-Type: text/html; charset=utf-8'), html)],
  chunks: [
    good('silence', ok(chunked), chunk('hello'), chunk(', world'), chunk('!'.repeat(600)), '0\r\n\r\n'),
  ],
  'chunks with extensions and a trailer': [
    good('silence', ok(chunked), '5;a=b;c="d"\r\nhello\r\n', '0\r\nX-Sum: 1\r\n\r\n'),
  ],
  gzip: [coded('gzip', gzipped)],
  'gzip in chunks': [
    good(
      'silence',
      ok('Content-Encoding: gzip', chunked),
      chunk(gzipped.subarray(0, 11)),
      chunk(gzipped.subarray(11)),
      '0\r\n\r\n',
    ),
  ],
  deflate: [coded('deflate', deflateSync(html))],
  brotli: [coded('br', brotliCompressSync(html))],
  'many headers': [
    good(
      'silence',
      ok(
        ...Array.from({ length: 60 }, (_, index) => `X-Field-${index}: ${'v'.repeat(index)}`),
        'Set-Cookie: a=1; Path=/',
        'Set-Cookie: b=2',
        'Content-Length: 5',
      ),
      'hello',
    ),
  ],
  'hints first': [
    good(
      'silence',
      lines('HTTP/1.1 102 Processing'),
      lines('HTTP/1.1 103 Early Hints', 'Link: </a.css>; rel=preload'),
      ok('Content-Length: 5'),
      'hello',
    ),
  ],
  'no content': [good('silence', lines('HTTP/1.1 204 No Content', 'Date: Thu, 01 Jan 2026 00:00:00 GMT'))],
  'a redirect': [
    good('fin', lines('HTTP/1.1 302 Found', 'Location: /next?a=b#c', 'Content-Length: 4'), 'gone'),
    good('silence', ok('Content-Length: 5'), 'hello'),
  ],
};

function frame(type: number, flags: number, stream: number, payload: Buffer = Buffer.alloc(0)): Buffer {
  const header = Buffer.alloc(9);
  header.writeUIntBE(payload.length, 0, 3);
  header.writeUInt8(type, 3);
  header.writeUInt8(flags, 4);
  header.writeUInt32BE(stream, 5);
  return Buffer.concat([header, payload]);
}

/** A field that no table holds, as it is (RFC 7541 6.2.2). */
function field(name: string, value: string): Buffer {
  const short = (bytes: string) => Buffer.concat([Buffer.of(bytes.length), Buffer.from(bytes)]);
  return Buffer.concat([Buffer.of(0), short(name), short(value)]);
}

const endStream = 1;
const endHeaders = 4;
const padded = 8;
const status200 = Buffer.of(0x88);
const plainType = field('content-type', 'text/plain');
const settings = frame(4, 0, 0, Buffer.from('000300000064000400010000', 'hex'));
const acknowledged = frame(4, 1, 0);
const head = frame(1, endHeaders, 1, Buffer.concat([status200, plainType]));
const hello = Buffer.from('hello, world');

/** Frames on the first stream (RFC 9113 6), to be said when the request has come. */
export const http2: Readonly<Record<string, Good>> = {
  'one frame': good('silence', settings, acknowledged, head, frame(0, endStream, 1, hello)),
  'many frames': good(
    'silence',
    settings,
    acknowledged,
    head,
    ...Array.from({ length: 12 }, (_, index) => frame(0, 0, 1, Buffer.alloc(300, 97 + index))),
    frame(0, endStream, 1),
  ),
  'padding, pings and a window': good(
    'silence',
    settings,
    frame(6, 0, 0, Buffer.alloc(8, 7)),
    head,
    frame(8, 0, 0, Buffer.of(0, 0, 16, 0)),
    frame(0, endStream | padded, 1, Buffer.concat([Buffer.of(3), hello, Buffer.alloc(3)])),
  ),
  'continued headers and a trailer': {
    ...good(
      'silence',
      settings,
      frame(1, 0, 1, status200),
      frame(9, endHeaders, 1, plainType),
      frame(0, 0, 1, hello),
      frame(1, endStream | endHeaders, 1, field('x-sum', '1')),
    ),
    // nghttp2 1.61, that of Node 20, takes each piece of a CONTINUATION's head for one more of them, and eight at most.
    coarse: true,
  },
  'hints first': good(
    'silence',
    settings,
    frame(1, endHeaders, 1, field(':status', '103')),
    head,
    frame(0, endStream, 1, hello),
  ),
  'a farewell before the answer': good(
    'silence',
    settings,
    frame(7, 0, 0, Buffer.from('0000000100000000', 'hex')),
    head,
    frame(0, endStream, 1, hello),
  ),
};

export const asked = 'asked.example';

const record = (type: string, data: unknown, name = asked): codec.Answer =>
  ({ name, type, ttl: 300, data }) as codec.Answer;

/** What a name server answers, by the type that is asked for. */
export const dns: Readonly<Record<string, readonly codec.Answer[]>> = {
  A: [
    record('CNAME', 'alias.example'),
    record('CNAME', 'end.example', 'alias.example'),
    record('A', '192.0.2.7', 'end.example'),
    record('A', '192.0.2.8', 'end.example'),
  ],
  AAAA: [record('AAAA', '2001:db8::7')],
  MX: [10, 20, 30].map((preference) =>
    record('MX', { preference, exchange: `mail${preference}.asked.example` }),
  ),
  NS: Array.from({ length: 13 }, (_, index) => record('NS', `${index}.ns.example`)),
  TXT: [record('TXT', ['v=spf1 -all', 'x'.repeat(255), 'é']), record('TXT', [])],
  SOA: [
    record('SOA', {
      mname: 'ns.example',
      rname: 'root.example',
      serial: 2026010101,
      refresh: 1,
      retry: 2,
      expire: 3,
      minimum: 4,
    }),
  ],
  SRV: [record('SRV', { priority: 1, weight: 2, port: 443, target: 'end.example' })],
  CAA: [record('CAA', { flags: 0, tag: 'issue', value: 'ca.example' })],
  // RFC 9460: a priority, the name itself, and alpn=h2.
  HTTPS: [record('UNKNOWN_65', Buffer.from('00010000010003026832', 'hex'))],
};

/** The answer to a question, with the names after the first as pointers to it (RFC 1035 4.1.4). */
export function dnsMessage(query: Buffer, { cut = false } = {}): Buffer {
  const { id = 0, questions = [] } = codec.decode(query);
  const type = questions[0]?.type ?? 'A';
  const answers = dns[type === ('UNKNOWN_65' as codec.RecordType) ? 'HTTPS' : type] ?? [];
  const whole = codec.encode({
    type: 'response',
    id,
    flags: codec.RECURSION_DESIRED | codec.RECURSION_AVAILABLE | (cut ? codec.TRUNCATED_RESPONSE : 0),
    questions,
    answers: cut ? [] : [...answers],
    additionals: [
      { type: 'OPT', name: '.', udpPayloadSize: 1232, flags: 0, options: [] } as unknown as codec.Answer,
    ],
  });
  return withPointers(whole);
}

const label = (text: string): Buffer => Buffer.concat([Buffer.of(text.length), Buffer.from(text)]);

/** Each later writing of the asked name becomes a pointer to the first, where it stands alone. */
function withPointers(message: Buffer): Buffer {
  const name = Buffer.concat([...asked.split('.').map(label), Buffer.of(0)]);
  const first = message.indexOf(name);
  let shorter = message;
  for (let at = first + name.length; ; at += 2) {
    at = shorter.indexOf(name, at);
    // Within the data of a record its length would have to follow.
    const isOwner = at !== -1 && shorter.readUInt16BE(at + name.length + 2) === 1 && shorter[at - 1] !== 0x07;
    if (at === -1 || first === -1) return shorter;
    if (!isOwner) continue;
    shorter = Buffer.concat([
      shorter.subarray(0, at),
      Buffer.of(0xc0, first),
      shorter.subarray(at + name.length),
    ]);
  }
}

/** Over a connection its length stands before a message (RFC 1035 4.2.2). */
export function framed(message: Buffer): readonly Buffer[] {
  return [Buffer.of(message.length >> 8, message.length & 255), message];
}
