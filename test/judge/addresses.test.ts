import { describe, expect, test } from 'vitest';
import { addressAsks } from '../../src/asks/addresses.ts';
import { failure } from '../../src/codes.ts';
import { jobsFor } from '../../src/config/plan.ts';
import { judge } from '../../src/judge/index.ts';
import type { Against } from '../../src/judge/regression.ts';
import type { Endpoint, Observation, Outcome, Result } from '../../src/model.ts';
import { endpointOf } from '../ask.ts';
import { heard, seen } from './sketch.ts';

const url = 'https://site.example/';
const four = ['192.0.2.1', '192.0.2.2'];
const addresses = [...four, '2001:db8::1', '2001:db8::2'];

/** By name: which addresses there are, and which of them answered. */
function byName(
  remote: string | null,
  sketch: Parameters<typeof seen>[0] = {},
  known = addresses,
): Observation {
  const dns = heard({ addresses: known });
  return seen({
    ...sketch,
    facts: { dns, ...(remote ? { remote: { address: remote, port: 443 } } : {}), ...sketch.facts },
  });
}

function endpointFor(which: string): Endpoint {
  return endpointOf(url, { addresses: which });
}

const addressesIn = (endpoint: Endpoint, ...observations: readonly Observation[]) =>
  addressAsks(endpoint, observations).map(({ address }) => address);

/** What comes of an endpoint: attempts by name (null) or at an address, in this order. */
function weighed(...told: readonly Told[]): Result {
  return weighedAs(endpointFor('all'), ...told);
}

type Told = readonly [string | null, Observation];

function weighedAs(endpoint: Endpoint, ...told: readonly Told[]): Result {
  const outcomes = told.flatMap(([address, observation]): Outcome[] => {
    const asks = [{ url, resolver: null, address }];
    return jobsFor(endpoint, { purpose: 'endpoint', attempt: 1, afterMs: 0, asks }).map((job) => ({
      job,
      observation,
    }));
  });
  const [result] = judge([endpoint], [], outcomes).results;
  if (!result) throw new Error('no result');
  return result;
}

test('which addresses of a name are asked', () => {
  expect(addressesIn(endpointFor('first'), byName('192.0.2.2'))).toEqual([]);
  expect(addressesIn(endpointFor('all'), byName('192.0.2.2'))).toEqual([
    '192.0.2.2',
    '192.0.2.1',
    ...addresses.slice(2),
  ]);
  expect(addressesIn(endpointFor('both'), byName('2001:db8::2'))).toEqual(['2001:db8::2', '192.0.2.1']);
  expect(addressesIn(endpointFor('both'), byName('192.0.2.1', {}, four))).toEqual([]);
});

test('an address asked by itself, and one without a route, tell of no other', () => {
  expect(
    addressesIn(endpointFor('all'), seen({ facts: { remote: { address: '192.0.2.1', port: 443 } } })),
  ).toEqual([]);
  const unrouted = byName('192.0.2.1', { facts: { unrouted: addresses.slice(2) } });
  expect(addressesIn(endpointFor('all'), unrouted)).toEqual(four);
});

test('a further address of a later answer is asked as well', () => {
  const later = byName('192.0.2.3', {}, ['192.0.2.3']);
  expect(addressesIn(endpointFor('all'), byName('192.0.2.1', {}, four), later)).toContain('192.0.2.3');
});

const refused = {
  tries: [
    { address: '192.0.2.2:443', at: 0, ms: 1, failure: { code: 'tcp.refused', layer: 'tcp', message: 'no' } },
  ],
  took: { tcp: 5 },
} as const;

test('an address that failed beside the first and is fine when asked itself leaves FALLBACK', () => {
  const { status, cause, parts } = weighed([null, byName('192.0.2.1', refused, four)], ['192.0.2.2', seen()]);
  expect([status, cause?.code, parts]).toEqual(['degraded', 'tcp.fallback', undefined]);
});

test('one that fails again is down by itself, and the other is plainly up', () => {
  const { status, parts } = weighed(
    [null, byName('192.0.2.1', refused, four)],
    ['192.0.2.2', seen({ fails: 'tcp.refused' })],
  );
  expect(status).toBe('down');
  expect(parts?.map((part) => [part.address, part.status])).toEqual([
    ['192.0.2.1', 'up'],
    ['192.0.2.2', 'down'],
  ]);
});

test('an attempt that came to no address is kept in the first row', () => {
  const { attempts, parts } = weighed(
    [null, byName(null, { fails: 'tcp.timeout' }, four)],
    ['192.0.2.1', seen()],
    ['192.0.2.2', seen({ status: 503 })],
  );
  expect(attempts).toHaveLength(3);
  expect(parts?.map((part) => [part.attempts.length, part.decidedBy])).toEqual([
    [2, 1],
    [1, 0],
  ]);
});

