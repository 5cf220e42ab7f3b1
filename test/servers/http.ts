// How HTTP/1.1 servers misbehave, to the byte. Each line is a server.

import { brotliCompressSync, constants, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { hardDeflate } from './hard.ts';
import { type Behaviour, openRaw } from './raw.ts';

const head = (...lines: readonly string[]): string => `${lines.join('\r\n')}\r\n\r\n`;
const ok = (...lines: readonly string[]): string => head('HTTP/1.1 200 OK', ...lines);
const coded = (coding: string, bytes: Buffer): (string | Buffer)[] => [
  ok(`Content-Encoding: ${coding}`, `Content-Length: ${bytes.length}`),
  bytes,
];
const hello = ok('Content-Length: 5');
const text = 'hello, world';
const fields = (count: number): string[] => Array.from({ length: count }, (_, index) => `a${index}: b`);

const zeros = Buffer.alloc(40_000_000);
const bomb = gzipSync(zeros);
const quick = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } };
const mebibyte = deflateRawSync(Buffer.alloc(2 ** 20), { finishFlush: constants.Z_FULL_FLUSH });
/** Zeros, deflated: a block of 1 MiB after the other. */
const zerosOf = (mebibytes: number): Buffer =>
  Buffer.concat([Buffer.of(0x78, 0x9c), ...Array<Buffer>(mebibytes).fill(mebibyte)]);

