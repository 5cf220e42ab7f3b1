import { expect, test } from 'vitest';
import { builtInOptions } from '../../src/config/builtin.ts';
import type { Endpoint, Job, Options, Result } from '../../src/model.ts';
import { diagnose, followUp } from '../../src/verdict/index.ts';
import { askedFor, controls, down, endpoint, evidence, up } from './builder.ts';

/** The questions to the operating system among what is asked after the first round. */
function questions(results: readonly Result[], more: readonly Job[] = []): string[] {
  const asked = [...results.flatMap((result) => askedFor(result.endpoint)), ...more];
  return followUp(results, evidence({ controls, asked })).flatMap(({ purpose, url, resolver }) =>
    purpose === 'question' && resolver === 'os' ? [`${url} ${resolver}`] : [],
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

function withOptions(of: Endpoint, options: Partial<Options>): Endpoint {
  return { ...of, options: { ...of.options, ...options } };
}

test.each([
  [4, ['dns:a.example.com?type=A os']],
  [6, ['dns:a.example.com?type=AAAA os']],
] as const)(
  'an endpoint that is asked over IPv%i alone is a question for that family alone',
  (family, asked) => {
    const only = withOptions(of('https://a.example.com/'), { family });
    expect(questions([down(only, 'dns.nodata')])).toEqual(asked);
  },
);

test('what another family finds is no disagreement', () => {
  const only = withOptions(of('https://a.example.com/'), { family: 6 });
  const result = down(only, 'dns.nodata');
  const rules = diagnose([result], evidence({ opinions: [found('os a.example.com')] }));
  expect(rules.map(({ rule }) => rule)).toEqual(['service.down']);
});

test('an address that a redirect led to is no name to ask for', () => {
  const result = down(withOptions(of('https://a.example.com/'), { family: 6 }), 'dns.nodata');
  for (const url of ['https://203.0.113.7/', 'https://[2001:db8::7]/']) {
    const attempts = result.attempts.map((one) => ({ ...one, hops: [{ url, steps: [], facts: {} }] }));
    expect(questions([{ ...result, attempts }])).toEqual([]);
  }
});

test('where a detour leads to another name, that of the URL was not asked for', () => {
  const connect = [{ host: null, port: null, toHost: 'other.example.com', toPort: null }];
  const away = withOptions(of('https://a.example.com/'), { connect });
  expect(questions([down(away, 'dns.nxdomain')])).toEqual([]);
});

test('a question is asked once, and of what its endpoint says nothing but the time goes along', () => {
  const busy = withOptions(of('https://a.example.com/'), {
    samples: 20,
    timeoutMs: 3000,
    headers: { authorization: 'secret' },
    addresses: 'all',
    localAddress: '192.0.2.9',
  });
  const jobs = followUp([down(busy, 'dns.nxdomain')], evidence({ asked: askedFor(busy) }));
  const asked = jobs.filter(({ resolver }) => resolver === 'os');
  expect(asked).toHaveLength(2);
  expect(asked[0]?.endpoint.options).toEqual({
    ...builtInOptions,
    timeoutMs: 3000,
    retry: { times: 0, afterMs: 0 },
    resolvers: ['os'],
  });
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
  const first = followUp(results, evidence({ asked: [] })).filter(({ resolver }) => resolver === 'os');
  expect(questions(results, first)).toEqual([]);
});

test('of many names a few are asked for', () => {
  const many = Array.from({ length: 100 }, (_, index) =>
    down(of(`https://a${index}.example.com/`), 'dns.timeout'),
  );
  expect(questions(many)).toHaveLength(16);
  const first = followUp(many, evidence({ asked: [] })).filter(({ resolver }) => resolver === 'os');
  expect(questions(many, first)).toEqual([]);
  expect(questions(many, first.slice(0, 14))).toHaveLength(2);
});

/** What the operating system finds when it is asked this. */
function found(name: string): Result {
  const url = 'dns:a.example.com';
  const dns = { from: 'os', records: [], addresses: ['192.0.2.7'] } as const;
  const seen = { url, startedAt: '', ms: 1, hops: [{ url, steps: [], facts: { dns } }] };
  const opinion = up(of(url, ['os']));
  return { ...opinion, endpoint: { ...opinion.endpoint, name }, attempts: [seen] };
}

test.each([
  [[], 'you'],
  [['9.9.9.9'], 'unclear'],
])('who asks %j is told of the address, and the blame is %s', (resolvers, blame) => {
  const result = down(of('https://a.example.com/', resolvers), 'dns.nxdomain');
  const opinions = [found('os a.example.com')];
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
