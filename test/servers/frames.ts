// HTTP/2 to the byte (RFC 9113): servers that break off, refuse, flood and talk nonsense.

import type { TLSSocket } from 'node:tls';
import { identities } from './certificates.ts';
import { type Behaviour, speak } from './raw.ts';
import { openTls } from './tls.ts';

const preface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';

type Bytes = string | readonly number[] | Buffer;

function bytesOf(payload: Bytes): Buffer {
  return typeof payload === 'string' ? Buffer.from(payload, 'latin1') : Buffer.from(payload);
}

function frame(type: number, flags: number, stream: number, payload: Bytes = ''): Buffer {
  const bytes = bytesOf(payload);
  const header = Buffer.alloc(9);
  header.writeUIntBE(bytes.length, 0, 3);
  header.writeUInt8(type, 3);
  header.writeUInt8(flags, 4);
  header.writeUInt32BE(stream, 5);
  return Buffer.concat([header, bytes]);
}

function words(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => void bytes.writeUInt32BE(value, index * 4));
  return bytes;
}

const endStream = 1;
const endHeaders = 4;
const padded = 8;

/** A field without a place in any table (RFC 7541 6.2.2); both parts under 127 bytes. */
function field(name: string, value: string): Buffer {
  return Buffer.concat([Buffer.of(0, name.length), bytesOf(name), Buffer.of(value.length), bytesOf(value)]);
}

/** Out of the static table (RFC 7541 A). */
const status200 = Buffer.of(0x88);

/** One header, in as many frames as it takes. */
function header(block: Buffer, flags = 0): Buffer {
  const most = 16_384;
  const pieces = Array.from({ length: Math.ceil(block.length / most) }, (_, index) =>
    block.subarray(index * most, (index + 1) * most),
  );
  return Buffer.concat(
    pieces.map((piece, index) =>
      frame(index === 0 ? 1 : 9, flags | (index === pieces.length - 1 ? endHeaders : 0), 1, piece),
    ),
  );
}

function answerWith(...fields: readonly Buffer[]): Buffer {
  return header(Buffer.concat([status200, ...fields]), endStream);
}

const fields = (count: number) => Array.from({ length: count }, (_, index) => field(`a${index}`, 'b'));
/** 4,000 bytes into the dynamic table, then a byte for each time they are meant. */
const bombOf = (times: number) =>
  Buffer.concat([
    Buffer.of(0x40, 1, 0x61, 0x7f, 0xa1, 0x1e),
    Buffer.alloc(4000, 'x'),
    Buffer.alloc(times, 0xbe),
  ]);

const settings = frame(4, 0, 0);
/** The last stream that was taken, and why the connection ends. */
const goaway = (last: number, code: number): Buffer => frame(7, 0, 0, words(last, code));
const resetStream = (code: number): Buffer => frame(3, 0, 1, words(code));
const headers = header(status200);
const hello = frame(0, endStream, 1, 'hello');
const hints = header(field(':status', '103'));
/** Enough for a flood to get on. */
const many = (one: Buffer, count = 200): Buffer => Buffer.concat(Array<Buffer>(count).fill(one));

/** Says this once it has the request. */
const saying = (...says: readonly Buffer[]) =>
  ({ after: 'request', says: [settings, ...says], ends: 'silence' }) as const;
/** And the last of it again and again. */
const pouring = (...says: readonly Buffer[]) =>
  ({ after: 'request', says: [settings, ...says], ends: 'more' }) as const;

interface Script extends Behaviour {
  /** What is waited for: nothing, or the client's HEADERS. */
  readonly after: 'accept' | 'request';
}