export const behaviours = {
  // Good, if unusual.
  answers: { says: [`${hello}hello`], ends: 'fin' },
  'answers and stays': { says: [`${hello}hello`], ends: 'silence' },
  'is slow': { says: [`${hello}hello`], everyMs: 40, ends: 'fin' },
  'gives no reason phrase': { says: ['HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok'], ends: 'fin' },
  'ends its body by closing': { says: [ok(), 'hello'], ends: 'fin' },
  'says junk after the body': { says: [`${hello}hello`, '!'.repeat(99)], ends: 'reset' },
  'says junk with the body': { says: [`${hello}hello${'\0'.repeat(99)}`], ends: 'fin' },
  'gives hints first': {
    says: [
      head('HTTP/1.1 102 Processing'),
      head('HTTP/1.1 103 Early Hints', 'Link: </a.css>'),
      `${hello}hello`,
    ],
    ends: 'fin',
  },
  'sends gzip': { says: coded('gzip', gzipSync(text)), ends: 'fin' },
  'sends deflate': { says: coded('deflate', deflateSync(text)), ends: 'fin' },
  'sends raw deflate': { says: coded('deflate', deflateRawSync(text)), ends: 'fin' },
  'sends br': { says: coded('br', brotliCompressSync(text)), ends: 'fin' },
  'sends gzip in br': { says: coded('gzip, br', brotliCompressSync(gzipSync(text))), ends: 'fin' },
  'sends chunks': {
    says: [ok('Transfer-Encoding: chunked'), '5\r\nhello\r\n', '0\r\n\r\n'],
    ends: 'silence',
  },
  'sends Latin-1': {
    says: [
      ok('Content-Type: text/plain; charset=iso-8859-1', 'Content-Length: 3'),
      Buffer.from('né!', 'latin1'),
    ],
    ends: 'fin',
  },
  fails: { says: [head('HTTP/1.1 500 Internal Server Error', 'Content-Length: 0')], ends: 'fin' },
  'limits the rate': { says: [head('HTTP/1.1 429 Too Many Requests', 'Content-Length: 0')], ends: 'fin' },
  challenges: {
    says: [head('HTTP/1.1 403 Forbidden', 'cf-mitigated: challenge', 'Content-Length: 0')],
    ends: 'fin',
  },
  'says 100 Continue': { says: [head('HTTP/1.1 100 Continue'), `${hello}hello`], ends: 'fin' },
  'says 100 Continue byte by byte': {
    says: [...head('HTTP/1.1 100 Continue', 'X: 100'), `${hello}hello`],
    everyMs: 1,
    ends: 'fin',
  },
  'says 100 Continue among other hints': {
    says: [
      head('HTTP/1.1 103 Early Hints', 'Link: </a.css>') +
        head('HTTP/1.1 100 Continue') +
        head('HTTP/1.1 100') +
        `${hello}hello`,
    ],
    ends: 'fin',
  },
  'has 1,500 headers': {
    says: [ok(...fields(1500), 'X-Last: yes', 'Content-Length: 5'), 'hello'],
    ends: 'fin',
  },
  'names headers like parts of objects': {
    says: [ok('__proto__: a', 'constructor: b', 'toString: c', '__proto__: d', 'Content-Length: 5'), 'hello'],
    ends: 'fin',
  },
  'sends 256 KiB in chunks of one byte': {
    says: [ok('Transfer-Encoding: chunked'), '1\r\nx\r\n'.repeat(2 ** 18), '0\r\n\r\n'],
    ends: 'fin',
  },
  'gives a status above 599': { says: [head('HTTP/1.1 999 Odd', 'Content-Length: 0')], ends: 'fin' },

  // No answer.
  'is silent': { says: [], ends: 'silence' },
  'closes at once': { after: 'accept', says: [], ends: 'fin' },
  'resets at once': { after: 'accept', says: [], ends: 'reset' },
  'closes on the request': { says: [], ends: 'fin' },
  'resets on the request': { says: [], ends: 'reset' },
  'closes within the headers': { says: ['HTTP/1.1 200 OK\r\nContent-Le'], ends: 'fin' },
  'resets within the headers': { says: ['HTTP/1.1 200 OK\r\nContent-Le'], ends: 'reset' },
  'drips headers': { says: ['HTTP/1.1 200 OK\r\nX: ', 'a'], everyMs: 50, ends: 'more' },
  'floods with interim answers': { says: [head('HTTP/1.1 102 Processing').repeat(50)], ends: 'more' },
  'floods with 100 Continue': { says: [head('HTTP/1.1 100 Continue').repeat(50)], ends: 'more' },
  'floods with long interim answers': {
    says: [head('HTTP/1.1 103 Early Hints', `Link: ${'a'.repeat(8000)}`)],
    ends: 'more',
  },
  'closes after 100 Continue': { says: [head('HTTP/1.1 100 Continue')], ends: 'fin' },

  // No HTTP, or broken HTTP.
  'speaks SSH': { after: 'accept', says: ['SSH-2.0-OpenSSH_9.2\r\n'], ends: 'silence' },
  'speaks SMTP': { after: 'accept', says: ['220 mail.example ESMTP\r\n'], ends: 'silence' },
  'speaks TLS': { says: [Buffer.from('15030100020246', 'hex')], ends: 'fin' },
  'speaks HTTP/2': { says: [Buffer.from('00000604000000000000030000006400', 'hex')], ends: 'silence' },
  'speaks MySQL': {
    after: 'accept',
    says: [Buffer.from('4a0000000a382e302e33360008000000', 'hex')],
    ends: 'silence',
  },
  'has no head': { says: ['<html>hello</html>'], ends: 'fin' },
  'gives a status below 100': { says: [head('HTTP/1.1 099 Odd', 'Content-Length: 0')], ends: 'fin' },
  'gives a status of letters': { says: [head('HTTP/1.1 OK', 'Content-Length: 0')], ends: 'fin' },
  'gives a header without a colon': { says: [ok('Content-Length 5'), 'hello'], ends: 'fin' },
  'gives a blank before a colon': { says: [ok('Content-Length : 5'), 'hello'], ends: 'fin' },
  'gives a NUL in a header': { says: [ok('X: a\0b', 'Content-Length: 5'), 'hello'], ends: 'fin' },
  'gives a length that is no number': { says: [ok('Content-Length: five'), 'hello'], ends: 'fin' },
  'gives two lengths': { says: [ok('Content-Length: 5', 'Content-Length: 6'), 'hello!'], ends: 'fin' },
  'gives length and chunks': {
    says: [ok('Content-Length: 5', 'Transfer-Encoding: chunked'), 'hello'],
    ends: 'fin',
  },
  'gives a negative length': { says: [ok('Content-Length: -5'), 'hello'], ends: 'fin' },
  'gives a huge length': { says: [ok(`Content-Length: ${'9'.repeat(30)}`)], ends: 'fin' },
  'gives a length beyond what it sends': { says: [ok(`Content-Length: ${2 ** 60}`), 'hello'], ends: 'fin' },
  'gives a bare line feed': { says: ['HTTP/1.1 200 OK\nContent-Length: 5\n\nhello'], ends: 'fin' },
  'speaks HTTP/9.9': { says: ['HTTP/9.9 200 OK\r\nContent-Length: 0\r\n\r\n'], ends: 'fin' },
  'switches protocols unasked': {
    says: [head('HTTP/1.1 101 Switching Protocols', 'Connection: upgrade', 'Upgrade: x')],
    ends: 'silence',
  },
  'has an endless header': { says: ['HTTP/1.1 200 OK\r\nX: ', 'a'.repeat(8000)], ends: 'more' },
  'has a header name without end': { says: ['HTTP/1.1 200 OK\r\n', 'a'.repeat(8000)], ends: 'more' },
  'has a reason phrase without end': { says: ['HTTP/1.1 200 ', 'a'.repeat(8000)], ends: 'more' },
  'begins with blank lines without end': { says: ['\r\n'.repeat(4000)], ends: 'more' },
  'has headers without end': { says: ['HTTP/1.1 200 OK\r\n', 'X-Y: z\r\n'.repeat(500)], ends: 'more' },

  // Bodies.
  'has an endless body': { says: [ok(), 'x'.repeat(16_384)], ends: 'more' },
  'fails without end': { says: [head('HTTP/1.1 500 Odd'), 'x'.repeat(16_384)], ends: 'more' },
  'stops in the body': { says: [ok('Content-Length: 10'), 'hello'], ends: 'silence' },
  'drips a body': { says: [ok(), 'x'], everyMs: 50, ends: 'more' },
  'cuts its length short': { says: [ok('Content-Length: 10'), 'hello'], ends: 'fin' },
  'cuts its chunks short': { says: [ok('Transfer-Encoding: chunked'), '5\r\nhello\r\n'], ends: 'fin' },
  'cuts its chunks and said so': {
    says: [ok('Connection: close', 'Transfer-Encoding: chunked'), '5\r\nhello\r\n'],
    ends: 'fin',
  },
  'resets in the body': { says: [ok('Content-Length: 10'), 'hello'], ends: 'reset' },
  'sends a wrong chunk size': { says: [ok('Transfer-Encoding: chunked'), 'zz\r\nhello\r\n'], ends: 'fin' },
  'sends a huge chunk size': {
    says: [ok('Transfer-Encoding: chunked'), `${'f'.repeat(17)}\r\nhello`],
    ends: 'silence',
  },
  'has small chunks without end': {
    says: [ok('Transfer-Encoding: chunked'), `10\r\n${'x'.repeat(16)}\r\n`.repeat(1000)],
    ends: 'more',
  },
  'has a chunk extension without end': {
    says: [ok('Transfer-Encoding: chunked'), '5;', 'a'.repeat(8000)],
    ends: 'more',
  },
  'has trailers without end': {
    says: [ok('Transfer-Encoding: chunked'), '0\r\n', 'X-Y: z\r\n'.repeat(500)],
    ends: 'more',
  },
  'lies about gzip': { says: coded('gzip', Buffer.from(text)), ends: 'fin' },
  'cuts gzip short': { says: coded('gzip', gzipSync(text).subarray(0, -6)), ends: 'fin' },
  'sends an unknown coding': { says: coded('compress', Buffer.from(text)), ends: 'fin' },
  'sends three codings': { says: coded('gzip, gzip, gzip', gzipSync(gzipSync(gzipSync(text)))), ends: 'fin' },
  'sends a bomb': { says: coded('gzip', bomb), ends: 'fin' },
  'sends a bomb of br': { says: coded('br', brotliCompressSync(zeros, quick)), ends: 'fin' },
  'sends a bomb of gzip in gzip': { says: coded('gzip, gzip', gzipSync(bomb)), ends: 'fin' },
  'sends a bomb of gzip in br': { says: coded('gzip, br', brotliCompressSync(bomb)), ends: 'fin' },
  'sends 1 GiB of zeros in 1 MiB': { says: coded('deflate', zerosOf(1000)), ends: 'fin' },
  'sends a mebibyte that is hard to decode': { says: coded('deflate', hardDeflate(2 ** 20)), ends: 'fin' },
  'sends what is hard to decode, twice': {
    says: coded('deflate, gzip', gzipSync(hardDeflate(2 ** 20))),
    ends: 'fin',
  },
  'sends 4 GiB of zeros in 4 MiB': { says: coded('deflate', zerosOf(4096)), ends: 'fin' },
} as const satisfies Record<string, Behaviour>;

/** A server that does this on every connection. */
export function openHttp(name: keyof typeof behaviours): Promise<number> {
  return openRaw(behaviours[name]);
}

/** One that redirects every request there. */
export function openRedirect(location: string, status = 302): Promise<number> {
  return openRaw({
    says: [head(`HTTP/1.1 ${status} Found`, `Location: ${location}`, 'Content-Length: 0')],
    ends: 'fin',
  });
}
