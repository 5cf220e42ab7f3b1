import { afterAll, beforeAll, expect, test } from 'vitest';
import { attempt, factsOf, failureOf, type Written } from '../ask.ts';
import { produces } from '../produces.ts';
import { openFrames, scripts } from '../servers/frames.ts';
import { pause } from '../servers/listen.ts';
import { site } from '../servers/network.ts';
import { openHttp2 } from '../servers/tls.ts';

const url = 'https://site.example/';
const short: Written = { timeout: '400ms' };
const bodyWanted: Written = { expect: { body: { contains: 'hello' } } };

async function failureOn(script: keyof typeof scripts, written: Written = {}) {
  return failureOf(site(await openFrames(script)), url, written);
}

const uncaught: unknown[] = [];
const note = (error: unknown) => void uncaught.push(error);
beforeAll(() => void process.on('uncaughtExceptionMonitor', note));
afterAll(() => void process.off('uncaughtExceptionMonitor', note));

produces('http.timeout', 'h2: not even settings', () => failureOn('is silent', short));
produces('http.timeout', 'h2: silence after the request', () =>
  failureOn('is silent after the request', short),
);
produces('http.closed', 'h2: closed before the request', () => failureOn('closes before the request'));
produces('http.closed', 'h2: closed after the settings', () => failureOn('closes after its settings'));
produces('http.closed', 'h2: closed on the request', () => failureOn('closes on the request'));
produces('http.reset', 'h2: reset before the request', () => failureOn('resets before the request'));
produces('http.reset', 'h2: reset on the request', () => failureOn('resets on the request'));
produces('http.goaway', 'before the request', () => failureOn('goes away before the request'));
produces('http.goaway', 'on the request', () => failureOn('goes away on the request'));
produces('http.goaway', 'in anger', () => failureOn('goes away in anger'));
produces('http.goaway', 'and the connection stays', () => failureOn('goes away and stays'));
produces('http.goaway', 'and a reset', () => failureOn('goes away and resets'));
produces('http.reset', 'h2: the stream is refused', () => failureOn('refuses the stream'));
produces('http.reset', 'h2: the stream is reset', () => failureOn('resets the stream'));
produces('http.malformed', 'h2: nonsense', () => failureOn('talks nonsense'));
produces('http.malformed', 'h2: HTTP/1.1 after all', () => failureOn('talks HTTP/1.1'));
produces('content.truncated', 'h2: the stream is reset in the body', () =>
  failureOn('resets the stream in the body', bodyWanted),
);
produces('content.truncated', 'h2: closed in the body', () => failureOn('closes in the body', bodyWanted));
produces('content.too_large', 'h2: a body without end', async () => {
  const port = await openHttp2((stream) => {
    stream.respond({ ':status': 200 });
    const pour = (): void => {
      while (stream.write('x'.repeat(16_384)));
    };
    stream.on('drain', pour);
    pour();
  });
  return failureOf(site(port), url, bodyWanted);
});

// Node answers a broken frame with GOAWAY and tells nobody; what is left to see is how the server ends it.
test.each(['talks nonsense on the request', 'sends headers it did not compress'] as const)(
  'a server that %s is down at http',
  async (script) => {
    expect((await failureOn(script, short))?.layer).toBe('http');
  },
);

test('a server that takes no further requests but answers this one is up', async () => {
  const port = await openHttp2((stream) => {
    // GOAWAY with NO_ERROR and our stream as the last (RFC 9113 6.8), then the answer.
    stream.session?.goaway(0, stream.id);
    setTimeout(() => {
      stream.respond({ ':status': 200 });
      stream.end('hello');
    }, 30);
  });
  expect(await failureOf(site(port), url)).toBeUndefined();
  expect(await failureOf(site(port), url, bodyWanted)).toBeUndefined();
});

test('an answer over h2 is told as such', async () => {
  const observation = await attempt(site(await openFrames('answers')), url, bodyWanted);
  expect(observation.failure).toBeUndefined();
  const { http, tls } = factsOf(observation);
  expect(http).toEqual({ version: '2', status: 200, reason: null, headers: {}, body: 'hello' });
  expect(tls?.alpn).toBe('h2');
});

test('without a look at the body, what happens to it is of no interest', async () => {
  for (const script of ['resets the stream in the body', 'closes in the body'] as const) {
    expect(await failureOn(script)).toBeUndefined();
  }
});

test.each(Object.keys(scripts) as (keyof typeof scripts)[])(
  'a server that %s harms no one, whatever comes later',
  async (script) => {
    await failureOn(script, { timeout: '200ms' });
    await failureOn(script, { timeout: '200ms', ...bodyWanted });
    await pause(50);
    expect(uncaught).toEqual([]);
  },
);

test('a session that the server destroys is told and harms no one', async () => {
  const port = await openHttp2((stream) => stream.session?.destroy());
  expect((await failureOf(site(port), url))?.code).toMatch(/^http\.(closed|reset|goaway)$/);
  await pause(50);
  expect(uncaught).toEqual([]);
});
