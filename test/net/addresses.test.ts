// Whole runs that ask every address of a name, over a network of the test's own.

import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { openClosedPort } from '../../src/lab/ports.ts';
import type { ReportedResult, Run } from '../../src/model.ts';
import type { Network } from '../../src/net/network.ts';
import { type Manner, runOf, type Written } from '../ask.ts';
import { openCollector } from '../servers/collector.ts';
import { a, aaaa, namedBy, openNameServer, reply } from '../servers/dns.ts';
import { listen, silentPort } from '../servers/listen.ts';
import { networkOf } from '../servers/network.ts';

const url = 'http://site.example/';
const all = { addresses: 'all', timeout: '5s', retry: { times: 0 } };

/** `site.example` with these addresses, each on the port given. */
function named(ports: Readonly<Record<string, number>>, more: Partial<Network> = {}): Network {
  return { ...networkOf({ hosts: { 'site.example': Object.keys(ports) }, tcp: ports }), ...more };
}

function asked(network: Network, written: Written = {}, manner: Manner = {}): Promise<Run> {
  return runOf(network, { endpoints: [{ name: 'site', url, ...all, ...written }] }, manner);
}

const rows = ({ results }: Run) => results.map(row);
function row({ address, status, cause }: ReportedResult): string {
  return [address ?? 'site', status, ...(cause ? [cause.code] : [])].join(' ');
}

/** Where each attempt of a result went, in the order in which they ended. */
const went = ({ attempts }: ReportedResult) =>
  attempts.map(({ hops }) => hops[0]?.facts.remote?.address ?? hops[0]?.steps.at(-1)?.tries?.[0]?.address);

const serving = async (status = 200) => (await openCollector(() => ({ status }))).port;

test('addresses that agree are one row, with an attempt at each', async () => {
  const port = await serving();
  const run = await asked(named({ '192.0.2.1': port, '192.0.2.2': port, '2001:db8::1': port }));
  expect(rows(run)).toEqual(['site up']);
  expect(went(run.results[0]!).sort()).toEqual(['192.0.2.1', '192.0.2.2', '2001:db8::1']);
  expect(run.exitCode).toBe(0);
});

test('one address that refuses is a row of its own, and the exit code follows it', async () => {
  const port = await serving();
  const network = named({ '192.0.2.1': port, '192.0.2.2': await openClosedPort(), '192.0.2.3': port });
  const run = await asked(network);
  expect(rows(run)).toEqual(['192.0.2.1 up', '192.0.2.2 down tcp.refused', '192.0.2.3 up']);
  expect(run.results.map(went)).toEqual([['192.0.2.1'], ['192.0.2.2:80'], ['192.0.2.3']]);
  expect(run.results.map(({ decidedBy }) => decidedBy)).toEqual([0, 0, 0]);
  expect(run.exitCode).toBe(1);
});

test('the first address that is not there does not make the one that answered a fall-back', async () => {
  const run = await asked(named({ '192.0.2.1': await openClosedPort(), '192.0.2.2': await serving() }));
  expect(rows(run)).toEqual(['192.0.2.2 up', '192.0.2.1 down tcp.refused']);
});

test('addresses that answer with different statuses are told apart', async () => {
  const run = await asked(named({ '192.0.2.1': await serving(503), '192.0.2.2': await serving() }));
  expect(rows(run)).toEqual(['192.0.2.1 down http.status', '192.0.2.2 up']);
});

test('addresses that all fail in one way are one row', async () => {
  const closed = await openClosedPort();
  const run = await asked(named({ '192.0.2.1': closed, '192.0.2.2': closed }));
  expect(rows(run)).toEqual(['site down tcp.refused']);
});

test('an address asked by itself resolves nothing and sends the name', async () => {
  const { port, got } = await openCollector();
  const run = await asked(named({ '192.0.2.1': port, '192.0.2.2': port }));
  const [byName, byAddress] = run.results[0]!.attempts.map(({ hops }) => hops[0]);
  expect(byName?.facts.dns?.addresses).toEqual(['192.0.2.1', '192.0.2.2']);
  expect(byAddress?.facts.dns).toBeUndefined();
  expect(byAddress?.steps.map(({ name }) => name)).toEqual(['tcp', 'ttfb']);
  expect(got.map(({ headers }) => headers.host)).toEqual(['site.example', 'site.example']);
});

