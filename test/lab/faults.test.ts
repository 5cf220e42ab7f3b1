// Every fault of the table, played over real sockets: it shows as the code whose name it has.

import { describe, expect, test } from 'vitest';
import { codes } from '../../src/codes.ts';
import {
  type FaultName,
  faults,
  type Lab,
  noFaults,
  parseBreak,
  readWorld,
  startLab,
} from '../../src/lab/index.ts';
import type { ReportedResult } from '../../src/model.ts';
import { attempt, resultOf, runOf, type Written } from '../ask.ts';
import { atEnd } from '../leftovers.ts';

const world = readWorld(new URL('./small.yaml', import.meta.url));
const web = 'https://web.example/';
const short = { timeout: '1s' };
const followed = { redirects: 5 };
const slowly = { latency: { total: { warn: '800ms' } } };

/** What an endpoint must ask or expect to see a fault; nothing needs no words. */
const seenBy: Readonly<Partial<Record<FaultName, Written>>> = {
  'dns.timeout': short,
  'dns.records': { url: 'dns:dns-records.example?type=A', expect: { records: { equals: ['192.0.2.7'] } } },
  'tcp.timeout': short,
  'tcp.family': { expect: { family: 6 } },
  'tls.timeout': short,
  'tls.expires': { expect: { certificate: { expires_in: '7d' } } },
  'tls.version': { expect: { tls: { version: { min: '1.3' } } } },
  'tls.cipher': { expect: { tls: { cipher: { not: { contains: 'AES_128' } } } } },
  'http.timeout': short,
  'http.headers_too_large': short,
  'http.redirect_loop': followed,
  'http.redirect_limit': { redirects: 2 },
  'http.redirect_invalid': followed,
  'http.redirect_downgrade': followed,
  'http.header': { expect: { headers: { 'content-type': { contains: 'html' } } } },
  'content.timeout': { ...short, expect: { body: { contains: 'Grüße' } } },
  'content.truncated': { expect: { body: { contains: 'Grüße' } } },
  'content.too_large': { expect: { body: { contains: 'Grüße' } } },
  'content.encoding': { expect: { body: { contains: 'Grüße' } } },
  'content.body': { expect: { body: { contains: 'Grüße' } } },
  'content.json': { expect: { json: { '$.status': 'ok' } } },
  'latency.slow': { expect: slowly },
  'latency.limit': { expect: { latency: { total: '800ms' } } },
  'run.flaky': { retry: { times: 1, after: '0s' } },
};

const variants: Readonly<Partial<Record<FaultName, string>>> = {
  'latency.slow': '/2s',
  'latency.limit': '/2s',
};

/** Those that need a name server of their own, more than one, or more than one run to be seen. */
const apart: readonly FaultName[] = ['dns.unreachable', 'dns.disagree', 'latency.regressed'];

async function boxWith(...breaks: readonly string[]): Promise<Lab> {
  const lab = await startLab({ world, breaks: breaks.map((text) => parseBreak(text, world)) });
  atEnd(() => lab.close());
  return lab;
}

const alone = (Object.keys(faults) as FaultName[]).filter((name) => !apart.includes(name));

/** A host for each fault, all like that of the small world. */
const hostOf = (name: FaultName) => `${name.replaceAll(/[._]/g, '-')}.example`;
const [host] = world.hosts;
if (!host) throw new Error('the small world is empty');
const broken = { ...world, hosts: [{ ...host, names: alone.map(hostOf) }] };

let results: Promise<ReadonlyMap<string, ReportedResult>> | null = null;
async function playAll(): Promise<ReadonlyMap<string, ReportedResult>> {
  const breaks = alone.map((name) => parseBreak(`${hostOf(name)}=${name}${variants[name] ?? ''}`, broken));
  const lab = await startLab({ world: broken, breaks });
  atEnd(() => lab.close());
  const endpoints = alone.map((name) => ({
    name,
    url: `https://${hostOf(name)}/`,
    timeout: '3s',
    retry: { times: 0 },
    ...seenBy[name],
  }));
  const run = await runOf(lab.network, { endpoints });
  return new Map(run.results.map((result) => [result.endpoint.name, result]));
}

