import { describe, expect, test } from 'vitest';
import { failure } from '../../src/codes.ts';
import { judge } from '../../src/judge/index.ts';
import type { FailureCode, Try } from '../../src/model.ts';
import { endpointOf } from '../ask.ts';
import { heard, jobOf, judged, seen, weighed } from './sketch.ts';

const up = seen();
const down = (code: FailureCode) => seen({ fails: code });
const guarded = seen({ status: 429 });
const two = ['https://a.example/', 'https://b.example/'];
const three = [...two, 'https://c.example/'];

describe('one URL', () => {
  test.each([
    ['an answer', up, 'up', undefined],
    ['a failed step', down('tcp.refused'), 'down', 'tcp.refused'],
    ['an unexpected status', seen({ status: 503 }), 'down', 'http.status'],
    ['429', guarded, 'unknown', 'http.guarded'],
    [
      'a challenge',
      seen({ status: 403, headers: { 'cf-mitigated': 'challenge' } }),
      'unknown',
      'http.guarded',
    ],
    ['403 without a challenge', seen({ status: 403 }), 'down', 'http.status'],
    ['our own trouble', down('local.descriptors'), 'unknown', 'local.descriptors'],
    ['our own bug', down('local.bug'), 'unknown', 'local.bug'],
  ] as const)('%s', (_, observation, status, code) => {
    const result = judged(observation);
    expect([result.status, result.cause?.code]).toEqual([status, code]);
  });

  test('a guard does not excuse another expectation', () => {
    const result = judged(seen({ status: 429, headers: { server: 'x' } }), {
      expect: { status: 429, headers: { server: 'y' } },
    });
    expect([result.status, result.cause?.code]).toEqual(['down', 'http.header']);
  });

  test('a failure has the message of its code, a check says what was expected', () => {
    expect(judged(down('tcp.refused')).cause?.message).toBe('the host refused the connection');
    expect(judged(seen({ status: 503, reason: 'Busy' })).cause?.message).toBe(
      'expected status 2xx, got 503 Busy',
    );
  });

  test('a family without a route, when the other has one, is skipped', () => {
    const only = (routes: { ipv4: boolean; ipv6: boolean }) =>
      judged(seen({ fails: 'local.no_route', facts: { routes } }));
    expect(only({ ipv4: true, ipv6: false }).status).toBe('skipped');
    expect(only({ ipv4: false, ipv6: true }).status).toBe('skipped');
    expect(only({ ipv4: false, ipv6: false }).status).toBe('unknown');
  });

  test('a dead address beside one that answered is a fall-back', () => {
    const tries: Try[] = [
      { address: '192.0.2.1:443', at: 0, ms: 1, failure: down('tcp.refused').failure! },
      { address: '192.0.2.2:443', at: 1, ms: 1 },
    ];
    const result = judged(seen({ took: { tcp: 2, ttfb: 5 }, tries }));
    expect([result.status, result.cause?.code]).toEqual(['degraded', 'tcp.fallback']);
    expect(result.cause?.message).toContain('192.0.2.1:443');
  });

  test('an address that was only slow is none', () => {
    const tries: Try[] = [
      { address: '[2001:db8::1]:443', at: 0, ms: 260, abandoned: true },
      { address: '192.0.2.2:443', at: 250, ms: 10 },
    ];
    expect(judged(seen({ took: { tcp: 260, ttfb: 5 }, tries })).status).toBe('up');
  });
});