test('what is not asked yet is not told, unless an address fails', () => {
  expect(weighed([null, byName('192.0.2.1', {}, four)]).status).toBe('skipped');
  expect(weighed([null, byName('192.0.2.1', { status: 503 }, four)]).status).toBe('down');
});

describe('what the addresses say together', () => {
  const lost = byName(null, { fails: 'tcp.timeout' }, four);
  const first = byName('192.0.2.1', {}, four);

  test('as long as none of them was asked by itself, the attempt by name speaks', () => {
    const { status, cause } = weighed([null, lost]);
    expect([status, cause?.code]).toEqual(['down', 'tcp.timeout']);
  });

  test('that it came to none at first makes it flaky, and the first that passed gives the numbers', () => {
    const result = weighed([null, lost], ['192.0.2.1', seen()], ['192.0.2.2', seen()]);
    expect([result.status, result.cause?.code, result.decidedBy]).toEqual(['degraded', 'run.flaky', 1]);
    expect(result.cause?.message).toContain('no answer to the connection attempt');
  });

  test('one that failed at first makes it flaky, wherever it stands', () => {
    const down = seen({ fails: 'tcp.reset' });
    const result = weighed([null, first], ['192.0.2.2', down], ['192.0.2.2', seen()]);
    expect([result.status, result.cause?.code]).toEqual(['degraded', 'run.flaky']);
    expect(result.cause?.message).toContain('the connection was reset');
  });

  test('one that passed and failed by name later did not fail at first', () => {
    const later = byName('192.0.2.1', { status: 503 }, four);
    expect(weighed([null, first], [null, later], ['192.0.2.2', seen()]).status).toBe('up');
  });

  test('one that could not be judged might be down', () => {
    const guarded = seen({ status: 429 });
    const { status, cause } = weighed([null, first], ['192.0.2.2', guarded]);
    expect([status, cause?.code]).toEqual(['unknown', 'http.guarded']);
  });

  const without = (family: 4 | 6) =>
    seen({ fails: 'local.no_route', facts: { routes: { ipv4: family === 6, ipv6: family === 4 } } });

  test('one without a route is left out beside one that has one', () => {
    const result = weighed([null, byName('192.0.2.1')], ...addresses.slice(1).map(routeless));
    expect([result.status, result.parts]).toEqual(['up', undefined]);
  });

  function routeless(address: string): readonly [string, Observation] {
    return [address, address.includes(':') ? without(6) : seen()];
  }

  test('it is skipped when none has one', () => {
    const lone = byName(
      null,
      { fails: 'local.no_route', facts: { routes: { ipv4: false, ipv6: true } } },
      four,
    );
    const result = weighed([null, lone], ['192.0.2.1', without(4)], ['192.0.2.2', without(4)]);
    expect([result.status, result.cause?.code]).toEqual(['skipped', 'local.no_route']);
  });

  test('one that was not asked has a row without a number', () => {
    const { parts } = weighed([null, byName('192.0.2.1', { status: 503 }, four)]);
    expect(parts?.map(({ status, decidedBy }) => [status, decidedBy])).toEqual([
      ['down', 0],
      ['skipped', null],
    ]);
  });
});

describe('what is expected of the name itself', () => {
  const records = four.map((data) => ({ name: 'site.example', type: 'A', ttl: 60, data }));
  const dns = heard({ types: ['A'], records, addresses: four });
  const named = byName('192.0.2.1', { facts: { dns } });

  test('is missed once, whatever the addresses say', () => {
    const endpoint = endpointOf(url, { addresses: 'all', expect: { records: '192.0.2.9' } });
    const result = weighedAs(endpoint, [null, named], ['192.0.2.2', seen()]);
    expect([result.status, result.codes, result.parts]).toEqual(['down', ['dns.records'], undefined]);
    expect(result.passed).toEqual([`${url} at 192.0.2.1`, `${url} at 192.0.2.2`]);
  });

  test('that nobody knows of a family is said once', () => {
    const missing = [{ type: 'AAAA', failure: failure('dns.timeout') }];
    const result = weighed(
      [null, byName('192.0.2.1', { facts: { dns: { ...dns, missing } } })],
      ['192.0.2.2', seen()],
    );
    expect([result.status, result.codes]).toEqual(['degraded', ['dns.timeout']]);
  });
});

test('a look-up that failed later does not undo the addresses that are known', () => {
  const later = seen({ fails: 'dns.timeout' });
  const { parts } = weighed(
    [null, byName('192.0.2.1', {}, four)],
    [null, later],
    ['192.0.2.2', seen({ fails: 'tcp.refused' })],
  );
  expect(parts?.map(({ status }) => status)).toEqual(['up', 'down']);
});

