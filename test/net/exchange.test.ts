import { expect, test } from 'vitest';
import { attempt, factsOf, failureOf, type Written } from '../ask.ts';
import { produces } from '../produces.ts';
import { behaviours, openHttp } from '../servers/http.ts';
import { site } from '../servers/network.ts';
import { openRaw } from '../servers/raw.ts';
import { openRawHttps } from '../servers/tls.ts';

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

// No answer.
produces('http.timeout', 'silence after the request', () => failureOn('is silent', short));
produces('http.timeout', 'headers that drip', () => failureOn('drips headers', short));
produces('http.closed', 'the connection is closed at once', () => failureOn('closes at once'));
produces('http.closed', 'the connection is closed on the request', () => failureOn('closes on the request'));
produces('http.reset', 'the connection is reset at once', () => failureOn('resets at once'));
produces('http.reset', 'the connection is reset on the request', () => failureOn('resets on the request'));
produces('http.reset', 'the connection is reset within the headers', () =>
  failureOn('resets within the headers'),
);
produces('http.malformed', 'the connection is closed within the headers', () =>
  failureOn('closes within the headers'),
);

// No HTTP, or broken HTTP.
produces('http.not_http', 'SSH', () => failureOn('speaks SSH'));
produces('http.not_http', 'SMTP', () => failureOn('speaks SMTP'));
produces('http.not_http', 'TLS on the port of http', () => failureOn('speaks TLS'));
produces('http.malformed', 'interim answers without end', () => failureOn('floods with interim answers'));
produces('http.malformed', 'two lengths', () => failureOn('gives two lengths'));
produces('http.malformed', 'a length and chunks', () => failureOn('gives length and chunks'));
produces('http.malformed', 'a negative length', () => failureOn('gives a negative length'));
produces('http.malformed', 'a huge length', () => failureOn('gives a huge length'));
produces('http.malformed', 'bare line feeds', () => failureOn('gives a bare line feed'));
produces('http.malformed', 'HTTP/9.9', () => failureOn('speaks HTTP/9.9'));
produces('http.malformed', 'a switch of protocols that nobody asked for', () =>
  failureOn('switches protocols unasked'),
);
produces('http.malformed', '100 Continue that nobody asked for', () => failureOn('says 100 Continue'));
produces('http.headers_too_large', 'one header without end', () => failureOn('has an endless header'));
produces('http.headers_too_large', 'headers without end', () => failureOn('has headers without end'));

// Bodies.
produces('content.timeout', 'a body that stops', () =>
  failureOn('stops in the body', { ...bodyWanted, ...short }),
);
produces('content.timeout', 'a body that drips', () =>
  failureOn('drips a body', { ...bodyWanted, ...short }),
);
produces('content.truncated', 'a body shorter than its length', () =>
  failureOn('cuts its length short', bodyWanted),
);
produces('content.truncated', 'chunks without their end', () =>
  failureOn('cuts its chunks short', bodyWanted),
);
produces('content.truncated', 'chunks without their end, Connection: close', () =>
  failureOn('cuts its chunks and said so', bodyWanted),
);
produces('content.truncated', 'a reset in the body', () => failureOn('resets in the body', bodyWanted));
produces('http.malformed', 'a chunk size that is no number', () =>
  failureOn('sends a wrong chunk size', bodyWanted),
);
produces('content.too_large', 'a body without end', () => failureOn('has an endless body', bodyWanted));
produces('content.too_large', 'a small body that decodes to 40 MB', () =>
  failureOn('sends a bomb', bodyWanted),
);
produces('content.encoding', 'no gzip after all', () => failureOn('lies about gzip', bodyWanted));
produces('content.encoding', 'gzip cut short', () => failureOn('cuts gzip short', bodyWanted));
produces('content.encoding', 'an unknown coding', () => failureOn('sends an unknown coding', bodyWanted));
produces('content.encoding', 'three codings', () => failureOn('sends three codings', bodyWanted));

test('the first bytes of what is no HTTP are kept', async () => {
  expect((await failureOn('speaks SSH'))?.detail).toContain('SSH-2.0-OpenSSH_9.2');
});

test.each([
  'answers',
  'answers and stays',
  'gives no reason phrase',
  'ends its body by closing',
  'says junk after the body',
  'says junk with the body',
  'gives hints first',
  'sends chunks',
  'fails',
  'gives a status above 599',
] as const)('a server that %s has answered', async (behaviour) => {
  for (const written of [{}, bodyWanted]) expect(await failureOn(behaviour, written)).toBeUndefined();
});

test.each([
  'has an endless body',
  'drips a body',
  'stops in the body',
  'cuts its length short',
  'sends a bomb',
  'lies about gzip',
] as const)('the body of a server that %s is of no interest to a status check', async (behaviour) => {
  const port = await openHttp(behaviour);
  const observation = await attempt(site(port), url);
  expect(observation.failure).toBeUndefined();
  expect(factsOf(observation).http).not.toHaveProperty('body');
  expect(observation.ms).toBeLessThan(1000);
});

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

test.each(['answers', 'closes on the request', 'resets on the request', 'speaks SSH'] as const)(
  'over TLS too, a server that %s is told by the same code',
  async (behaviour) => {
    const secured = await failureOf(site(await openRawHttps(behaviours[behaviour])), 'https://site.example/');
    expect(secured?.code).toBe((await failureOn(behaviour))?.code);
  },
);
