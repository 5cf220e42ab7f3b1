import { describe, expect, test } from 'vitest';
import { failure } from '../../src/codes.ts';
import type { DnsFacts, Facts, Observation, Step } from '../../src/model.ts';
import { endpointOf } from '../ask.ts';
import { judged, seen } from './sketch.ts';

const { source } = endpointOf('https://site.example/');
const refused = failure('tcp.refused');

describe('the causes', () => {
  test('an answer that misses all of it: what it says of itself first, how long it took last', () => {
    const facts: Facts = {
      tls: { protocol: 'TLSv1.2', cipher: null, alpn: null, chain: [], expiresInDays: 1, lifetimeDays: 90 },
    };
    const { codes } = judged(seen({ status: 503, body: '{}', facts, took: { ttfb: 50 }, ms: 50 }), {
      expect: {
        latency: { ttfb: '1ms', total: { warn: '1ms' } },
        tls: { version: '1.3' },
        certificate: { expires_in: { fail: '7d' } },
        json: { '$.a': 1 },
        body: 'x',
        headers: { server: 'x' },
        status: 200,
      },
    });
    expect(codes).toEqual([
      'http.status',
      'http.header',
      'content.body',
      'content.json',
      'tls.expires',
      'tls.version',
      'latency.limit',
      'latency.slow',
    ]);
  });

  test('a failure comes first, with what was missed before it', () => {
    const dns: DnsFacts = {
      from: 'server',
      types: ['A'],
      records: [{ name: 'x', type: 'A', ttl: 1, data: '192.0.2.1' }],
      addresses: ['192.0.2.1'],
    };
    const { cause, codes } = judged(seen({ fails: 'tcp.refused', facts: { dns } }), {
      expect: { records: '192.0.2.9', latency: { total: { warn: '1ms' } } },
    });
    expect(codes).toEqual(['tcp.refused', 'dns.records']);
    expect(cause).toEqual({ code: 'tcp.refused', layer: 'tcp', message: refused.message, source });
  });

  test('records that read as a code excuse no failure', () => {
    const dns: DnsFacts = { from: 'server', rcode: 'NXDOMAIN', records: [], addresses: [] };
    const { cause } = judged(seen({ fails: 'dns.nxdomain', facts: { dns } }), {
      expect: { records: 'NXDOMAIN' },
    });
    expect(cause?.code).toBe('dns.nxdomain');
  });
});

describe('no route', () => {
  const onlyIpv4 = { ipv4: true, ipv6: false };
  const toIpv4 = { address: '192.0.2.7:443', at: 0, ms: 1, failure: failure('local.no_route') };
  const toIpv6 = { ...toIpv4, address: '[2001:db8::7]:443' };

  function withSteps(...steps: readonly Step[]): Observation {
    const { hops, ...rest } = seen({ fails: 'local.no_route', facts: { routes: onlyIpv4 } });
    return { ...rest, hops: hops.map((hop) => ({ ...hop, steps })) };
  }
  const tcp = (...tries: NonNullable<Step['tries']>): Step => ({
    layer: 'tcp',
    name: 'tcp',
    at: 0,
    ms: 1,
    tries,
  });

  test('to an address of the family that is missing: skipped, in words', () => {
    const { status, cause } = judged(withSteps(tcp(toIpv6)));
    expect(status).toBe('skipped');
    expect(cause).toMatchObject({
      code: 'local.no_route',
      message: 'it has only IPv6 addresses, and this machine has no IPv6',
    });
  });

  test('to an address of the family that there is: nobody knows why', () => {
    const { status, cause } = judged(withSteps(tcp(toIpv6, toIpv4)));
    expect(status).toBe('unknown');
    expect(cause).toEqual({
      code: 'local.no_route',
      layer: 'local',
      message: failure('local.no_route').message,
      source,
    });
  });

  test('whom the name servers were asked at, or a step without tries, says nothing of it', () => {
    const dns: Step = { ...tcp(toIpv4), layer: 'dns', name: 'dns' };
    expect(judged(withSteps(dns, tcp(toIpv6))).status).toBe('skipped');
    expect(judged(withSteps({ layer: 'tcp', name: 'tcp', at: 0, ms: 1 })).status).toBe('skipped');
  });

  test('another trouble of ours is unknown, whatever routes there are', () => {
    expect(judged(seen({ fails: 'local.denied', facts: { routes: onlyIpv4 } })).status).toBe('unknown');
    expect(judged(seen({ fails: 'local.no_route' })).status).toBe('unknown');
  });
});

describe('what an attempt that passed says of other addresses', () => {
  const answered = (code: 'dns.timeout' | 'dns.nodata' | 'dns.nxdomain'): Facts => ({
    dns: {
      from: 'server',
      records: [],
      addresses: ['192.0.2.1'],
      missing: [{ type: 'AAAA', failure: failure(code) }],
    },
  });

  test('nobody said whether there are any of a family', () => {
    const { status, causes } = outcome(answered('dns.timeout'));
    expect(status).toBe('degraded');
    expect(causes).toEqual({
      code: 'dns.timeout',
      layer: 'dns',
      message: 'no answer for AAAA: no name server answered in time',
      source,
    });
  });

  test.each(['dns.nodata', 'dns.nxdomain'] as const)('that there are none (%s) is an answer', (code) => {
    expect(outcome(answered(code)).status).toBe('up');
  });

  function outcome(facts: Facts) {
    const { status, cause } = judged(seen({ facts }));
    return { status, causes: cause };
  }

  test('one that is dead is named, and where the list says so', () => {
    const tries = [
      { address: '192.0.2.1:443', at: 0, ms: 1, failure: refused },
      { address: '192.0.2.2:443', at: 0, ms: 1 },
    ];
    expect(judged(seen({ took: { tcp: 1 }, tries })).cause).toEqual({
      code: 'tcp.fallback',
      layer: 'tcp',
      message: '192.0.2.1:443 failed, another address answered',
      source,
    });
  });
});
