import { describe, expect, test } from 'vitest';
import { namings, parted, withName } from '../../src/judge/name.ts';
import { canonical, dataOf } from '../../src/judge/records.ts';
import type { Judged, Standing, Told } from '../../src/judge/standing.ts';
import type { Cause, Check, Observation, Step } from '../../src/model.ts';
import { endpointOf } from '../ask.ts';
import { heard, jobOf, seen } from './sketch.ts';

const url = 'https://site.example/';
const endpoint = endpointOf(url, { expect: { records: '192.0.2.1', status: 200, latency: { dns: '1s' } } });
const dns = heard({ addresses: ['192.0.2.1'] });

test('what is expected of a name is what looks at its answer', () => {
  const { name, rest } = parted(endpoint);
  const keys = (of: typeof name) => of.expect.map(({ check, subject }) => `${check} ${subject ?? ''}`.trim());
  expect(keys(name)).toEqual(['records', 'latency dns']);
  expect(keys(rest)).toEqual(['status']);
  expect({ ...name, expect: [] }).toEqual({ ...endpoint, expect: [] });
});

function judgedAs(more: Partial<Judged>): Judged {
  return {
    job: jobOf(endpoint, url, 1),
    observation: seen(),
    index: 0,
    status: 'up',
    causes: [],
    checks: [],
    ...more,
  };
}

test('of an attempt that failed later only the look-up is a matter of the name', () => {
  const steps: readonly Step[] = [
    { layer: 'dns', name: 'dns', at: 0, ms: 1 },
    { layer: 'tcp', name: 'tcp', at: 1, ms: 1 },
  ];
  const { hops, ...rest } = seen({ fails: 'tcp.refused', facts: { dns } });
  const failed: Observation = { ...rest, hops: hops.map((hop) => ({ ...hop, steps })) };
  const unresolved = judgedAs({ observation: seen({ fails: 'dns.timeout' }) });
  const all = namings([unresolved, judgedAs({ observation: failed, index: 1 })]);
  expect(all.map(({ index }) => index)).toEqual([1]);
  const { failure: _, ...passed } = failed;
  expect(all[0]?.observation).toEqual({
    ...passed,
    hops: hops.map((hop) => ({ ...hop, steps: steps.slice(0, 1) })),
  });
});

describe('an address, with what holds of its name', () => {
  const check = (what: string): Check => ({
    what,
    expected: '',
    actual: '',
    pass: true,
    severity: 'fail',
    code: 'dns.records',
    layer: 'dns',
    source: null,
  });
  const cause = (message: string): Cause => ({ code: 'dns.timeout', layer: 'dns', message });
  const told = (state: Told['state'], more: Partial<Judged> = {}, unsteady: string | null = null): Told => ({
    state,
    by: judgedAs(more),
    unsteady,
  });
  const missing: Standing = { state: 'missing', why: undefined };
  const address = told('passed', { checks: [check('address')], causes: [cause('address')] });

  test('is as it was where nothing is known of the name, or of it', () => {
    expect(withName(address, null)).toBe(address);
    expect(withName(address, missing)).toBe(address);
    expect(withName(missing, address)).toBe(missing);
  });

  test('has the checks of both, those of the name first', () => {
    const name = told('down', { checks: [check('name')], causes: [cause('name')], status: 'down' });
    const down = told('down', { checks: [check('address')], status: 'down' });
    for (const [one, other] of [
      [address, name],
      [down, told('passed', { ...name.by, status: 'degraded' }, 'lost once')],
      [down, name],
    ] as const) {
      const { by, ...rest } = withName(one, other) as Told;
      expect(rest).toEqual({ state: one.state, unsteady: null });
      expect(by).toEqual({ ...one.by, checks: [check('name'), check('address')] });
    }
  });

  test('is degraded with its name, and has the causes of both', () => {
    const name = told('passed', { status: 'degraded', causes: [cause('name')] }, 'lost once');
    expect(withName(address, name)).toEqual({
      state: 'passed',
      by: { ...address.by, status: 'degraded', causes: [cause('name'), cause('address')] },
      unsteady: 'lost once',
    });
    const steady = told('passed');
    const shaky = { ...address, by: { ...address.by, status: 'degraded' as const }, unsteady: 'once' };
    expect(withName(shaky, steady)).toEqual(shaky);
    expect((withName(address, steady) as Told).by.status).toBe('up');
  });
});

describe('data of records', () => {
  test('are those of the types that were asked for, without the aliases', () => {
    const records = [
      { name: 'x', type: 'CNAME', ttl: 1, data: 'y' },
      { name: 'y', type: 'A', ttl: 1, data: '192.0.2.1' },
    ];
    expect(dataOf({ ...dns, types: ['A'], records })).toEqual([records[1]]);
  });

  test('that come from no server are the addresses', () => {
    expect(dataOf({ from: 'hosts', records: [], addresses: ['192.0.2.1', '2001:db8::1'] })).toEqual([
      { type: 'A', data: '192.0.2.1' },
      { type: 'AAAA', data: '2001:db8::1' },
    ]);
  });

  test.each([
    ['TXT', '  Just  So. ', '  Just  So. '],
    ['AAAA', '2001:DB8:0::1', '2001:db8::1'],
    ['AAAA', 'NOT:ONE', 'not:one'],
    ['MX', ' 10   Mail.Example. ', '10 mail.example'],
    ['CAA', '128 ISSUE "Ca.Example."', '128 issue "Ca.Example."'],
    ['CAA', 'X 0 Y', 'X 0 Y'],
    // A sign behind a backslash is its number, which may be written too.
    ['MX', String.raw`10 a\.b.Example.`, String.raw`10 a\046b.example`],
    ['MX', String.raw`10 a\046b.example`, String.raw`10 a\046b.example`],
    ['SOA', String.raw`ns.example who\~\!.example 1`, String.raw`ns.example who\126\033.example 1`],
    ['SOA', 'NS.Example. Root.Example. 1', 'ns.example root.example 1'],
  ])('%s %s is the same as %s', (type, data, same) => {
    expect(canonical({ type, data })).toBe(same);
  });
});
