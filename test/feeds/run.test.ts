// Feeds in a run, over real sockets: when they are asked, what they become, and what they cannot do.

import { createServer } from 'node:http';
import { describe, expect, test } from 'vitest';
import { feedsOf } from '../../src/config/feeds.ts';
import { select } from '../../src/config/select.ts';
import type { ReportedResult, Run } from '../../src/model.ts';
import { runOf } from '../ask.ts';
import { listOf } from '../config/list.ts';
import { a, openNameServer, rcodes, reply } from '../servers/dns.ts';
import { behaviours } from '../servers/http.ts';
import { listen } from '../servers/listen.ts';
import { networkOf } from '../servers/network.ts';
import { openRaw } from '../servers/raw.ts';

interface Site {
  readonly port: number;
  /** The paths that were asked for. */
  readonly asked: readonly string[];
}

/** A server that gives each path what stands there; 404 for the rest. */
async function site(bodies: Readonly<Record<string, string>>, type = 'application/json'): Promise<Site> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    const body = bodies[path];
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': type }).end(body);
  });
  return { port: await listen(server), asked };
}

const shop = (status: unknown = 200) => ({
  name: 'shop',
  service: 'Shop',
  component: 'api',
  url: 'http://shop.example/',
  timeout: '2s',
  retry: { times: 0 },
  expect: { status },
});

function network(main: number, status: number) {
  return networkOf({
    hosts: { 'shop.example': ['192.0.2.1'], 'status.example': ['192.0.2.2'] },
    tcp: { '192.0.2.1': main, '192.0.2.2': status },
  });
}

function provider(map: unknown = { api: { service: 'Shop', component: 'api' } }) {
  const feed = { format: 'metastatus', url: 'http://status.example/orgs.json', map };
  return { Acme: { services: ['Shop'], feed } };
}

function feedOf(run: Run): ReportedResult {
  const result = run.results.find(({ endpoint }) => endpoint.name === 'Acme status feed');
  if (!result) throw new Error('there is no feed');
  return result;
}

/** `up`, or `unknown content.json`. */
function told({ status, cause }: ReportedResult): string {
  return cause ? `${status} ${cause.code}` : status;
}

const orgs = (status: string) => JSON.stringify([{ id: 'api', services: [{ name: 'API', status }] }]);

describe('a feed', () => {
  test('is asked once in a healthy run, and nobody else is', async () => {
    const main = await site({ '/': 'fine' });
    const status = await site({ '/orgs.json': orgs('No known issues') });
    const controls = [{ operator: 'Other', url: 'http://status.example/control' }];
    const run = await runOf(network(main.port, status.port), {
      providers: provider(),
      controls,
      endpoints: [shop(), { ...shop(), name: 'again' }],
    });
    expect([run.exitCode, run.diagnoses]).toEqual([0, []]);
    expect(run.results.map(told)).toEqual(['up', 'up', 'up']);
    expect([main.asked, status.asked]).toEqual([['/', '/'], ['/orgs.json']]);
  });

  test('that reports trouble which nothing shows is told as just that, and exits with 0', async () => {
    const main = await site({ '/': 'fine' });
    const status = await site({ '/orgs.json': orgs('High disruptions') });
    const run = await runOf(network(main.port, status.port), { providers: provider(), endpoints: [shop()] });
    expect(run.exitCode).toBe(0);
    expect(run.diagnoses).toMatchObject([
      { rule: 'feed.reported', blame: 'them', scope: 'component', subject: 'api of Shop', members: [] },
    ]);
    expect(feedOf(run)).toMatchObject({
      status: 'up',
      reports: [{ id: 'api', state: 'disrupted', words: 'API: High disruptions' }],
    });
  });

  test('that is fine clears no measured failure', async () => {
    const main = await site({});
    const status = await site({ '/orgs.json': orgs('No known issues') });
    const run = await runOf(network(main.port, status.port), { providers: provider(), endpoints: [shop()] });
    expect([run.exitCode, run.results.map(told)]).toEqual([1, ['down http.status', 'up']]);
    expect(run.diagnoses.map(({ rule }) => rule)).toEqual(['service.down']);
  });

  test('keeps its body out of the report', async () => {
    const main = await site({ '/': 'fine' });
    const status = await site({ '/orgs.json': orgs('No known issues') });
    const run = await runOf(network(main.port, status.port), { providers: provider(), endpoints: [shop()] });
    expect(feedOf(run).attempts[0]?.hops[0]?.facts.http).toMatchObject({ status: 200 });
    expect(feedOf(run).attempts[0]?.hops[0]?.facts.http).not.toHaveProperty('body');
  });

  test('is read whatever its media type says', async () => {
    const main = await site({ '/': 'fine' });
    const status = await site({ '/orgs.json': orgs('Resolved') }, 'text/html');
    const run = await runOf(network(main.port, status.port), { providers: provider(), endpoints: [shop()] });
    expect(told(feedOf(run))).toBe('up');
  });
});