test('one address of a name that failed when asked again has passed', () => {
  const { status } = weighed(
    [null, byName('192.0.2.1', {}, four)],
    ['192.0.2.2', seen()],
    ['192.0.2.2', seen({ fails: 'tcp.reset' })],
  );
  expect(status).toBe('up');
});

test('the addresses of one URL are none of another, though they are the same', () => {
  const other = 'https://other.example/';
  const endpoint = endpointOf([url, other], { addresses: 'all', atLeast: 2 });
  const outcomes = [url, other].flatMap((asked): Outcome[] => {
    const named = {
      ...byName('192.0.2.1', {}, asked === url ? four : ['192.0.2.1', '192.0.2.3']),
      url: asked,
    };
    const second = asked === url ? seen() : seen({ fails: 'tcp.refused' });
    const address = asked === url ? '192.0.2.2' : '192.0.2.3';
    return [
      [null, named] as const,
      ['192.0.2.1', asked === url ? seen() : seen({ fails: 'tcp.reset' })] as const,
      [address, second] as const,
    ].flatMap(([at, observation]) =>
      jobsFor(endpoint, {
        purpose: 'endpoint',
        attempt: 1,
        afterMs: 0,
        asks: [{ url: asked, resolver: null, address: at }],
      }).map((job) => ({ job, observation: { ...observation, url: asked } })),
    );
  });
  const [result] = judge([endpoint], [], outcomes).results;
  expect(result?.parts?.map(({ address, status, attempts }) => [address, status, attempts.length])).toEqual([
    ['192.0.2.1', 'up', 2],
    ['192.0.2.2', 'up', 1],
    ['192.0.2.1', 'up', 2],
    ['192.0.2.3', 'down', 1],
  ]);
});

describe('in the row of an address, of others', () => {
  const dead = ['192.0.2.2', seen({ fails: 'tcp.refused' })] as const;
  const rowOf = (named: Observation) =>
    weighed([null, named], dead).parts?.map(({ status, codes }) => [status, codes])[0];

  test('nothing is said: not that one failed, nor that nobody knows of a family', () => {
    const missing = [{ type: 'AAAA', failure: failure('dns.timeout') }];
    const dns = heard({ addresses: four, missing });
    expect(rowOf(byName('192.0.2.1', { ...refused, facts: { dns } }, four))).toEqual(['up', []]);
  });

  test('what else is amiss stays', () => {
    const endpoint = endpointOf(url, { addresses: 'all', expect: { latency: { total: { warn: '5ms' } } } });
    const { parts } = weighedAs(endpoint, [null, byName('192.0.2.1', { ...refused, ms: 10 }, four)], dead);
    expect(parts?.[0]).toMatchObject({ status: 'degraded', codes: ['latency.slow'] });
  });

  test('the address of a redirect that failed is none of them', () => {
    const named = byName('192.0.2.1', {}, four);
    const [next] = seen(refused).hops;
    expect(rowOf({ ...named, hops: [...named.hops, ...(next ? [next] : [])] })).toEqual([
      'degraded',
      ['tcp.fallback'],
    ]);
  });
});

test('an address that became slower than its baseline is told so beside one that differs', () => {
  const endpoint = endpointOf(url, {
    addresses: 'all',
    expect: { latency: { total: { warn: '1s' } } },
  });
  const sampled = { ...endpoint, options: { ...endpoint.options, samples: 8 } };
  const outcomes = [null, '192.0.2.2'].flatMap((address): Outcome[] => {
    const asks = [{ url, resolver: null, address }];
    return jobsFor(sampled, { purpose: 'endpoint', attempt: 1, afterMs: 0, asks }).map((job, index) => {
      const sketch = { ms: address === null ? 50 + index : 2000 };
      return { job, observation: address === null ? byName('192.0.2.1', sketch, four) : seen(sketch) };
    });
  });
  const against: Against = {
    limits: [{ span: 'total', by: { percent: 20 }, written: '20%' }],
    find: (name, ask) => ({
      ...ask,
      name,
      durations: {
        total: ask.address === '192.0.2.1' ? [30, 31, 32, 33, 34, 35, 36, 37] : Array(8).fill(2000),
      },
    }),
  };
  const [result] = judge([sampled], [], outcomes, against).results;
  expect(result?.parts?.map(({ address, status, codes }) => [address, status, codes])).toEqual([
    ['192.0.2.1', 'degraded', ['latency.regressed']],
    ['192.0.2.2', 'degraded', ['latency.slow']],
  ]);
});