export const scripts = {
  // Good, if unusual.
  answers: saying(headers, hello),
  'gives hints first': saying(hints, header(field(':status', '100')), headers, hello),
  'has 1,500 headers': saying(answerWith(...fields(1500).map((one) => one), field('x-last', 'yes'))),
  'ends a whole answer with a reset': saying(headers, hello, resetStream(0)),

  // No answer.
  'is silent': { after: 'accept', says: [], ends: 'silence' },
  'is silent after the request': saying(),
  'closes before the request': { after: 'accept', says: [], ends: 'fin' },
  'closes after its settings': { after: 'accept', says: [settings], ends: 'fin' },
  'closes on the request': { ...saying(), ends: 'fin' },
  'closes after its hints': { ...saying(hints), ends: 'fin' },
  'resets before the request': { after: 'accept', says: [], ends: 'reset' },
  'resets on the request': { ...saying(), ends: 'reset' },
  'goes away before the request': { after: 'accept', says: [settings, goaway(0, 0)], ends: 'fin' },
  'goes away on the request': { ...saying(goaway(0, 0)), ends: 'fin' },
  'goes away in anger': { ...saying(goaway(0, 11)), ends: 'fin' },
  'goes away and stays': saying(goaway(0, 0)),
  'goes away and resets': { ...saying(goaway(0, 0)), ends: 'reset' },
  'refuses the stream': saying(resetStream(7)),
  'resets the stream': saying(resetStream(2)),
  'cancels the stream': saying(resetStream(8)),
  'resets the stream without an error': saying(resetStream(0)),
  'drips frames': { ...pouring(frame(6, 0, 0, words(0, 0))), everyMs: 50 },
  'drips a header': { ...pouring(frame(1, 0, 1, status200), frame(9, 0, 1, field('a', 'b'))), everyMs: 80 },

  // Bodies.
  'resets the stream in the body': saying(headers, resetStream(2)),
  'resets the body without an error': saying(headers, resetStream(0)),
  'closes in the body': { ...saying(headers), ends: 'fin' },
  'stops in the body': saying(headers, frame(0, 0, 1, 'hel')),
  'drips a body': { ...pouring(headers, frame(0, 0, 1, 'x')), everyMs: 50 },
  'gives a longer length': saying(header(Buffer.concat([status200, field('content-length', '9')])), hello),

  // Broken frames.
  'talks nonsense': { after: 'accept', says: [Buffer.alloc(100, 0xff)], ends: 'silence' },
  'talks nonsense on the request': saying(Buffer.alloc(100, 0xff)),
  'talks HTTP/1.1': { after: 'request', says: ['HTTP/1.1 400 Bad Request\r\n\r\n'], ends: 'fin' },
  'sends no settings': { after: 'request', says: [headers, hello], ends: 'silence' },
  'sends headers it did not compress': saying(frame(1, endHeaders, 1, Buffer.alloc(20, 0xff))),
  'sends a frame that is too long': saying(frame(0, 0, 1, Buffer.alloc(16_385))),
  'sends a body before its headers': saying(hello),
  'answers on a stream of nobody': saying(frame(0, 0, 3, 'x')),
  'pushes what nobody asked for': saying(frame(5, endHeaders, 1, Buffer.concat([words(2), status200]))),
  'sends settings of an odd length': saying(frame(4, 0, 0, '12345')),
  'sends a short ping': saying(frame(6, 0, 0, '1234567')),
  'opens a window by nothing': saying(frame(8, 0, 0, words(0))),
  'opens a window too far': saying(frame(8, 0, 0, words(0x7fffffff))),
  'goes on with a header that it never began': saying(frame(9, endHeaders, 1, status200)),
  'pads more than there is': saying(frame(1, padded | endHeaders, 1, [200, 0x88])),
  'gives no status': saying(header(field('a', 'b'), endStream)),
  'gives a status of letters': saying(header(field(':status', 'abc'), endStream)),
  'switches protocols': saying(header(field(':status', '101'), endStream)),
  'gives a header in upper case': saying(answerWith(field('Abc', 'b'))),
  'gives a header of HTTP/1.1': saying(answerWith(field('connection', 'close'))),
  'answers twice': saying(headers, header(status200, endStream)),
  'wants a huge table': saying(header(Buffer.concat([Buffer.of(0x3f, 0xff, 0xff, 0xff, 0x7f), status200]))),

  // Too much.
  'has 3,000 headers': saying(answerWith(...fields(3000))),
  'has 32 KiB of headers': saying(answerWith(...Array<Buffer>(300).fill(field('a', 'x'.repeat(110))))),
  'sends a bomb of headers': saying(answerWith(bombOf(3000))),
  'goes on with its header without end': pouring(
    frame(1, 0, 1, status200),
    many(frame(9, 0, 1, field('a', 'b'))),
  ),
  'goes on with large pieces without end': pouring(
    frame(1, 0, 1, status200),
    frame(9, 0, 1, Buffer.concat(Array<Buffer>(100).fill(field('a', 'x'.repeat(100))))),
  ),
  'floods with settings': pouring(many(settings)),
  'floods with pings': pouring(many(frame(6, 0, 0, words(0, 0)))),
  'floods with answers to pings': pouring(many(frame(6, 1, 0, words(0, 0)))),
  'floods with windows': pouring(many(frame(8, 0, 0, words(1)))),
  'floods with priorities': pouring(many(frame(2, 0, 1, [0, 0, 0, 3, 5]))),
  'floods with frames that nobody knows': pouring(many(frame(0xfa, 0, 0, Buffer.alloc(100)))),
  'floods with resets': pouring(many(frame(3, 0, 3, words(8)))),
  'floods with resets of the stream': pouring(many(resetStream(8))),
  'goes away without end': pouring(many(goaway(0x7fffffff, 0))),
  'floods with hints': pouring(many(hints)),
  'floods with other places': pouring(many(frame(10, 0, 0, '\0\x01ah2=":1"'))),
  'floods with empty pieces of a body': pouring(headers, many(frame(0, 0, 1))),
  'floods with padding': pouring(headers, many(frame(0, padded, 1, [3, 0, 0, 0]))),
  'sends an endless body byte by byte': pouring(headers, many(frame(0, 0, 1, 'x'))),
} as const satisfies Record<string, Script>;

export function openFrames(name: keyof typeof scripts): Promise<number> {
  return openTls(identities.good, { ALPNProtocols: ['h2'] }, (socket, reset) =>
    follow(socket, scripts[name], reset),
  );
}

function follow(socket: TLSSocket, script: Script, reset: () => void): void {
  let heard = Buffer.alloc(0);
  let begun = script.after === 'accept';
  socket.on('data', (chunk) => {
    if (begun) return;
    heard = Buffer.concat([heard, chunk]);
    if (!hasRequest(heard)) return;
    begun = true;
    void speak(socket, script, reset);
  });
  if (begun) void speak(socket, script, reset);
}

function hasRequest(heard: Buffer): boolean {
  for (let at = preface.length; at + 9 <= heard.length; at += 9 + heard.readUIntBE(at, 3)) {
    if (heard[at + 3] === 1) return true;
  }
  return false;
}