const wide = JSON.stringify(
  Array.from({ length: 15_000 }, (_, id) => ({ id: `${id}`, services: [{ status: 'High disruptions' }] })),
);
const long = JSON.stringify([
  { id: 'i'.repeat(90_000), services: [{ status: 'High disruptions', name: '\u001b[31m'.repeat(9000) }] },
]);

describe('a hostile feed becomes unknown and harms nothing:', () => {
  test.each([
    ['no JSON', '<html>', 'unknown content.json'],
    ['a word that is not known', orgs('Purple'), 'unknown content.json'],
    ['JSON nested without end', '['.repeat(500_000), 'unknown content.json'],
    ['more than is read', `[${' '.repeat(1_100_000)}]`, 'unknown content.too_large'],
    ['a thousand troubles', wide, 'up'],
    ['endless words', long, 'up'],
  ])('%s', async (_, body, expected) => {
    const main = await site({ '/': 'fine' });
    const status = await site({ '/orgs.json': body });
    const providers = provider();
    const { map: _map, ...feed } = providers.Acme.feed;
    const run = await runOf(network(main.port, status.port), {
      providers: { Acme: { ...providers.Acme, feed: expected === 'up' ? feed : providers.Acme.feed } },
      endpoints: [shop()],
    });
    expect([told(feedOf(run)), run.exitCode, run.results[0]?.status]).toEqual([expected, 0, 'up']);
    expect(JSON.stringify(feedOf(run)).length).toBeLessThan(40_000);
  });

  test.each([
    ['closes on the request', 'unknown http.closed'],
    ['is silent', 'unknown http.timeout'],
    ['fails', 'unknown http.status'],
    ['limits the rate', 'unknown http.guarded'],
    ['sends a bomb', 'unknown content.too_large'],
    ['lies about gzip', 'unknown content.encoding'],
    ['has no head', 'unknown http.not_http'],
  ] as const)('one that %s', async (behaviour, expected) => {
    const main = await site({ '/': 'fine' });
    const status = await openRaw(behaviours[behaviour]);
    const flags = { timeoutMs: 400 };
    const run = await runOf(
      network(main.port, status),
      { providers: provider(), endpoints: [shop()] },
      { flags },
    );
    expect([told(feedOf(run)), run.exitCode, run.diagnoses]).toEqual([expected, 0, []]);
  });
});

describe('a feed in DNS', () => {
  test.each([
    ['127.0.0.1', 'up', []],
    ['127.0.0.2', 'up', ['feed.reported']],
    ['203.0.113.7', 'unknown dns.records', []],
    [null, 'unknown dns.nxdomain', []],
  ])('that says %s is %s', async (address, expected, rules) => {
    const main = await site({ '/': 'fine' });
    const server = await openNameServer((asked) => [
      address === null || asked.type !== 'A'
        ? reply(asked, address === null ? { rcode: rcodes.NXDOMAIN } : {})
        : reply(asked, { answers: [a(asked.name, address)] }),
    ]);
    const named = networkOf({
      hosts: { 'shop.example': ['192.0.2.1'] },
      servers: [{ address: '192.0.2.53', port: 53 }],
      tcp: { '192.0.2.1': main.port, '192.0.2.53': server.tcp },
      udp: { '192.0.2.53': server.udp },
    });
    const feed = {
      format: 'signal',
      url: 'dns:uptime.acme.example?type=A',
      map: { signal: { service: 'Shop' } },
    };
    const run = await runOf(named, {
      providers: { Acme: { services: ['Shop'], feed } },
      endpoints: [shop()],
    });
    expect([told(feedOf(run)), run.exitCode]).toEqual([expected, 0]);
    expect(run.diagnoses.map(({ rule }) => rule)).toEqual(rules);
    expect(server.asked.length).toBe(1);
  });
});

test('a feed is asked with the endpoints of its provider or its edge, and with no others', () => {
  const url = 'https://status.example/';
  const list = listOf(
    JSON.stringify({
      providers: {
        Acme: { services: ['Shop'], feed: { format: 'metastatus', url } },
        Edge: { edge: 'fast', feed: { format: 'statuspage', url } },
        Mail: { services: ['Post'], feed: { format: 'statuspage', url } },
      },
      endpoints: [
        { name: 'shop', url: 'https://shop.example', service: 'Shop' },
        { name: 'post', url: 'https://post.example', service: 'Post', edge: 'FAST' },
        { name: 'none', url: 'https://none.example' },
      ],
    }),
  );
  const names = (...words: readonly string[]) =>
    feedsOf(list, select(list, words, [])).map(({ name }) => name);
  expect(names('shop')).toEqual(['Acme status feed']);
  expect(names('Post')).toEqual(['Edge status feed', 'Mail status feed']);
  expect(names('none')).toEqual([]);
  expect(names()).toEqual(['Acme status feed', 'Edge status feed', 'Mail status feed']);
});

test('an endpoint cannot have the name of a feed', () => {
  const text = JSON.stringify({
    providers: provider(),
    endpoints: [{ name: 'acme status FEED', url: 'https://shop.example' }],
  });
  expect(() => listOf(text)).toThrow(/already taken/);
});
