// What failures have in common, told once.

import { describe, expect, test } from 'vitest';
import type { Diagnosis, Evidence, Facts, Result } from '../../src/model.ts';
import { diagnose } from '../../src/verdict/index.ts';
import { controlsWith, down, type EndpointSketch, endpoint, evidence, up } from './builder.ts';
import { refusing } from './outages.ts';

function told({ rule, blame, scope, subject, members }: Diagnosis): string {
  return `${rule}: ${blame}, ${scope} ${subject} (${members.join(' ')})`;
}

function said(results: readonly Result[], known: Evidence = controlsWith(0)): readonly string[] {
  return diagnose(results, known).map(told);
}

function withFacts(result: Result, facts: Partial<Facts>): Result {
  const attempts = result.attempts.map((one) => ({
    ...one,
    hops: one.hops.map((hop) => ({ ...hop, facts: { ...hop.facts, ...facts } })),
  }));
  return { ...result, attempts };
}

const [a, b, c] = ['a', 'b', 'c'].map((service) => endpoint(service, { service, component: 'web' })) as [
  ReturnType<typeof endpoint>,
  ReturnType<typeof endpoint>,
  ReturnType<typeof endpoint>,
];

const dns = { from: 'server', records: [], addresses: [] } as const;
const alias = { name: 'x', type: 'CNAME', ttl: 60, data: 'lb.cloud.example' };

describe('failures of several services that share', () => {
  test.each<[string, string, readonly Result[]]>([
    ['an address', 'host 198.51.100.9', [a, b].map((one) => down(one, 'http.status', '198.51.100.9'))],
    [
      'an alias',
      'host lb.cloud.example',
      [a, b].map((one) => withFacts(down(one), { dns: { ...dns, records: [alias] } })),
    ],
    [
      'a name server',
      'host ns1.example',
      [a, b].map((one) => withFacts(down(one, 'dns.timeout'), { dns: { ...dns, servers: ['ns1.example'] } })),
    ],
    [
      'a resolver',
      'host 9.9.9.9',
      [a, b].map((one) => withFacts(down(one, 'dns.timeout'), { dns: { ...dns, resolver: '9.9.9.9' } })),
    ],
    ['an edge', 'edge aws', [a, b].map((one) => down({ ...one, edge: 'aws' }))],
  ])('%s are told as one', (_, extent, results) => {
    const more = down(c, 'tcp.refused', '192.0.2.99');
    expect(said([...results, more])).toEqual([
      `shared.cause: them, ${extent} (a b)`,
      'service.down: them, component web of c (c)',
    ]);
    expect(diagnose([...results, more], controlsWith(0))[0]?.sentence).toMatch(
      /^2 of 3 failures seen from here share the /,
    );
  });

  test('what works for others as well are told apart', () => {
    const at = (one: typeof a) => down(one, 'http.status', '198.51.100.9');
    const fine = ['d', 'e'].map((name) => up(endpoint(name), '198.51.100.9'));
    expect(said([at(a), at(b), ...fine]).map((one) => one.split(':')[0])).toEqual([
      'component.http',
      'component.http',
    ]);
  });

  test('an address of this very machine, or the resolver of the system, are told apart', () => {
    expect(said([down(a, 'http.status', '127.0.0.1'), down(b, 'http.status', '127.0.0.1')])).toHaveLength(2);
    const system = (one: typeof a) =>
      withFacts(down(one, 'dns.timeout'), { dns: { ...dns, resolver: 'system' } });
    expect(said([system(a), system(b)])).toHaveLength(2);
  });
});

test('many of no service with one code are told as one, two are not', () => {
  const some = ['one', 'two', 'three'].map((name) => down(endpoint(name), 'tcp.refused'));
  expect(said(some)).toEqual(['shared.cause: them, endpoint code tcp.refused (one two three)']);
  expect(said(some.slice(1))).toHaveLength(2);
});

