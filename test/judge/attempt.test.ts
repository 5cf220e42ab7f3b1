import { describe, expect, test } from 'vitest';
import { failure } from '../../src/codes.ts';
import { judgeAttempt } from '../../src/judge/attempt.ts';
import type { Expectation, Facts, FailureCode, Observation, Step } from '../../src/model.ts';
import { endpointOf } from '../ask.ts';
import { heard, judged, seen } from './sketch.ts';

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
    const dns = heard({
      types: ['A'],
      records: [{ name: 'x', type: 'A', ttl: 1, data: '192.0.2.1' }],
      addresses: ['192.0.2.1'],
    });
    const { cause, codes } = judged(seen({ fails: 'tcp.refused', facts: { dns } }), {
      expect: { records: '192.0.2.9', latency: { total: { warn: '1ms' } } },
    });
    expect(codes).toEqual(['tcp.refused', 'dns.records']);
    expect(cause).toEqual({ code: 'tcp.refused', layer: 'tcp', message: refused.message, source });
  });

  test('records that read as a code excuse no failure', () => {
    const dns = heard({ rcode: 'NXDOMAIN' });
    const { cause } = judged(seen({ fails: 'dns.nxdomain', facts: { dns } }), {
      expect: { records: 'NXDOMAIN' },
    });
    expect(cause?.code).toBe('dns.nxdomain');
  });

  test('nor does a body', () => {
    const dns = heard({ rcode: 'NXDOMAIN' });
    const { codes } = judged(seen({ fails: 'dns.nxdomain', facts: { dns } }), {
      expect: { body: 'NXDOMAIN' },
    });
    expect(codes).toEqual(['dns.nxdomain']);
  });

  test('what failed before any request was begun is told like everything that failed', () => {
    const nowhere = (code: FailureCode) => judged({ ...seen({ fails: code }), hops: [] });
    expect([nowhere('dns.timeout').status, nowhere('dns.timeout').codes]).toEqual(['down', ['dns.timeout']]);
    expect([nowhere('local.no_route').status, nowhere('local.no_route').codes]).toEqual([
      'unknown',
      ['local.no_route'],
    ]);
    const { status, codes } = judged({ ...seen(), hops: [] }, { expect: { records: '192.0.2.1' } });
    expect([status, codes]).toEqual(['down', ['dns.records']]);
  });
});

describe('an expectation that only warns', () => {
  const base = endpointOf('https://site.example/', {
    expect: { latency: { total: '1ms' }, tls: { version: '1.3' }, status: 200 },
  });
  const warning = base.expect.map((expectation): Expectation => ({ ...expectation, severity: 'warn' }));
  const told = (observation: Observation) => {
    const { status, causes } = judgeAttempt({ ...base, expect: warning }, observation);
    return [status, causes.map(({ code }) => code)];
  };
  const facts: Facts = {
    tls: { protocol: 'TLSv1.2', cipher: null, alpn: null, chain: [], expiresInDays: 9, lifetimeDays: 90 },
  };

  test('stands by its weight: how long it took comes last', () => {
    expect(told(seen({ facts, status: 503 }))).toEqual([
      'degraded',
      ['http.status', 'tls.version', 'latency.slow'],
    ]);
  });

  test('finds no guard: a rate limit is judged for what else it says', () => {
    expect(told(seen({ facts, status: 429, headers: { 'cf-mitigated': 'challenge' } }))[0]).toBe('degraded');
  });
});

describe('a limit on time that is missed because this machine was busy', () => {
  const busy = (sketch: Parameters<typeof seen>[0] = {}) =>
    judged({ ...seen({ ms: 50, ...sketch }), stalledMs: 45 }, { expect: { latency: { total: '10ms' } } });

  test('says nothing of the target', () => {
    expect([busy().status, busy().codes]).toEqual(['unknown', ['local.stalled']]);
  });

  test('hides nothing else that is missed', () => {
    const { status, codes } = busy({ status: 503 });
    expect([status, codes]).toEqual(['down', ['http.status', 'local.stalled']]);
    expect(busy({ fails: 'http.closed' }).codes).toEqual(['http.closed']);
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

  test('where a redirect leads says it, and not how its own host was reached', () => {
    const last = withSteps(tcp(toIpv6));
    const { failure: _, ...answered } = toIpv4;
    const first = withSteps(tcp(answered)).hops;
    expect(judged({ ...last, hops: [...first, ...last.hops] }).status).toBe('skipped');
  });

  test('another trouble of ours is unknown, whatever routes there are', () => {
    expect(judged(seen({ fails: 'local.denied', facts: { routes: onlyIpv4 } })).status).toBe('unknown');
    expect(judged(seen({ fails: 'local.no_route' })).status).toBe('unknown');
  });
});

describe('what an attempt that passed says of other addresses', () => {
  const answered = (code: 'dns.timeout' | 'dns.nodata' | 'dns.nxdomain'): Facts => ({
    dns: heard({ addresses: ['192.0.2.1'], missing: [{ type: 'AAAA', failure: failure(code) }] }),
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

  test('one that failed for reasons of our own is none of them', () => {
    const tries = [
      { address: '[2001:db8::1]:443', at: 0, ms: 1, failure: failure('local.no_route') },
      { address: '192.0.2.2:443', at: 0, ms: 1 },
    ];
    expect(judged(seen({ took: { tcp: 1 }, tries })).status).toBe('up');
  });

  test('a name server that did not answer is none of them', () => {
    const { hops, ...rest } = seen();
    const dns: Step = {
      layer: 'dns',
      name: 'dns',
      at: 0,
      ms: 9,
      tries: [{ address: '192.0.2.53:53', at: 0, ms: 5, failure: failure('dns.timeout') }],
    };
    const { status, codes } = judged({ ...rest, hops: hops.map((hop) => ({ ...hop, steps: [dns] })) });
    expect([status, codes]).toEqual(['up', []]);
  });

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