test.each(alone.map((name) => [name]))('%s', async (name) => {
  results ??= playAll();
  const { status, cause } = (await results).get(name) ?? {};
  expect(`${status === 'up' ? 'up' : 'not up'} ${cause?.code} ${cause?.message}`).toContain(
    `not up ${name} `,
  );
});

test('dns.unreachable: nothing listens where the name server should be', async () => {
  const { network } = await boxWith('system=dns.unreachable');
  expect((await attempt(network, web, { timeout: '1s' })).failure?.code).toBe('dns.unreachable');
  expect(() => parseBreak('web.example=dns.unreachable', world)).toThrow(/no name server is there/);
});

test('dns.disagree: of two resolvers one tells something else', async () => {
  const { network } = await boxWith('web.example@192.0.2.53=dns.disagree');
  const asked = { resolver: ['192.0.2.53', '198.18.0.53'], agree: true };
  const { cause } = await resultOf(network, 'dns:web.example?type=A', asked);
  expect(cause?.code).toBe('dns.disagree');
});

test('latency.regressed holds answers back', async () => {
  const { network } = await boxWith('web.example=latency.regressed');
  expect((await attempt(network, web)).ms).toBeGreaterThan(300);
});

test('faults and codes that no peer can cause are together all codes', () => {
  const all = [...Object.keys(faults), ...Object.keys(noFaults)];
  expect(all.sort()).toEqual(Object.keys(codes).sort());
});

describe('special', () => {
  test('dns.servfail/22 carries an extended error', async () => {
    const { network } = await boxWith('web.example=dns.servfail/22');
    const { cause } = await resultOf(network, web);
    expect(cause?.message).toContain('No Reachable Authority (EDE 22)');
  });

  test('tls.reset/sni resets the name of the host alone', async () => {
    const { network } = await boxWith('web.example=tls.reset/sni');
    expect((await attempt(network, web)).failure?.code).toBe('tls.reset');
    const other = await attempt(network, web, { sni: 'another.example' });
    expect(other.failure?.code).toBe('tls.name_mismatch');
  });

  test('tls.name_mismatch/NAME shows one certificate at every host', async () => {
    const { network } = await boxWith('*=tls.name_mismatch/portal.example');
    const shown = await Promise.all(
      ['https://web.example/', 'https://www.example/'].map(async (url) => {
        const { hops } = await attempt(network, url);
        return hops[0]?.facts.tls?.chain?.[0]?.fingerprint256;
      }),
    );
    expect(shown[0]).toBeTruthy();
    expect(shown[0]).toBe(shown[1]);
  });

  test('http.guarded/429 is a rate limit', async () => {
    const { network } = await boxWith('web.example=http.guarded/429');
    const { status, cause } = await resultOf(network, web);
    expect([status, cause?.code]).toEqual(['unknown', 'http.guarded']);
  });

  test('HOST#ipv6 fails at its IPv6 addresses alone, HOST#1 at the first', async () => {
    for (const [text, code] of [
      ['web.example#ipv6=tcp.refused', 'tcp.fallback'],
      ['web.example#1=tcp.refused', 'tcp.fallback'],
      ['web.example#2=tcp.refused', undefined],
    ] as const) {
      const { network } = await boxWith(text);
      expect((await resultOf(network, web)).cause?.code).toBe(code);
    }
  });

  test('HOST@SERVER is told by that name server alone', async () => {
    const { network } = await boxWith('web.example@192.0.2.53=dns.nxdomain');
    expect((await attempt(network, web, { resolver: '192.0.2.53' })).failure?.code).toBe('dns.nxdomain');
    expect((await attempt(network, web)).failure).toBeUndefined();
  });

  test('system stands for the name servers of the system', async () => {
    const { network } = await boxWith('system=dns.refused');
    expect((await attempt(network, web)).failure?.code).toBe('dns.refused');
    expect((await attempt(network, web, { resolver: '192.0.2.53' })).failure).toBeUndefined();
  });
});