test('a provider whose names fail is told as one', () => {
  const of = (service: string) => endpoint(service, { service, provider: 'P', component: service });
  const results = [down(of('s'), 'dns.servfail'), down(of('t'), 'dns.timeout')];
  expect(said(results)).toEqual(['shared.cause: them, provider P (s t)']);
});

describe('an edge', () => {
  const at = (name: string, provider: string, sketch: EndpointSketch = {}) =>
    endpoint(name, { service: name, provider, ...sketch });

  test('is known by its own mark where the list does not name it', () => {
    const results = [at('s', 'P'), at('t', 'Q')].map((one, index) =>
      refusing(one, 520, `203.0.113.${index}`, { server: 'cloudflare' }),
    );
    expect(said(results)).toEqual(['edge.http: them, edge cloudflare (s t)']);
  });

  test('is not blamed for one provider alone, nor for a page that is gone', () => {
    const one = refusing(at('s', 'P', { edge: 'cloudflare' }), 500, '203.0.113.1');
    const gone = refusing(at('t', 'Q', { edge: 'cloudflare' }), 404, '203.0.113.2');
    expect(said([one, gone]).map((each) => each.split(':')[0])).toEqual(['service.down', 'service.down']);
  });
});

describe('certificates', () => {
  const tls = (issuer: string, name: string) => ({
    protocol: null,
    cipher: null,
    alpn: null,
    expiresInDays: -2,
    lifetimeDays: 90,
    chain: [
      {
        subject: name,
        issuer,
        names: [name],
        notBefore: '2026-01-01T00:00:00Z',
        notAfter: '2026-11-20T00:00:00Z',
        fingerprint256: 'AA',
      },
    ],
  });

  test('of one issuer are told as one', () => {
    const results = [a, b].map((one) =>
      withFacts(down(one, 'tls.expired'), { tls: tls('CN=Some CA', one.name) }),
    );
    expect(said(results)).toEqual(['certificate: them, endpoint certificates of CN=Some CA (a b)']);
  });

  test('that name another host are told of each, whoever issued them', () => {
    const results = [a, b].map((one) =>
      withFacts(down(one, 'tls.name_mismatch'), { tls: tls('CN=Some CA', one.name) }),
    );
    expect(said(results)).toEqual([
      'certificate: them, host a.example.com (a)',
      'certificate: them, host b.example.com (b)',
    ]);
  });
});

test('a provider that was gone at the first attempt and answers errors at the next is recovering', () => {
  const of = (service: string) => endpoint(service, { service, provider: 'P', component: service });
  const back = (name: string): Result => {
    const first = down(of(name), 'dns.servfail');
    const second = down(of(name), 'http.status', '203.0.113.9');
    return { ...second, attempts: [...first.attempts, ...second.attempts], decidedBy: 1 };
  };
  const results = [back('s'), back('t'), up(of('u'))];
  expect(said(results)).toEqual(['provider.recovering: them, provider P (s t)']);
  const never = [down(of('s'), 'http.status'), down(of('t'), 'http.status'), up(of('u'))];
  expect(said(never)).toEqual(['provider.http: them, provider P (s t)']);
});

test('an internal service that answers wrongly is theirs whatever the controls say', () => {
  const internal = endpoint('wiki', { urls: ['https://wiki.corp/'] });
  for (const known of [evidence(), controlsWith(3)]) {
    const [only] = diagnose([down(internal, 'http.status', '10.0.0.7')], known);
    expect(only).toMatchObject({ rule: 'application', blame: 'them', confidence: 'likely' });
    expect(only?.evidence.join()).not.toContain('controls');
  }
});

test('what no probe can see of a service is said where the service is concerned', () => {
  const chat = endpoint('chat', { service: 'WhatsApp' });
  const [first] = diagnose([down(chat), down(endpoint('shop', { service: 'Shop' }))], controlsWith(0));
  expect(first?.evidence.at(-1)).toBe(
    'whydown cannot see message delivery, last seen, status updates, calls of WhatsApp',
  );
});