describe('retries', () => {
  test('failed at first and passed then is flaky, with the numbers of the one that passed', () => {
    const result = weighed(two.slice(0, 1), [[down('tcp.timeout'), up]]);
    expect([result.status, result.cause?.code, result.decidedBy]).toEqual(['degraded', 'run.flaky', 1]);
    expect(result.cause?.message).toContain('no answer to the connection attempt');
    expect(result.cause?.layer).toBeNull();
  });

  test('failed twice is down for the last reason', () => {
    const result = weighed(two.slice(0, 1), [[down('http.timeout'), seen({ status: 500 })]]);
    expect([result.status, result.cause?.code, result.attempts.length]).toEqual(['down', 'http.status', 2]);
  });

  test.each(['cut', 'interrupted', 'deadline'] as const)(
    'a retry that was %s leaves the first attempt standing',
    (why) => {
      const result = weighed(two.slice(0, 1), [[down('http.timeout'), why]]);
      expect([result.status, result.cause?.code]).toEqual(['down', 'http.timeout']);
    },
  );
});

describe('of several attempts that failed', () => {
  const told = (...attempts: Parameters<typeof weighed>[1][number]) => {
    const { cause, decidedBy } = weighed(two.slice(0, 1), [attempts]);
    return [cause?.code, decidedBy];
  };

  test('the one that got furthest speaks, whichever came first', () => {
    expect(told(down('http.timeout'), down('tcp.refused'))).toEqual(['http.timeout', 0]);
    expect(told(down('tcp.refused'), down('http.timeout'))).toEqual(['http.timeout', 1]);
  });

  test('of equals the newest', () => {
    expect(told(down('tcp.refused'), down('tcp.refused'))).toEqual(['tcp.refused', 1]);
  });

  test('one that could not be judged comes before one that was skipped', () => {
    const sixOnly = seen({ fails: 'local.no_route', facts: { routes: { ipv4: true, ipv6: false } } });
    expect(told(sixOnly, guarded)).toEqual(['http.guarded', 1]);
  });
});

describe('several URLs', () => {
  test('the one that ended first gives the numbers, whichever stands first', () => {
    const endpoint = endpointOf(two);
    const outcomes = [...two].reverse().map((url) => ({ job: jobOf(endpoint, url, 1), observation: up }));
    const [result] = judge([endpoint], [], outcomes).results;
    expect([result?.status, result?.decidedBy]).toEqual(['up', 0]);
  });

  test('one that passes is enough, and gives the numbers', () => {
    const result = weighed(two, [[down('tcp.refused')], [up]]);
    expect([result.status, result.decidedBy, result.passed]).toEqual(['up', 1, ['https://b.example/']]);
    expect(result.attempts).toHaveLength(2);
  });

  test('as many as `atLeast` asks must pass', () => {
    const observations = [[up], [down('tcp.refused')], [up]];
    expect(weighed(three, observations, { atLeast: 2 }).status).toBe('up');
    expect(weighed(three, observations, { atLeast: 3 }).status).toBe('down');
  });

  test('the cause is that of the sibling that got furthest', () => {
    const result = weighed(three, [[down('tls.expired')], [seen({ status: 500 })], [down('dns.nxdomain')]]);
    expect([result.cause?.code, result.decidedBy]).toEqual(['http.status', 1]);
  });

  test('an answer that is not as expected comes before a failure further up', () => {
    const dns = heard({ types: ['A'], addresses: ['192.0.2.1'] });
    const other = seen({ facts: { dns } });
    const result = weighed(two, [[other], [down('http.timeout')]], { expect: { records: '192.0.2.9' } });
    expect([result.cause?.code, result.decidedBy]).toEqual(['dns.records', 0]);
  });

  test('how many passed is said, of how many, and how many are needed', () => {
    const result = weighed(three, [[up], [down('tcp.refused')], [down('tcp.refused')]], { atLeast: 2 });
    expect(result.cause?.message).toBe('the host refused the connection (1 of 3 passed, 2 needed)');
    expect(judged(down('tcp.refused')).cause?.message).toBe('the host refused the connection');
  });

  test('one that could not be judged might have passed', () => {
    const result = weighed(two, [[down('tcp.refused')], [guarded]]);
    expect([result.status, result.cause?.code]).toEqual(['unknown', 'http.guarded']);
  });

  test('down when it could not have helped', () => {
    const observations = [[down('tcp.refused')], [down('tcp.refused')], [guarded]];
    expect(weighed(three, observations, { atLeast: 2 }).status).toBe('down');
  });

  test('one that was not asked might have passed', () => {
    const result = weighed(two, [[down('tcp.refused')], ['interrupted']]);
    expect([result.status, result.cause?.code]).toEqual(['skipped', 'run.interrupted']);
  });

  test('a sibling that passed when asked again makes it flaky only if it was needed', () => {
    expect(weighed(two, [[down('tcp.refused'), up], [up]]).status).toBe('up');
    expect(weighed(two, [[down('tcp.refused'), up], [up]], { atLeast: 2 }).cause?.code).toBe('run.flaky');
  });
});

