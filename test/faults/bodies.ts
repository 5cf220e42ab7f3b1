// HTTP/1.1 servers whose bodies misbehave, and what is told of them.

import { type behaviours, openHttp } from '../servers/http.ts';
import { type Endpoint, type PeerFault, peer } from './fault.ts';
import { within } from './within.ts';

type Name = keyof typeof behaviours;

const on =
  (behaviour: Name, more: object = {}) =>
  async (): Promise<Endpoint> => ({
    url: `http://127.0.0.1:${await openHttp(behaviour)}/`,
    ...more,
  });
const hello = { expect: { body: { contains: 'hello' } } };
/** Its body is looked at. */
const body = (behaviour: Name) => on(behaviour, hello);
/** No more of it than its status. */
const status = (behaviour: Name) => on(behaviour);

const tooLarge = 'down content.too_large';
const cut = 'down content.truncated';
const wrong = 'down content.encoding';
const floods = { floods: true } as const;

export const bodies: readonly PeerFault[] = [
  peer('H1', 'a body that drips', 'down content.timeout', body('drips a body'), { silent: true }),
  peer('H1', 'a body that drips, of which only the status counts', 'up', status('drips a body')),
  peer('H1', 'a body that stops in the middle', 'down content.timeout', body('stops in the body'), {
    silent: true,
  }),

  peer('H3', 'a body without end', tooLarge, body('has an endless body'), floods),
  peer(
    'H3',
    'a body without end, of which only the status counts',
    'up',
    status('has an endless body'),
    floods,
  ),
  peer(
    'H3',
    'a body without end of a page that failed',
    'down http.status',
    status('fails without end'),
    floods,
  ),
  peer('H3', 'small chunks without end', tooLarge, body('has small chunks without end'), floods),
  peer(
    'H3',
    'the extension of a chunk without end',
    tooLarge,
    body('has a chunk extension without end'),
    floods,
  ),
  peer(
    'H3',
    'fields after the last chunk without end',
    'down http.headers_too_large',
    body('has trailers without end'),
    floods,
  ),
  peer(
    'H3',
    '256 KiB in chunks of one byte',
    'down content.body',
    body('sends 256 KiB in chunks of one byte'),
    floods,
  ),

  peer('H4', '40 MB of zeros, by gzip', tooLarge, body('sends a bomb'), floods),
  peer('H4', '40 MB of zeros, by brotli', tooLarge, body('sends a bomb of br'), floods),
  peer('H4', '40 MB of zeros, by gzip twice', tooLarge, body('sends a bomb of gzip in gzip'), floods),
  peer('H4', '40 MB of zeros, by gzip and brotli', tooLarge, body('sends a bomb of gzip in br'), floods),
  peer('H4', '1 GiB of zeros in 1 MiB, by deflate', tooLarge, body('sends 1 GiB of zeros in 1 MiB'), floods),
  peer('H4', '4 GiB of zeros in 4 MiB, by deflate', tooLarge, body('sends 4 GiB of zeros in 4 MiB'), floods),
  peer(
    'H4',
    '4 GiB of zeros, of which only the status counts',
    'up',
    status('sends 4 GiB of zeros in 4 MiB'),
    floods,
  ),
  peer(
    'H4',
    '1 MiB that decodes to nothing, slowly',
    'down content.body',
    body('sends a mebibyte that is hard to decode'),
    floods,
  ),
  peer(
    'H4',
    '1 MiB that decodes to nothing, slowly, within gzip',
    'down content.body',
    body('sends what is hard to decode, twice'),
    floods,
  ),
  peer('H4', 'three codings', wrong, body('sends three codings'), { words: 'gzip, gzip, gzip' }),

  peer('H5', 'plain text called gzip', wrong, body('lies about gzip'), { words: 'gzip' }),
  peer('H5', 'gzip that is cut short', wrong, body('cuts gzip short'), { words: 'gzip' }),
  peer('H5', 'a coding that nobody knows', wrong, body('sends an unknown coding'), { words: 'compress' }),
  peer('H5', 'plain text called gzip, of which only the status counts', 'up', status('lies about gzip')),
  peer('H5', 'gzip that nobody asked for, in good order', 'up', body('sends gzip')),

  peer('H6', 'less than its length, the expected text within', cut, body('cuts its length short')),
  peer('H6', 'less than its length, within TLS', cut, within('cuts its length short', hello)),
  peer('H6', 'a length of 2^60, and five bytes', cut, body('gives a length beyond what it sends')),
  peer('H6', 'chunks without their end, the expected text within', cut, body('cuts its chunks short')),
  peer('H6', 'the same with Connection: close', cut, body('cuts its chunks and said so')),
  peer('H6', 'a reset in the body', cut, body('resets in the body')),
  peer('H6', 'a reset in the body, within TLS', cut, within('resets in the body', hello)),
  peer('H6', 'less than its length, of which only the status counts', 'up', status('cuts its length short')),
  peer('H6', 'no length, and an end by closing', 'up', body('ends its body by closing')),

  peer('H8', 'a chunk size that is no number', 'down http.malformed', body('sends a wrong chunk size'), {
    words: 'chunk size',
  }),
  peer('H8', 'a chunk size of 17 digits', 'down http.malformed', body('sends a huge chunk size'), {
    words: 'overflow',
  }),
];
