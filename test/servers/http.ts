// How HTTP/1.1 servers misbehave, to the byte. Each line is a server.

import { deflateRawSync, deflateSync, gzipSync, brotliCompressSync } from 'node:zlib';
import { type Behaviour, openRaw } from './raw.ts';

const head = (...lines: readonly string[]): string => `${lines.join('\r\n')}\r\n\r\n`;
const ok = (...lines: readonly string[]): string => head('HTTP/1.1 200 OK', ...lines);
const coded = (coding: string, bytes: Buffer): (string | Buffer)[] => [
  ok(`Content-Encoding: ${coding}`, `Content-Length: ${bytes.length}`),
  bytes,
];
const hello = ok('Content-Length: 5');
const text = 'hello, world';
const bomb = gzipSync(Buffer.alloc(40_000_000));

export const behaviours = {
  // Good, if unusual.
  'answers': { says: [`${hello}hello`], then: 'fin' },
  'answers and stays': { says: [`${hello}hello`], then: 'silence' },
  'gives no reason phrase': { says: ['HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok'], then: 'fin' },
  'ends its body by closing': { says: [ok(), 'hello'], then: 'fin' },
  'says junk after the body': { says: [`${hello}hello`, '!'.repeat(99)], then: 'reset' },
  'says junk with the body': { says: [`${hello}hello${'\0'.repeat(99)}`], then: 'fin' },
  'gives hints first': {
    says: [head('HTTP/1.1 100 Continue'), head('HTTP/1.1 103 Early Hints', 'Link: </a.css>'), `${hello}hello`],
    then: 'fin',
  },
  'sends gzip': { says: coded('gzip', gzipSync(text)), then: 'fin' },
  'sends deflate': { says: coded('deflate', deflateSync(text)), then: 'fin' },
  'sends raw deflate': { says: coded('deflate', deflateRawSync(text)), then: 'fin' },
  'sends br': { says: coded('br', brotliCompressSync(text)), then: 'fin' },
  'sends gzip in br': { says: coded('gzip, br', brotliCompressSync(gzipSync(text))), then: 'fin' },
  'sends chunks': { says: [ok('Transfer-Encoding: chunked'), '5\r\nhello\r\n', '0\r\n\r\n'], then: 'silence' },
  'sends Latin-1': {
    says: [ok('Content-Type: text/plain; charset=iso-8859-1', 'Content-Length: 3'), Buffer.from('né!', 'latin1')],
    then: 'fin',
  },
  'fails': { says: [head('HTTP/1.1 500 Internal Server Error', 'Content-Length: 0')], then: 'fin' },
  'limits the rate': { says: [head('HTTP/1.1 429 Too Many Requests', 'Content-Length: 0')], then: 'fin' },
  'challenges': { says: [head('HTTP/1.1 403 Forbidden', 'cf-mitigated: challenge', 'Content-Length: 0')], then: 'fin' },
  'gives a status above 599': { says: [head('HTTP/1.1 999 Odd', 'Content-Length: 0')], then: 'fin' },

  // No answer.
  'is silent': { says: [], then: 'silence' },
  'closes at once': { after: 'accept', says: [], then: 'fin' },
  'resets at once': { after: 'accept', says: [], then: 'reset' },
  'closes on the request': { says: [], then: 'fin' },
  'resets on the request': { says: [], then: 'reset' },
  'closes within the headers': { says: ['HTTP/1.1 200 OK\r\nContent-Le'], then: 'fin' },
  'resets within the headers': { says: ['HTTP/1.1 200 OK\r\nContent-Le'], then: 'reset' },
  'drips headers': { says: ['HTTP/1.1 200 OK\r\nX: ', 'a'], everyMs: 50, then: 'more' },
  'floods with interim answers': { says: [head('HTTP/1.1 102 Processing')], then: 'more' },

  // No HTTP, or broken HTTP.
  'speaks SSH': { after: 'accept', says: ['SSH-2.0-OpenSSH_9.2\r\n'], then: 'silence' },
  'speaks SMTP': { after: 'accept', says: ['220 mail.example ESMTP\r\n'], then: 'silence' },
  'speaks TLS': { says: [Buffer.from('15030100020246', 'hex')], then: 'fin' },
  'gives two lengths': { says: [ok('Content-Length: 5', 'Content-Length: 6'), 'hello!'], then: 'fin' },
  'gives length and chunks': { says: [ok('Content-Length: 5', 'Transfer-Encoding: chunked'), 'hello'], then: 'fin' },
  'gives a negative length': { says: [ok('Content-Length: -5'), 'hello'], then: 'fin' },
  'gives a huge length': { says: [ok(`Content-Length: ${'9'.repeat(30)}`)], then: 'fin' },
  'gives a bare line feed': { says: ['HTTP/1.1 200 OK\nContent-Length: 5\n\nhello'], then: 'fin' },
  'speaks HTTP/9.9': { says: ['HTTP/9.9 200 OK\r\nContent-Length: 0\r\n\r\n'], then: 'fin' },
  'switches protocols unasked': { says: [head('HTTP/1.1 101 Switching Protocols', 'Upgrade: x')], then: 'silence' },
  'has an endless header': { says: ['HTTP/1.1 200 OK\r\nX: ', 'a'.repeat(8000)], then: 'more' },
  'has headers without end': { says: ['HTTP/1.1 200 OK\r\n', 'X-Y: z\r\n'.repeat(500)], then: 'more' },

  // Bodies.
  'has an endless body': { says: [ok(), 'x'.repeat(16_384)], then: 'more' },
  'stops in the body': { says: [ok('Content-Length: 10'), 'hello'], then: 'silence' },
  'drips a body': { says: [ok(), 'x'], everyMs: 50, then: 'more' },
  'cuts its length short': { says: [ok('Content-Length: 10'), 'hello'], then: 'fin' },
  'cuts its chunks short': { says: [ok('Transfer-Encoding: chunked'), '5\r\nhello\r\n'], then: 'fin' },
  'cuts its chunks and said so': {
    says: [ok('Connection: close', 'Transfer-Encoding: chunked'), '5\r\nhello\r\n'],
    then: 'fin',
  },
  'resets in the body': { says: [ok('Content-Length: 10'), 'hello'], then: 'reset' },
  'sends a wrong chunk size': { says: [ok('Transfer-Encoding: chunked'), 'zz\r\nhello\r\n'], then: 'fin' },
  'lies about gzip': { says: coded('gzip', Buffer.from(text)), then: 'fin' },
  'cuts gzip short': { says: coded('gzip', gzipSync(text).subarray(0, -6)), then: 'fin' },
  'sends an unknown coding': { says: coded('compress', Buffer.from(text)), then: 'fin' },
  'sends three codings': { says: coded('gzip, gzip, gzip', gzipSync(gzipSync(gzipSync(text)))), then: 'fin' },
  'sends a bomb': { says: coded('gzip', bomb), then: 'fin' },
} as const satisfies Record<string, Behaviour>;

/** A server that does this on every connection. */
export function openHttp(name: keyof typeof behaviours): Promise<number> {
  return openRaw(behaviours[name]);
}

/** One that redirects every request there. */
export function openRedirect(location: string, status = 302): Promise<number> {
  return openRaw({ says: [head(`HTTP/1.1 ${status} Found`, `Location: ${location}`, 'Content-Length: 0')], then: 'fin' });
}
