import { describe, expect, test } from 'vitest';
import { judge } from '../../src/judge/index.ts';
import type { Endpoint, Observation, Outcome, Result } from '../../src/model.ts';
import { endpointOf } from '../ask.ts';
import { heard, jobOf, seen, weighed } from './sketch.ts';

const url = 'dns:asked.example?type=A';
const servers = Array.from({ length: 6 }, (_, index) => `192.0.2.${index + 1}`);

/** An answer of one address. */
function says(address: string): Observation {
  const records = [{ name: 'asked.example', type: 'A', ttl: 60, data: address }];
  const dns = heard({ server: address, types: ['A'], records, addresses: [address] });
  return { ...seen({ facts: { dns } }), url };
}

const dead: Observation = { ...seen({ fails: 'dns.timeout' }), url };

/** What comes of it, each server with its attempts; none was not asked. */
function asked(endpoint: Endpoint, told: readonly (readonly Observation[])[]): Result {
  const outcomes = told.flatMap((attempts, index) =>
    attempts.map((observation, attempt): Outcome => {
      const resolver = endpoint.options.resolvers[index] ?? null;
      return { job: { ...jobOf(endpoint, url, attempt + 1), resolver }, observation };
    }),
  );
  const [result] = judge(
    [endpoint],
    [],
    outcomes.toSorted((a, b) => a.job.attempt - b.job.attempt),
  ).results;
  if (!result) throw new Error('no result');
  return result;
}

function among(count: number, written: object = {}): Endpoint {
  return endpointOf(url, { resolver: servers.slice(0, count), ...written });
}

describe('too few have passed', () => {
  test('of two', () => {
    const down = seen({ fails: 'tcp.refused' });
    const result = weighed(['https://a.example/', 'https://b.example/'], [[down], [down]]);
    expect(result.cause?.message).toBe('the host refused the connection (0 of 2 passed, 1 needed)');
  });

  test('the resolvers that did not are named, four at most', () => {
    const message = (count: number) => {
      const endpoint = among(count, { atLeast: count });
      return asked(endpoint, [[says('192.0.2.9')], ...Array(count - 1).fill([dead])]).cause?.message;
    };
    const four = '192.0.2.2, 192.0.2.3, 192.0.2.4, 192.0.2.5';
    expect(message(5)).toBe(`no name server answered in time (1 of 5 passed, 5 needed; not via ${four})`);
    expect(message(6)).toBe(
      `no name server answered in time (1 of 6 passed, 6 needed; not via ${four} and 1 more)`,
    );
  });

  test('one that was not asked could not have helped', () => {
    const three = ['https://a.example/', 'https://b.example/', 'https://c.example/'];
    const down = seen({ fails: 'tcp.refused' });
    const result = weighed(three, [[down], [down], ['deadline']], { atLeast: 2 });
    expect([result.status, result.cause?.code]).toEqual(['down', 'tcp.refused']);
  });

  test('all passed, and there are not as many as must', () => {
    const endpoint = { ...among(2), atLeast: 3 };
    const result = asked(endpoint, [[says('192.0.2.9')], [says('192.0.2.9')]]);
    expect(result.status).toBe('down');
    expect(result.cause).toEqual({
      code: 'dns.records',
      layer: 'dns',
      message: 'at least 3 must pass, and there are only 2 to ask',
      source: endpoint.source,
    });
  });
});

describe('where they must agree', () => {
  const agreeing = (count: number, atLeast: number) => among(count, { agree: true, atLeast });

  test('they need not where the list does not say so', () => {
    expect(asked(among(2), [[says('192.0.2.8')], [says('192.0.2.9')]]).status).toBe('up');
  });

  test('one that was never asked contradicts nobody', () => {
    const endpoint = agreeing(3, 2);
    expect(asked(endpoint, [[says('192.0.2.9')], [says('192.0.2.9')], []]).status).toBe('up');
    const result = asked(endpoint, [[says('192.0.2.8')], [says('192.0.2.9')], []]);
    expect([result.status, result.cause?.code]).toEqual(['down', 'dns.disagree']);
    // Each is asked again: the one that passed may be the one that is wrong.
    expect(result.passed).toEqual([]);
  });

  test('that they contradict each other says more than that one of them failed', () => {
    const result = asked(agreeing(3, 3), [[dead], [says('192.0.2.8')], [says('192.0.2.9')]]);
    expect([result.status, result.codes, result.decidedBy]).toEqual([
      'down',
      ['dns.disagree', 'dns.timeout'],
      1,
    ]);
  });

  test('all must, where every one that becomes known is to be asked', () => {
    const endpoint: Endpoint = { ...agreeing(2, 1), every: true };
    expect(asked(endpoint, [[says('192.0.2.9')], [dead]]).status).toBe('down');
    const alone: Endpoint = { ...among(2), atLeast: 1, every: true };
    const result = asked(alone, [[says('192.0.2.9')], [dead]]);
    expect([result.status, result.passed]).toEqual(['up', [`${url} via 192.0.2.1`]]);
  });

  test('those that did not at first are flaky, and where they stand in the list is told', () => {
    const endpoint = agreeing(2, 2);
    const result = asked(endpoint, [
      [says('192.0.2.8'), says('192.0.2.9')],
      [says('192.0.2.9'), says('192.0.2.9')],
    ]);
    expect(result.status).toBe('degraded');
    expect(result.cause).toMatchObject({ code: 'run.flaky', layer: null, source: endpoint.source });
    expect(result.cause?.message).toContain('192.0.2.8 says 192.0.2.8');
  });
});
