// Every address of a name, where something comes between: a lost answer, an interrupt, a deadline, a detour.

import { expect, test } from 'vitest';
import type { Listener } from '../../src/events.ts';
import { openClosedPort } from '../../src/lab/ports.ts';
import { runOf } from '../ask.ts';
import { a, namedBy, openNameServer, reply } from '../servers/dns.ts';
import { silentPort } from '../servers/listen.ts';
import { networkOf } from '../servers/network.ts';
import { all, asked, named, placing, rows, serving, url } from './addressed.ts';

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
      rule: 'host.address',
      members: ['site'],
      evidence: expect.arrayContaining([
        '2 of 3 addresses fail: 192.0.2.2 tcp.timeout, 192.0.2.3 tcp.timeout',
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
  let started = 0;
  const onEvent: Listener = ({ type }) => {
    if (type === 'started') started += 1;
    if (started === 2) stop.abort(130);
  };
  const run = await asked(network, {}, { interrupt: stop.signal, onEvent });
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