describe('no attempt', () => {
  test('why another was not asked is no reason for one that was cut', () => {
    const { status, cause } = weighed(two, [['cut'], ['interrupted']]);
    expect([status, cause?.code]).toEqual(['skipped', 'run.deadline']);
  });

  test.each([
    ['interrupted', 'skipped', 'run.interrupted'],
    ['deadline', 'skipped', 'run.deadline'],
    ['started', 'unknown', 'run.deadline'],
  ] as const)('%s is %s, %s', (why, status, code) => {
    const result = weighed(two.slice(0, 1), [[why]]);
    expect([result.status, result.cause?.code, result.decidedBy]).toEqual([status, code, null]);
    expect([result.codes, result.checks, result.passed]).toEqual([[code], [], []]);
  });
});

describe('never green by chance', () => {
  const sixOnly = seen({ fails: 'local.no_route', facts: { routes: { ipv4: true, ipv6: false } } });

  test.each([
    ['one passed, the other cut by the deadline', [[up], ['started']], 'unknown'],
    ['one passed, the other never asked', [[up], ['deadline']], 'skipped'],
    ['one passed, the other interrupted', [[up], ['interrupted']], 'skipped'],
    ['one passed, the other has no route', [[up], [sixOnly]], 'skipped'],
  ] as const)('two must pass: %s', (_, told, status) => {
    expect(weighed(two, told, { atLeast: 2 }).status).toBe(status);
  });

  test('a guard that answers the retry does not undo a failure', () => {
    const result = weighed(['https://a.example/'], [[seen({ status: 503 }), guarded]]);
    expect([result.status, result.cause?.code]).toEqual(['down', 'http.status']);
  });
});

describe('of several causes', () => {
  const both = { body: { contains: 'x' }, status: 200 };

  test('a guard is one whatever the order of the keys, and whatever its body', () => {
    expect(judged(seen({ status: 429, body: '' }), { expect: both }).status).toBe('unknown');
    const unreadable = seen({ status: 429, fails: 'content.encoding' });
    expect(judged(unreadable, { expect: both }).cause?.code).toBe('http.guarded');
  });

  test('the status comes before how long it took', () => {
    const slow = { latency: { total: '1ms' }, status: 200 };
    expect(judged(seen({ status: 503 }), { expect: slow }).cause?.code).toBe('http.status');
  });

  test('all are known, so that each can be gated on', () => {
    const tries = [{ address: '192.0.2.1:443', at: 0, ms: 1, failure: failure('tcp.refused') }];
    const result = judged(seen({ took: { tcp: 1, ttfb: 5 }, tries }), {
      expect: { latency: { total: { warn: '1ms' } } },
    });
    expect([result.status, result.codes]).toEqual(['degraded', ['latency.slow', 'tcp.fallback']]);
  });
});

test('a wanted family without a route is skipped, and the reason says what was wanted', () => {
  const facts = { routes: { ipv4: true, ipv6: false } };
  const result = judged(seen({ fails: 'local.no_route', facts }), { ip: 6 });
  expect([result.status, result.cause?.message]).toEqual([
    'skipped',
    'only IPv6 is asked, and this machine has no IPv6',
  ]);
});
