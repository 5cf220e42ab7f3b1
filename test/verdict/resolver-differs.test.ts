import { expect, test } from 'vitest';
import type { Endpoint, Job, Result } from '../../src/model.ts';
import { diagnose, followUp } from '../../src/verdict/index.ts';
import { askedFor, controls, down, endpoint, evidence, up } from './builder.ts';

/** The questions among what is asked after the first round. */
function questions(results: readonly Result[], more: readonly Job[] = []): string[] {
  const asked = [...results.flatMap((result) => askedFor(result.endpoint)), ...more];
  return followUp(results, evidence({ controls, asked })).flatMap(({ purpose, url, resolver }) =>
    purpose === 'question' ? [`${url} ${resolver}`] : [],
  );
}

function of(url: string, resolvers: readonly string[] = []): Endpoint {
  const made = endpoint(url, { urls: [url] });
  return { ...made, options: { ...made.options, resolvers } };
}

test.each([
  ['https://a.example.com/', ['dns:a.example.com?type=A os', 'dns:a.example.com?type=AAAA os']],
  ['dns:a.example.com?type=AAAA', ['dns:a.example.com?type=AAAA os']],
  ['dns:a.example.com', ['dns:a.example.com?type=A os']],
  ['dns:a.example.com?type=MX', []],
])('for %s the operating system is asked %j', (url, asked) => {
  expect(questions([down(of(url), 'dns.nxdomain')])).toEqual(asked);
});

test('only a name without an address is a reason to ask', () => {
  const url = 'https://a.example.com/';
  expect(questions([up(of(url)), down(of(url), 'tcp.refused'), down(of(url), 'dns.records')])).toEqual([]);
  expect(questions([down(of(url, ['os']), 'dns.nxdomain')])).toEqual([]);
});

test('a name of his own network is not carried from the resolver that a list names to another', () => {
  const result = (resolvers: readonly string[]) => down(of('https://db.corp/', resolvers), 'dns.nxdomain');
  expect(questions([result(['192.0.2.53'])])).toEqual([]);
  expect(questions([result([])])).toHaveLength(2);
});

test('a name is asked for once, however many endpoints it fails', () => {
  const results = [
    down(of('https://a.example.com/1'), 'dns.timeout'),
    down(of('tcp://a.example.com:1'), 'dns.timeout'),
  ];
  expect(questions(results)).toHaveLength(2);
  const first = followUp(results, evidence({ asked: [] })).filter(({ purpose }) => purpose === 'question');
  expect(questions(results, first)).toEqual([]);
});

test('of many names a few are asked for', () => {
  const many = Array.from({ length: 100 }, (_, index) =>
    down(of(`https://a${index}.example.com/`), 'dns.timeout'),
  );
  expect(questions(many)).toHaveLength(16);
});

test.each([
  [[], 'you'],
  [['9.9.9.9'], 'unclear'],
])('who asks %j is told of the address, and the blame is %s', (resolvers, blame) => {
  const result = down(of('https://a.example.com/', resolvers), 'dns.nxdomain');
  const opinion = up(of('dns:a.example.com', ['os']));
  const url = 'dns:a.example.com';
  const dns = { from: 'os', records: [], addresses: ['192.0.2.7'] } as const;
  const seen = { url, startedAt: '', ms: 1, hops: [{ url, steps: [], facts: { dns } }] };
  const endpointAsked = { ...opinion.endpoint, name: 'os a.example.com' };
  const opinions = [{ ...opinion, endpoint: endpointAsked, attempts: [seen] }];
  expect(diagnose([result], evidence({ opinions }))).toMatchObject([
    { rule: 'resolver.differs', blame, sentence: expect.stringContaining('does find it: 192.0.2.7') },
  ]);
});

test('an operating system that finds nothing either is no reason to speak', () => {
  const result = down(of('https://a.example.com/'), 'dns.nxdomain');
  const opinion = { ...down(of('dns:a.example.com', ['os']), 'dns.nxdomain') };
  const told = { ...opinion, endpoint: { ...opinion.endpoint, name: 'os a.example.com' } };
  const rules = diagnose([result], evidence({ opinions: [told] })).map(({ rule }) => rule);
  expect(rules).toEqual(['service.down']);
});
