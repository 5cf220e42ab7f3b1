// HTTP/2 servers that misbehave, and what is told of them.

import { openHttp2 } from '../servers/tls.ts';
import { type Endpoint, type PeerFault, peer } from './fault.ts';
import { framed, secured } from './within.ts';

const hello = { expect: { body: { contains: 'hello' } } };
const gone = 'down http.goaway';
const reset = 'down http.reset';
const malformed = 'down http.malformed';
const tooLarge = 'down http.headers_too_large';
const cut = 'down content.truncated';
const idle = { words: 'frames that bring nothing', floods: true } as const;
const silent = { silent: true } as const;
const floods = { floods: true } as const;

/** It heeds the window: one that does not breaks a rule. */
async function pouring(): Promise<Endpoint> {
  const port = await openHttp2((stream) => {
    stream.respond({ ':status': 200 });
    const pour = (): void => {
      while (stream.write('x'.repeat(16_384)));
    };
    stream.on('drain', pour);
    pour();
  });
  return secured(port, hello);
}

export const http2: readonly PeerFault[] = [
  peer('H20', 'GOAWAY before the request', gone, framed('goes away before the request'), {
    words: 'NO_ERROR',
  }),
  peer('H20', 'GOAWAY on the request', gone, framed('goes away on the request')),
  peer('H20', 'GOAWAY in anger', gone, framed('goes away in anger'), { words: 'ENHANCE_YOUR_CALM' }),
  peer('H20', 'GOAWAY, and the connection stays', gone, framed('goes away and stays')),
  peer('H20', 'GOAWAY, then a TCP reset', gone, framed('goes away and resets')),
  peer('H20', 'GOAWAY without end', malformed, framed('goes away without end'), idle),

  peer('H20', 'RST_STREAM: refused', reset, framed('refuses the stream'), { words: 'REFUSED_STREAM' }),
  peer('H20', 'RST_STREAM: an error', reset, framed('resets the stream'), { words: 'INTERNAL_ERROR' }),
  peer('H20', 'RST_STREAM: cancelled', reset, framed('cancels the stream'), { words: 'CANCEL' }),
  peer(
    'H20',
    'RST_STREAM without an error, and no answer',
    reset,
    framed('resets the stream without an error'),
  ),
  peer('H20', 'RST_STREAM without end', reset, framed('floods with resets of the stream'), floods),
  peer('H20', 'RST_STREAM of other streams without end', malformed, framed('floods with resets'), floods),
  peer('H20', 'RST_STREAM in the body', cut, framed('resets the stream in the body', hello)),
  peer(
    'H20',
    'RST_STREAM in the body, without an error',
    cut,
    framed('resets the body without an error', hello),
  ),
  peer('H20', 'RST_STREAM after a whole answer', 'up', framed('ends a whole answer with a reset', hello)),

  peer('H20', 'not even settings', 'down http.timeout', framed('is silent'), silent),
  peer('H20', 'settings, then silence', 'down http.timeout', framed('is silent after the request'), silent),
  peer('H20', 'pings that drip, and no answer', 'down http.timeout', framed('drips frames'), silent),
  peer('H20', 'a header that drips', 'down http.timeout', framed('drips a header'), silent),
  peer('H20', 'a body of HTTP/2 that drips', 'down content.timeout', framed('drips a body', hello), silent),
  peer(
    'H20',
    'a body of HTTP/2 that stops',
    'down content.timeout',
    framed('stops in the body', hello),
    silent,
  ),
  peer('H20', 'an end before the settings', 'down http.closed', framed('closes before the request')),
  peer('H20', 'an end after the settings', 'down http.closed', framed('closes after its settings')),
  peer('H20', 'an end on the request of HTTP/2', 'down http.closed', framed('closes on the request'), {
    words: 'after the request',
  }),
  peer('H20', 'an end after 103 Early Hints', 'down http.closed', framed('closes after its hints')),
  peer('H20', 'an end in the body of HTTP/2', cut, framed('closes in the body', hello)),
  peer('H20', 'less than its length by HTTP/2', cut, framed('gives a longer length', hello)),
  peer('H20', 'a TCP reset before the settings', reset, framed('resets before the request')),
  peer('H20', 'a TCP reset on the request of HTTP/2', reset, framed('resets on the request')),
  peer('H20', 'interim responses of HTTP/2, 100 Continue too', 'up', framed('gives hints first', hello)),

  peer('H20', 'nonsense for settings', malformed, framed('talks nonsense')),
  peer('H20', 'nonsense after the settings', malformed, framed('talks nonsense on the request'), {
    words: 'FRAME_SIZE_ERROR',
  }),
  peer('H20', 'HTTP/1.1 on a connection of HTTP/2', malformed, framed('talks HTTP/1.1')),
  peer('H20', 'an answer without settings', malformed, framed('sends no settings')),
  peer('H20', 'headers that cannot be decompressed', malformed, framed('sends headers it did not compress'), {
    words: 'COMPRESSION_ERROR',
  }),
  peer('H20', 'a table for headers beyond what we allow', malformed, framed('wants a huge table'), {
    words: 'COMPRESSION_ERROR',
  }),
  peer('H20', 'a frame that is too long', malformed, framed('sends a frame that is too long'), {
    words: 'FRAME_SIZE_ERROR',
  }),
  peer('H20', 'a body before its headers', malformed, framed('sends a body before its headers'), {
    words: 'DATA',
  }),
  peer('H20', 'an answer on a stream that nobody opened', malformed, framed('answers on a stream of nobody')),
  peer('H20', 'a push that nobody asked for', malformed, framed('pushes what nobody asked for'), {
    words: 'PUSH_PROMISE',
  }),
  peer('H20', 'settings of an odd length', malformed, framed('sends settings of an odd length')),
  peer('H20', 'a ping that is too short', malformed, framed('sends a short ping')),
  peer('H20', 'a window that opens by nothing', malformed, framed('opens a window by nothing')),
  peer('H20', 'a window that opens too far', malformed, framed('opens a window too far')),
  peer('H20', 'CONTINUATION of nothing', malformed, framed('goes on with a header that it never began'), {
    words: 'CONTINUATION',
  }),
  peer('H20', 'more padding than there is frame', malformed, framed('pads more than there is'), {
    words: 'padding',
  }),
  peer('H20', 'headers without a status', malformed, framed('gives no status')),
  peer('H20', 'a status in letters by HTTP/2', malformed, framed('gives a status of letters')),
  peer('H20', 'status 101 by HTTP/2', malformed, framed('switches protocols')),
  peer('H20', 'a header in upper case', malformed, framed('gives a header in upper case')),
  peer('H20', 'Connection in HTTP/2', malformed, framed('gives a header of HTTP/1.1')),
  peer('H20', 'headers twice', malformed, framed('answers twice', hello)),

  peer(
    'H20',
    '1,500 headers by HTTP/2',
    'up',
    framed('has 1,500 headers', { expect: { headers: { 'x-last': 'yes' } } }),
  ),
  peer('H20', '3,000 headers', tooLarge, framed('has 3,000 headers')),
  peer('H20', '32 KiB of headers', tooLarge, framed('has 32 KiB of headers')),
  peer(
    'H20',
    '3 kB that decompress to 12 MB of headers',
    tooLarge,
    framed('sends a bomb of headers'),
    floods,
  ),
  peer('H20', 'CONTINUATION without end', malformed, framed('goes on with its header without end'), {
    words: 'CONTINUATION',
    floods: true,
  }),
  peer(
    'H20',
    'large CONTINUATION without end',
    tooLarge,
    framed('goes on with large pieces without end'),
    floods,
  ),
  peer('H20', 'SETTINGS without end', malformed, framed('floods with settings'), idle),
  peer('H20', 'PING without end', malformed, framed('floods with pings'), idle),
  peer('H20', 'answers to pings that nobody sent', malformed, framed('floods with answers to pings'), floods),
  peer('H20', 'WINDOW_UPDATE without end', malformed, framed('floods with windows'), idle),
  peer('H20', 'PRIORITY without end', malformed, framed('floods with priorities'), idle),
  peer('H20', 'ALTSVC without end', malformed, framed('floods with other places'), idle),
  peer('H20', 'unknown frames without end', malformed, framed('floods with frames that nobody knows'), idle),
  peer('H20', 'interim responses of HTTP/2 without end', malformed, framed('floods with hints'), {
    words: '100 interim',
    floods: true,
  }),
  peer('H20', 'empty DATA without end', malformed, framed('floods with empty pieces of a body', hello), idle),
  peer('H20', 'padding without end', malformed, framed('floods with padding', hello), idle),
  peer('H20', 'a body of HTTP/2 without end', 'down content.too_large', pouring, floods),
  peer(
    'H20',
    'a body of HTTP/2 byte by byte, without end',
    malformed,
    framed('sends an endless body byte by byte', hello),
    { words: 'next to nothing', floods: true },
  ),
];
