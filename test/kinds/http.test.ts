import { createServer } from 'node:http';
import type { ServerHttp2Stream } from 'node:http2';
import { expect, test } from 'vitest';
import { attempt, factsOf, resultOf } from '../ask.ts';
import { produces } from '../produces.ts';
import { identities } from '../servers/certificates.ts';
import { openCollector } from '../servers/collector.ts';
import { type behaviours, openHttp } from '../servers/http.ts';
import { listen, pause } from '../servers/listen.ts';
import { site } from '../servers/network.ts';
import { openHttp2, openHttps, openTls } from '../servers/tls.ts';

const url = 'http://site.example/';

async function causeOf(behaviour: keyof typeof behaviours, expected: object = {}) {
  return (await resultOf(site(await openHttp(behaviour)), url, { expect: expected })).cause;
}

async function causeOfBody(body: string, expected: object) {
  const { port } = await openCollector(() => ({ status: 200, headers: { 'x-region': 'eu' }, body }));
  return (await resultOf(site(port), url, { expect: expected })).cause;
}

produces('http.status', '500 where 2xx is normal', () => causeOf('fails'));
produces('http.status', '200 where 204 is asked', () => causeOf('answers', { status: 204 }));
produces('http.status', '999', () => causeOf('gives a status above 599'));
produces('http.guarded', '429', () => causeOf('limits the rate'));
produces('http.guarded', 'a challenge', () => causeOf('challenges'));
produces('http.header', 'another value', () => causeOfBody('', { headers: { 'X-Region': 'us' } }));
produces('http.header', 'no such header', () =>
  causeOfBody('', { headers: { 'x-other': { contains: '' } } }),
);
produces('content.body', 'other text', () => causeOfBody('all good', { body: { contains: 'fine' } }));
produces('content.json', 'another value', () =>
  causeOfBody('{"status":"bad"}', { json: { '$.status': 'ok' } }),
);
produces('content.json', 'no JSON', () => causeOfBody('<html>', { json: { '$.status': { not: 'bad' } } }));
produces('latency.slow', 'over the warning limit', () =>
  causeOf('is slow', { latency: { total: { warn: '20ms' } } }),
);
produces('latency.limit', 'over the limit', () => causeOf('is slow', { latency: { ttfb: '20ms' } }));
produces('tls.expires', 'in three days', async () => {
  const port = await openTls(identities['expires in 3 days']);
  const result = await resultOf(site(port), 'tls://site.example:443', {
    expect: { certificate: { expires_in: '7d' } },
  });
  expect(result.status).toBe('down');
  return result.cause;
});

test('a rate limit that the list expects is no guard', async () => {
  const result = await resultOf(site(await openHttp('limits the rate')), url, { expect: { status: 429 } });
  expect(result.status).toBe('up');
});

test('what is asked for is what the server gets', async () => {
  const { port, got } = await openCollector();
  await attempt(site(port), 'http://site.example/a%20b/?q=%C3%BC&r#part', {
    method: 'PUT',
    headers: { 'X-Mine': 'yes', 'User-Agent': 'me' },
  });
  expect(got).toMatchObject([
    {
      method: 'PUT',
      path: '/a%20b/?q=%C3%BC&r',
      headers: {
        host: 'site.example',
        'x-mine': 'yes',
        'user-agent': 'me',
        accept: '*/*',
        'accept-encoding': 'identity',
      },
    },
  ]);
});

test('a Host header of the list’s own is sent', async () => {
  const { port, got } = await openCollector();
  await attempt(site(port), url, { headers: { host: 'virtual.example' } });
  expect(got[0]?.headers.host).toBe('virtual.example');
});

test('HEAD has a status, headers, and a body that is empty', async () => {
  const { port, got } = await openCollector(() => ({ status: 200, headers: { 'content-length': '999' } }));
  const { http } = factsOf(await attempt(site(port), url, { method: 'HEAD', expect: { body: '' } }));
  expect([got[0]?.method, http?.status, http?.headers['content-length'], http?.body]).toEqual([
    'HEAD',
    200,
    '999',
    '',
  ]);
});

function hello(stream: ServerHttp2Stream): void {
  stream.respond({ ':status': 200, 'x-a': '1' });
  stream.end('hello');
}

test.each([
  ['2', () => openHttp2(hello)],
  ['1.1', () => openHttps((_, response) => response.writeHead(200, { 'x-a': '1' }).end('hello'))],
] as const)('HTTP/%s is spoken where it is offered', async (version, open) => {
  const written = { expect: { body: 'hello' } };
  const observation = await attempt(site(await open()), 'https://site.example/', written);
  expect(observation.failure).toBeUndefined();
  expect(factsOf(observation).http).toMatchObject({
    version,
    status: 200,
    headers: { 'x-a': '1' },
    body: 'hello',
  });
  expect(observation.hops[0]?.steps.map(({ name }) => name)).toEqual([
    'dns',
    'tcp',
    'tls',
    'ttfb',
    'transfer',
  ]);
});

test('headers are told in lower case; those repeated are joined, cookies by line', async () => {
  const server = createServer((_, response) => {
    response.appendHeader('X-A', '1').appendHeader('x-a', '2');
    response.appendHeader('Set-Cookie', 'a=1').appendHeader('Set-Cookie', 'b=2').end();
  });
  const port = await listen(server);
  const { http } = factsOf(await attempt(site(port), url));
  expect([http?.headers['x-a'], http?.headers['set-cookie']]).toEqual(['1, 2', 'a=1\nb=2']);
});

test('an answer comes as soon as the server gives it', async () => {
  // Called back at once from its `connect`, undici never writes the request.
  const { port } = await openCollector();
  expect((await attempt(site(port), url)).ms).toBeLessThan(1000);
});

test('each phase has a time of its own, in order', async () => {
  const port = await openHttps((_, response) => {
    setTimeout(() => {
      response.writeHead(200).write('hel');
      setTimeout(() => response.end('lo'), 80);
    }, 60);
  });
  const { hops, ms } = await attempt(site(port), 'https://site.example/', { expect: { body: 'hello' } });
  const steps = hops[0]?.steps ?? [];
  const took = Object.fromEntries(steps.map((step) => [step.name, step.ms]));
  expect(took.ttfb).toBeGreaterThanOrEqual(59);
  expect(took.transfer).toBeGreaterThanOrEqual(79);
  steps.reduce((end, step) => {
    expect(step.at).toBeGreaterThanOrEqual(end - 0.001);
    return step.at + step.ms;
  }, 0);
  expect(steps.reduce((sum, step) => sum + step.ms, 0)).toBeLessThanOrEqual(ms);
});

test('every connection is fresh, and closed when the attempt ends', async () => {
  const open = new Set<unknown>();
  let opened = 0;
  const server = createServer((_, response) => void response.end('hello'));
  server.on('connection', (socket) => {
    opened++;
    open.add(socket.on('close', () => open.delete(socket)));
  });
  const network = site(await listen(server));
  await attempt(network, url);
  await attempt(network, url, { expect: { body: 'hello' } });
  await pause(50);
  expect([opened, open.size]).toEqual([2, 0]);
});
