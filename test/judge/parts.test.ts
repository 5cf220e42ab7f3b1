// The addresses of a name weighed together, and beside other names.

import { describe, expect, test } from 'vitest';
import { partOf, together } from '../../src/judge/addresses.ts';
import { judge } from '../../src/judge/index.ts';
import { flaw, type Judged, type Standing, standingOf } from '../../src/judge/standing.ts';
import type { FailureCode, Observation, Outcome, Status } from '../../src/model.ts';
import { endpointOf, type Written } from '../ask.ts';
import { heard, jobOf, seen } from './sketch.ts';

const url = 'https://site.example/';
const other = 'https://other.example/';
const [one, two] = ['192.0.2.1', '192.0.2.2'] as const;

/** By name: where it came to, of two addresses. */
function named(remote: string | null, sketch: Parameters<typeof seen>[0] = {}, asked = url): Observation {
  const dns = heard({ types: ['A'], addresses: [one, two] });
  const facts = { dns, ...(remote ? { remote: { address: remote, port: 443 } } : {}), ...sketch.facts };
  return { ...seen({ ...sketch, facts }), url: asked };
}

const down = (code: FailureCode) => seen({ fails: code });
const routeless = seen({
  fails: 'local.no_route',
  facts: { routes: { ipv4: false, ipv6: true } },
});

type Told = readonly [asked: string, address: string | null, observation: Observation];

/** What comes of an endpoint of these URLs: attempts by name (null) or at an address, in this order. */
function weighed(urls: readonly string[], written: Written, ...told: readonly Told[]) {
  const endpoint = endpointOf(urls, { addresses: 'all', ...written });
  const outcomes = told.map(
    ([asked, address, observation]): Outcome => ({
      job: { ...jobOf(endpoint, asked, 1), address },
      observation: { ...observation, url: asked },
    }),
  );
  const [result] = judge([endpoint], [], outcomes).results;
  if (!result) throw new Error('no result');
  return result;
}

describe('beside another URL', () => {
  const differing: readonly Told[] = [
    [url, null, named(one)],
    [url, two, down('tcp.refused')],
  ];

  test('addresses without a route have not passed', () => {
    const result = weighed(
      [other, url],
      { atLeast: 2 },
      [other, null, seen()],
      [url, null, named(null, { fails: 'local.no_route', facts: { routes: { ipv4: false, ipv6: true } } })],
      [url, one, routeless],
      [url, two, routeless],
    );
    expect([result.status, result.cause?.code]).toEqual(['skipped', 'local.no_route']);
  });

  test('there is a row for each address only where each URL that counts has some', () => {
    const both = weighed([url, other], { atLeast: 2 }, ...differing, [other, null, down('tcp.reset')]);
    expect([both.status, both.parts]).toEqual(['down', undefined]);
    const alone = weighed([url], {}, ...differing);
    expect(alone.parts?.map(({ address, status }) => [address, status])).toEqual([
      [one, 'up'],
      [two, 'down'],
    ]);
  });

  test('what passed is not asked again: each address by itself, and the name that led to them', () => {
    const result = weighed([url, other], { atLeast: 2 }, ...differing, [other, null, down('tcp.reset')]);
    expect(result.passed).toEqual([url, `${url} at ${one}`]);
  });

  test('a name that misses what is expected of it is told once, though its addresses differ', () => {
    const result = weighed([url], { expect: { records: '192.0.2.9' } }, ...differing);
    expect([result.codes[0], result.parts]).toEqual(['dns.records', undefined]);
    expect(result.passed).toEqual([`${url} at ${one}`]);
  });
});

const endpoint = endpointOf(url);

function attempt(index: number, address: string | null, observation: Observation, status: Status): Judged {
  const { failure } = observation;
  const causes = failure ? [{ code: failure.code, layer: failure.layer, message: failure.message }] : [];
  return { job: { ...jobOf(endpoint, url, 1), address }, observation, index, status, causes, checks: [] };
}

function weigh(...attempts: readonly Judged[]): Standing {
  const byName = attempts.filter(({ job }) => job.address === null);
  const parts = [one, two].map((address) => {
    const ask = { url, resolver: null, address };
    return { ...partOf(ask, attempts, (own) => standingOf(own, undefined)), samples: [] };
  });
  return together(byName, parts);
}

describe('together', () => {
  test('what failed at an address that had passed before is no failure at first', () => {
    const later = attempt(2, null, named(one, { fails: 'tcp.reset' }), 'down');
    const first = attempt(0, null, named(one), 'up');
    expect(weigh(first, attempt(1, two, seen(), 'up'), later)).toMatchObject({
      state: 'passed',
      unsteady: null,
    });
    // To come to no address at all is one, whenever that was.
    const lost = attempt(2, null, named(null, { fails: 'tcp.timeout' }), 'down');
    expect(weigh(first, attempt(1, two, seen(), 'up'), lost)).toMatchObject({ unsteady: flaw(lost) });
  });

  test('what could not be judged by name did not fail at first', () => {
    const starved = attempt(0, null, named(null, { fails: 'local.descriptors' }), 'unknown');
    const all = [one, two].map((address, at) => attempt(at + 1, address, seen(), 'up'));
    expect(weigh(starved, ...all)).toMatchObject({ state: 'passed', by: { index: 1 }, unsteady: null });
  });

  test('addresses of which none has a route say so, whatever came of the name', () => {
    const starved = attempt(0, null, named(null, { fails: 'local.descriptors' }), 'unknown');
    const all = [one, two].map((address, at) => attempt(at + 1, address, routeless, 'skipped'));
    expect(weigh(starved, ...all)).toMatchObject({ state: 'skipped', by: { index: 1 } });
  });

  test('what says nothing of why did not fail', () => {
    expect(flaw({ causes: [] })).toBeNull();
  });
});

test('enough that passed need no rows for one that did not', () => {
  const result = weighed(
    [url, other],
    { atLeast: 1 },
    [url, null, named(one)],
    [url, two, seen()],
    [other, null, down('tcp.reset')],
  );
  expect([result.status, result.parts]).toEqual(['up', undefined]);
});
