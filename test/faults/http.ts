// HTTP/1.1 servers that misbehave until their headers are over, and what is told of them.

import { type behaviours, openHttp } from '../servers/http.ts';
import { type Endpoint, type PeerFault, peer } from './fault.ts';
import { within } from './within.ts';

type Name = keyof typeof behaviours;

const plain = async (port: Promise<number>): Promise<Endpoint> => ({
  url: `http://127.0.0.1:${await port}/`,
});
const on = (behaviour: Name) => () => plain(openHttp(behaviour));
/** More is expected of it than a status. */
const expecting = (behaviour: Name, expect: object) => async (): Promise<Endpoint> => ({
  ...(await plain(openHttp(behaviour))),
  expect,
});
const tooLarge = 'down http.headers_too_large';
const malformed = 'down http.malformed';
const notHttp = 'down http.not_http';

export const http: readonly PeerFault[] = [
  peer('H1', 'headers that drip', 'down http.timeout', on('drips headers'), { silent: true }),

  peer('H2', 'one header without end', tooLarge, on('has an endless header'), { floods: true }),
  peer('H2', 'a header name without end', tooLarge, on('has a header name without end'), { floods: true }),
  peer('H2', 'headers without end', tooLarge, on('has headers without end'), { floods: true }),
  peer('H2', 'a reason phrase without end', tooLarge, on('has a reason phrase without end'), {
    floods: true,
  }),
  peer(
    'H2',
    'blank lines without end, and no status line',
    tooLarge,
    on('begins with blank lines without end'),
    {
      floods: true,
    },
  ),
  peer(
    'H2',
    '1,500 small headers, the last of them expected',
    'up',
    expecting('has 1,500 headers', { headers: { 'x-last': 'yes' } }),
  ),
  peer(
    'H2',
    'headers named `__proto__` and `constructor`',
    'up',
    expecting('names headers like parts of objects', {
      headers: { constructor: 'b', ['__proto__']: 'a, d' },
    }),
  ),

  peer('H8', 'two lengths that differ', malformed, on('gives two lengths'), { words: 'Content-Length' }),
  peer('H8', 'a length beside chunks', malformed, on('gives length and chunks'), { words: 'Content-Length' }),
  peer('H8', 'a negative length', malformed, on('gives a negative length'), { words: 'Content-Length' }),
  peer('H8', 'a length of 30 digits', malformed, on('gives a huge length'), { words: 'Content-Length' }),
  peer('H8', 'a length in letters', malformed, on('gives a length that is no number'), {
    words: 'Content-Length',
  }),
  peer('H8', 'line ends without CR', malformed, on('gives a bare line feed'), { words: 'CR' }),
  peer('H8', 'version 9.9', malformed, on('speaks HTTP/9.9'), { words: 'version' }),
  peer('H8', 'a status in letters', malformed, on('gives a status of letters'), { words: 'status' }),
  peer('H8', 'a status below 100', malformed, on('gives a status below 100'), { words: 'status 99' }),
  peer('H8', 'a header without a colon', malformed, on('gives a header without a colon'), {
    words: 'header field',
  }),
  peer('H8', 'a blank before the colon of a header', malformed, on('gives a blank before a colon'), {
    words: 'header field',
  }),
  peer('H8', 'a NUL in a header', malformed, on('gives a NUL in a header'), { words: 'header value' }),
  peer('H8', 'an end within the headers', malformed, on('closes within the headers'), {
    words: 'within the headers',
  }),

  peer(
    'H9',
    'junk right behind the body, expected or not',
    'up',
    expecting('says junk with the body', hello()),
  ),
  peer('H9', 'junk after the body, then a reset', 'up', expecting('says junk after the body', hello())),

  peer('H10', 'status 999', 'down http.status', on('gives a status above 599')),
  peer(
    'H10',
    'status 999 where the list expects it',
    'up',
    expecting('gives a status above 599', { status: 999 }),
  ),
  peer('H10', 'no reason phrase', 'up', on('gives no reason phrase')),
  peer('H10', 'a switch of protocols that nobody asked for', malformed, on('switches protocols unasked'), {
    words: 'switch',
  }),

  peer('H11', 'a few interim responses before the answer', 'up', expecting('gives hints first', hello())),
  peer('H11', '100 Continue that nobody asked for', 'up', expecting('says 100 Continue', hello())),
  peer('H11', '100 Continue byte by byte', 'up', expecting('says 100 Continue byte by byte', hello())),
  peer(
    'H11',
    '100 Continue twice, behind other hints',
    'up',
    expecting('says 100 Continue among other hints', hello()),
  ),
  peer('H11', '100 Continue and then an end', 'down http.closed', on('closes after 100 Continue')),
  peer('H11', '102 Processing without end', malformed, on('floods with interim answers'), {
    words: '100 interim',
    floods: true,
  }),
  peer('H11', '100 Continue without end', malformed, on('floods with 100 Continue'), {
    words: '100 interim',
    floods: true,
  }),
  peer('H11', '103 Early Hints of 8 kB without end', malformed, on('floods with long interim answers'), {
    words: 'bytes of interim',
    floods: true,
  }),

  peer('H12', 'an end at once', 'down http.closed', on('closes at once'), { words: 'after the request' }),
  peer('H12', 'a reset at once', 'down http.reset', on('resets at once'), { words: 'after the request' }),
  peer('H12', 'an end on the request', 'down http.closed', on('closes on the request'), {
    words: 'after the request',
  }),
  peer('H12', 'a reset on the request', 'down http.reset', on('resets on the request'), {
    words: 'after the request',
  }),
  peer('H12', 'a reset within the headers', 'down http.reset', on('resets within the headers'), {
    words: 'within the headers',
  }),
  peer('H12', 'an end on the request, within TLS', 'down http.closed', within('closes on the request'), {
    words: 'after the request',
  }),
  peer('H12', 'a reset on the request, within TLS', 'down http.reset', within('resets on the request'), {
    words: 'after the request',
  }),

  peer('H13', 'silence after the request', 'down http.timeout', on('is silent'), { silent: true }),
  peer('H13', 'silence after the request, within TLS', 'down http.timeout', within('is silent'), {
    silent: true,
  }),

  peer('H14', 'SSH where HTTP should be', notHttp, on('speaks SSH'), { words: 'SSH-2.0-OpenSSH_9.2' }),
  peer('H14', 'SMTP where HTTP should be', notHttp, on('speaks SMTP'), { words: '220 mail.example' }),
  peer('H14', 'TLS where HTTP should be', notHttp, on('speaks TLS'), { words: '\x15\x03\x01' }),
  peer('H14', 'HTTP/2 where HTTP/1.1 should be', notHttp, on('speaks HTTP/2'), { words: '\0\0\x06\x04' }),
  peer('H14', 'MySQL where HTTP should be', notHttp, on('speaks MySQL'), { words: '8.0.36' }),
  peer('H14', 'a page without any headers', notHttp, on('has no head'), { words: '<html>' }),
  peer('H14', 'SSH where HTTP should be, within TLS', notHttp, within('speaks SSH'), { words: 'SSH-2.0' }),
];

function hello(): object {
  return { body: { contains: 'hello' } };
}