test('both asks one address of each family', async () => {
  const port = await serving();
  const ports = {
    '192.0.2.1': port,
    '192.0.2.2': port,
    '2001:db8::1': await openClosedPort(),
    '2001:db8::2': port,
  };
  const run = await asked(named(ports), { addresses: 'both' });
  expect(rows(run)).toEqual(['192.0.2.1 up', '2001:db8::1 down tcp.refused']);
});

test('first asks one address', async () => {
  const port = await serving();
  const run = await asked(named({ '192.0.2.1': port, '192.0.2.2': port }), { addresses: 'first' });
  expect(run.results[0]?.attempts).toHaveLength(1);
});

test('an address that failed is asked again, and only that one', async () => {
  let times = 0;
  const flaky = await openCollector(() => ({ status: ++times === 1 ? 503 : 200 }));
  const network = named({ '192.0.2.1': await serving(), '192.0.2.2': flaky.port });
  const run = await asked(network, { retry: { times: 1, after: '0s' } });
  expect(rows(run)).toEqual(['192.0.2.1 up', '192.0.2.2 degraded run.flaky']);
  expect(run.results.map(({ attempts }) => attempts.length)).toEqual([1, 2]);
});

test('the address that was asked by name counts that attempt', async () => {
  const network = named({ '192.0.2.1': await serving(503), '192.0.2.2': await serving() });
  const run = await asked(network, { retry: { times: 1, after: '0s' } });
  expect(run.results.map(went)).toEqual([['192.0.2.1', '192.0.2.1'], ['192.0.2.2']]);
});

test('a family without a route is left out, and that is no difference', async () => {
  const noIpv6 = {
    hasRoute: async (address: string) => !address.includes(':'),
    routes: async () => ({ ipv4: true, ipv6: false }),
  };
  const port = await serving();
  const run = await asked(named({ '192.0.2.1': port, '192.0.2.2': port, '2001:db8::1': port }, noIpv6));
  expect(rows(run)).toEqual(['site up']);
  expect(went(run.results[0]!)).toEqual(['192.0.2.1', '192.0.2.2']);
  expect(run.results[0]?.attempts[0]?.hops[0]?.facts.unrouted).toEqual(['2001:db8::1']);
});

test('a redirect to another host resolves as always, one on the same host stays with the address', async () => {
  const other = await openCollector();
  const there = await openCollector(({ path }) =>
    path === '/'
      ? { status: 302, headers: { location: '/next' } }
      : { status: 302, headers: { location: 'http://other.example/' } },
  );
  const network = networkOf({
    hosts: { 'site.example': ['192.0.2.1', '192.0.2.2'], 'other.example': ['192.0.2.9'] },
    tcp: { '192.0.2.1': there.port, '192.0.2.2': there.port, '192.0.2.9': other.port },
  });
  const run = await asked(network);
  expect(rows(run)).toEqual(['site up']);
  const ways = run.results[0]!.attempts.map(({ hops }) => hops.map(({ facts }) => facts.remote?.address));
  expect(ways).toEqual([
    ['192.0.2.1', '192.0.2.1', '192.0.2.9'],
    ['192.0.2.2', '192.0.2.2', '192.0.2.9'],
  ]);
});

test('no more than 32 addresses are asked, and it is said how many were not', async () => {
  const port = await listen(createServer((socket) => void socket.resume()));
  const many = Array.from({ length: 40 }, (_, index) => [`192.0.2.${index + 1}`, port]);
  const run = await asked(named(Object.fromEntries(many)), { url: 'tcp://site.example:80' });
  expect(run.results.map(({ attempts, unasked }) => [attempts.length, unasked])).toEqual([[32, 8]]);
});

test('every address that a name server tells is asked, and the name server but once', async () => {
  const port = await serving();
  const answer = await openNameServer((question) => [
    reply(question, {
      answers:
        question.type === 'A'
          ? [a(question.name, '192.0.2.1'), a(question.name, '192.0.2.2')]
          : [aaaa(question.name, '2001:db8::1')],
    }),
  ]);
  const tcp = { '192.0.2.1': port, '192.0.2.2': port, '2001:db8::1': await openClosedPort() };
  const network = { ...namedBy([answer]), place: placing(namedBy([answer]), tcp) };
  const run = await asked(network);
  expect(rows(run)).toEqual(['192.0.2.1 up', '192.0.2.2 up', '2001:db8::1 down tcp.refused']);
  expect(answer.asked.map(({ type }) => type).sort()).toEqual(['A', 'AAAA']);
});

