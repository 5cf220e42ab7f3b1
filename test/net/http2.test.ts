import { afterAll, beforeAll, expect, test } from 'vitest';
import { attempt, factsOf, failureOf, type Written } from '../ask.ts';
import { produces } from '../produces.ts';
import { openFrames, scripts } from '../servers/frames.ts';
import { pause } from '../servers/listen.ts';
import { site } from '../servers/network.ts';
import { openHttp2 } from '../servers/tls.ts';

const url = 'https://site.example/';
const bodyWanted: Written = { expect: { body: { contains: 'hello' } } };

async function failureOn(script: keyof typeof scripts, written: Written = {}) {
  return failureOf(site(await openFrames(script)), url, written);
}

const uncaught: unknown[] = [];
const note = (error: unknown) => void uncaught.push(error);
beforeAll(() => void process.on('uncaughtExceptionMonitor', note));
afterAll(() => void process.off('uncaughtExceptionMonitor', note));

// What else goes wrong over HTTP/2 stands in test/faults/http2.ts.
produces('http.goaway', 'before the request', () => failureOn('goes away before the request'));

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

test('no server does harm, whatever comes later', async () => {
  const names = Object.keys(scripts) as (keyof typeof scripts)[];
  const short = { timeout: '400ms' };
  await Promise.all(
    names.flatMap((name) => [failureOn(name, short), failureOn(name, { ...short, ...bodyWanted })]),
  );
  await pause(50);
  expect(uncaught).toEqual([]);
});

test('a session that the server destroys is told and harms no one', async () => {
  const port = await openHttp2((stream) => stream.session?.destroy());
  expect((await failureOf(site(port), url))?.code).toMatch(/^http\.(closed|reset|goaway)$/);
  await pause(50);
  expect(uncaught).toEqual([]);
});
