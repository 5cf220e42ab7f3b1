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

test('an operating system that finds nothing either is no reason to speak', () => {
  const result = down(of('https://a.example.com/'), 'dns.nxdomain');
  const opinion = { ...down(of('dns:a.example.com', ['os']), 'dns.nxdomain') };
  const told = { ...opinion, endpoint: { ...opinion.endpoint, name: 'os a.example.com' } };
  const rules = diagnose([result], evidence({ opinions: [told] })).map(({ rule }) => rule);
  expect(rules).toEqual(['service.down']);
});