function placing(network: Network, tcp: Readonly<Record<string, number>>): Network['place'] {
  return (transport, to) => {
    const port = transport === 'tcp' ? tcp[to.address] : undefined;
    return port === undefined ? network.place(transport, to) : { address: '127.0.0.1', port };
  };
}

test('a name whose first answer was lost is asked again, then each of its addresses', async () => {
  let questions = 0;
  const answer = await openNameServer((question) => {
    questions += 1;
    if (questions <= 2) return [reply(question, { rcode: 3 })];
    return [
      reply(question, {
        answers: question.type === 'A' ? [a(question.name, '192.0.2.1'), a(question.name, '192.0.2.2')] : [],
      }),
    ];
  });
  const port = await serving();
  const network = {
    ...namedBy([answer]),
    place: placing(namedBy([answer]), { '192.0.2.1': port, '192.0.2.2': port }),
  };
  const run = await asked(network, { retry: { times: 1, after: '0s' } });
  expect(rows(run)).toEqual(['site degraded run.flaky']);
  expect(run.results[0]?.attempts).toHaveLength(3);
});

test('a dead address is no sign of our own network while another answers, and names its endpoint once', async () => {
  const silent = await silentPort();
  const run = await runOf(named({ '192.0.2.1': await serving(), '192.0.2.2': silent, '192.0.2.3': silent }), {
    controls: [{ operator: 'Nobody', url: 'http://192.0.2.99/' }],
    endpoints: [{ name: 'site', service: 'Shop', url, ...all, timeout: '2500ms' }],
  });
  expect(run.diagnoses).toMatchObject([
    {
      rule: 'service.down',
      members: ['site'],
      evidence: expect.arrayContaining([
        'site: 2 of 3 addresses fail: 192.0.2.2 tcp.timeout, 192.0.2.3 tcp.timeout',
      ]),
    },
  ]);
  expect(run.services).toMatchObject([{ service: 'Shop', status: 'down' }]);
  expect(rows(run)).toEqual(['192.0.2.1 up', '192.0.2.2 down tcp.timeout', '192.0.2.3 down tcp.timeout']);
});

test('several URLs, any of which will do: dead addresses of one cost nothing while the other passes', async () => {
  const port = await serving();
  const network = networkOf({
    hosts: { 'site.example': ['192.0.2.1', '192.0.2.2'], 'other.example': ['192.0.2.3', '192.0.2.4'] },
    tcp: { '192.0.2.1': port, '192.0.2.2': await openClosedPort(), '192.0.2.3': port, '192.0.2.4': port },
  });
  const both = [url, 'http://other.example/'];
  expect(rows(await asked(network, { url: both }))).toEqual(['site up']);
  const strict = await asked(network, { url: both, atLeast: 2 });
  expect(rows(strict)).toEqual([
    '192.0.2.1 up',
    '192.0.2.2 down tcp.refused',
    '192.0.2.3 up',
    '192.0.2.4 up',
  ]);
  expect(strict.exitCode).toBe(1);
});

test('an interrupt between the first address and the others keeps what is known', async () => {
  const stop = new AbortController();
  const port = await serving();
  const network = named({ '192.0.2.1': port, '192.0.2.2': port });
  const run = await asked(network, {}, { interrupt: stop.signal, onOutcome: () => stop.abort(130) });
  expect(rows(run)).toEqual(['192.0.2.1 up', '192.0.2.2 skipped run.interrupted']);
  expect(run.exitCode).toBe(130);
});

test('an address that the deadline left no time for is no difference to hide', async () => {
  const network = named({ '192.0.2.1': await serving(), '192.0.2.2': await silentPort() });
  const run = await asked(network, {}, { deadlineMs: 2500 });
  expect(rows(run)).toEqual(['192.0.2.1 up', '192.0.2.2 unknown run.deadline']);
  expect(run.exitCode).toBe(3);
});

test('with a detour the addresses of where it leads are asked', async () => {
  const port = await serving();
  const tcp = { '192.0.2.7:8080': port, '192.0.2.8:8080': await openClosedPort() };
  const hosts = { 'site.example': ['192.0.2.1'], 'new.example': ['192.0.2.7', '192.0.2.8'] };
  const run = await asked(networkOf({ hosts, tcp }), { connect: 'site.example:80:new.example:8080' });
  expect(rows(run)).toEqual(['192.0.2.7 up', '192.0.2.8 down tcp.refused']);
});
