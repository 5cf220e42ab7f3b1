import { connect as dial } from 'node:net';
import { expect, test } from 'vitest';
import { exchange } from '../../src/net/exchange.ts';
import { Trace } from '../../src/net/trace.ts';
import { attempt, factsOf, failureOf, type Written } from '../ask.ts';
import { produces } from '../produces.ts';
import { type behaviours, openHttp } from '../servers/http.ts';
import { site } from '../servers/network.ts';
import { openRaw } from '../servers/raw.ts';

type Behaviour = keyof typeof behaviours;

const url = 'http://site.example/';
const short: Written = { timeout: '300ms' };
const bodyWanted: Written = { expect: { body: { contains: 'hello' } } };

async function failureOn(behaviour: Behaviour, written: Written = {}) {
  return failureOf(site(await openHttp(behaviour)), url, written);
}

async function bodyOf(behaviour: Behaviour) {
  return factsOf(await attempt(site(await openHttp(behaviour)), url, bodyWanted)).http?.body;
}

// One of each code; what else leads to them stands in test/faults/http.ts and bodies.ts.
produces('http.timeout', 'silence after the request', () => failureOn('is silent', short));
produces('http.closed', 'the connection is closed on the request', () => failureOn('closes on the request'));
produces('http.reset', 'the connection is reset on the request', () => failureOn('resets on the request'));
produces('http.not_http', 'SSH', () => failureOn('speaks SSH'));
produces('http.malformed', 'two lengths', () => failureOn('gives two lengths'));
produces('http.headers_too_large', 'one header without end', () => failureOn('has an endless header'));
produces('content.timeout', 'a body that stops', () =>
  failureOn('stops in the body', { ...bodyWanted, ...short }),
);
produces('content.truncated', 'a body shorter than its length', () =>
  failureOn('cuts its length short', bodyWanted),
);
produces('content.too_large', 'a body without end', () => failureOn('has an endless body', bodyWanted));
produces('content.encoding', 'no gzip after all', () => failureOn('lies about gzip', bodyWanted));

test.each([
  ['closes at once', 'http.closed', 'the connection was closed before the request was sent'],
  ['resets at once', 'http.reset', 'the connection was reset before the request was sent'],
] as const)('a server that %s before the request is told so', async (behaviour, code, message) => {
  const socket = dial(await openHttp(behaviour), '127.0.0.1').on('error', () => {});
  await new Promise((resolve) => socket.resume().once('close', resolve));
  const trace = new Trace(url, new AbortController().signal);
  const nothing = () => false;
  const request = { url: new URL(url), method: 'GET', headers: {}, readBody: nothing, readExcerpt: nothing };
  await exchange(trace, socket, request);
  expect(trace.end().failure).toMatchObject({ code, message });
});

test.each(['answers', 'answers and stays', 'sends chunks', 'fails'] as const)(
  'a server that %s has answered',
  async (behaviour) => {
    for (const written of [{}, bodyWanted]) expect(await failureOn(behaviour, written)).toBeUndefined();
  },
);

test.each(['has an endless body', 'stops in the body', 'cuts its length short'] as const)(
  'the body of a server that %s is of no interest to a status check',
  async (behaviour) => {
    const port = await openHttp(behaviour);
    const observation = await attempt(site(port), url);
    expect(observation.failure).toBeUndefined();
    expect(factsOf(observation).http).not.toHaveProperty('body');
    expect(observation.ms).toBeLessThan(1000);
  },
);

test('status, reason and headers are told', async () => {
  const { http } = factsOf(await attempt(site(await openHttp('fails')), url));
  expect(http).toEqual({
    version: '1.1',
    status: 500,
    reason: 'Internal Server Error',
    headers: { 'content-length': '0' },
  });
});

test('a missing reason phrase is none', async () => {
  const { http } = factsOf(await attempt(site(await openHttp('gives no reason phrase')), url));
  expect([http?.status, http?.reason]).toEqual([200, null]);
});

test('the first byte is that of the answer, not of a hint', async () => {
  const port = await openRaw({
    says: ['HTTP/1.1 103 Early Hints\r\n\r\n', 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'],
    everyMs: 60,
    ends: 'fin',
  });
  const { hops } = await attempt(site(port), url);
  expect(hops[0]?.steps.at(-1)).toMatchObject({ name: 'ttfb' });
  expect(hops[0]?.steps.at(-1)?.ms).toBeGreaterThanOrEqual(119);
});

test('a reason phrase that comes in pieces is told whole', async () => {
  const port = await openRaw({
    says: [
      'HTTP/1.1 103 Early Hi',
      'nts\r\n\r\nHTTP/1.1 503 Service Un',
      'avail',
      'able',
      '\r\nContent-Length: 0\r\n\r\n',
    ],
    everyMs: 20,
    ends: 'fin',
  });
  const { http } = factsOf(await attempt(site(port), url));
  expect([http?.status, http?.reason]).toEqual([503, 'Service Unavailable']);
});

test('interim answers are not the answer', async () => {
  const { http } = factsOf(await attempt(site(await openHttp('gives hints first')), url));
  expect([http?.status, http?.headers]).toEqual([200, { 'content-length': '5' }]);
});

test.each(['sends gzip', 'sends deflate', 'sends raw deflate', 'sends br', 'sends gzip in br'] as const)(
  'the body of a server that %s is decoded, though nobody asked for it',
  async (behaviour) => {
    expect(await bodyOf(behaviour)).toBe('hello, world');
  },
);

test('the charset of the answer is followed', async () => {
  expect(await bodyOf('sends Latin-1')).toBe('né!');
});

test('junk after the body is no part of it', async () => {
  expect(await bodyOf('says junk with the body')).toBe('hello');
});

test('a body that failed leaves the status known', async () => {
  const observation = await attempt(site(await openHttp('cuts its length short')), url, bodyWanted);
  expect(factsOf(observation).http?.status).toBe(200);
  expect(observation.hops[0]?.steps.map(({ name, failure }) => [name, failure?.code])).toEqual([
    ['dns', undefined],
    ['tcp', undefined],
    ['ttfb', undefined],
    ['transfer', 'content.truncated'],
  ]);
});
