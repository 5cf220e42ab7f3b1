import { expect, test } from 'vitest';
import type { Endpoint, Result } from '../../src/model.ts';
import { diagnose, followUp } from '../../src/verdict/index.ts';
import { controls, down, endpoint, evidence, up } from './builder.ts';

const x = endpoint('X', { urls: ['https://x.com/'], service: 'X', provider: 'X' });
const api = endpoint('X API', { urls: ['https://api.x.com/'], service: 'X', provider: 'X' });
const iana = endpoint('IANA', { urls: ['https://example.org/'] });
const asked = [...controls, iana];
const broken = [down(x, 'tls.reset', '162.159.140.229'), down(api, 'tls.timeout', '162.159.140.230')];

function questions(results: readonly Result[], known: readonly Endpoint[] = asked): Result['endpoint'][] {
  const jobs = followUp(results, evidence({ controls: known }));
  return jobs.filter(({ purpose }) => purpose === 'question').map((job) => job.endpoint);
}

function told(
  results: readonly Result[],
  opinions: readonly Result[],
  answers: readonly Result[] = asked.map((of) => up(of)),
): string[] {
  return diagnose(results, evidence({ controls: asked, answers, opinions })).map(
    ({ rule, blame, scope, subject, members, confidence }) =>
      `${rule} ${blame} ${confidence}, ${scope} ${subject}: ${members.join(' ')}`,
  );
}

test('the same addresses are asked by the name of a control', () => {
  expect(questions(broken).map(({ urls, options }) => [urls, options.connect])).toEqual(
    ['162.159.140.229', '162.159.140.230'].map((toHost) => [
      ['tls://example.org:443'],
      [{ host: 'example.org', port: null, toHost, toPort: 443 }],
    ]),
  );
});

test('a certificate for another name is an answer: the provider is filtered by name', () => {
  const heard = questions(broken).map((of) => down(of, 'tls.name_mismatch'));
  expect(told(broken, heard)).toEqual(['filtered.tls between likely, provider X: X X API']);
});

test('one name alone may also be its server’s fault', () => {
  const heard = questions(broken.slice(0, 1)).map((of) => down(of, 'tls.name_mismatch'));
  expect(told(broken.slice(0, 1), heard)).toEqual(['filtered.tls between possible, provider X: X']);
});

test.each<[string, readonly Result[], readonly Result[]]>([
  [
    'the other name is reset as well',
    questions(broken).map((of) => down(of, 'tls.reset')),
    asked.map((of) => up(of)),
  ],
  ['nobody was asked in time', [], asked.map((of) => up(of))],
  [
    'the controls are not fine',
    questions(broken).map((of) => down(of, 'tls.name_mismatch')),
    asked.map((of) => down(of, 'http.status')),
  ],
])('nothing is said of a filter when %s', (_, opinions, answers) => {
  expect(told(broken, opinions, answers).join()).not.toContain('filtered');
});

test.each<[string, readonly Result[], readonly (typeof iana)[]]>([
  ['no control is known', broken, []],
  [
    'it is on one’s own network',
    [down(endpoint('own', { urls: ['https://own.internal/'] }), 'tls.reset', '10.0.0.7')],
    asked,
  ],
  ['it failed otherwise', [down(x, 'tls.expired'), down(api, 'tcp.reset')], asked],
])('nobody is asked when %s', (_, results, known) => {
  expect(questions(results, known).filter(({ name }) => name.startsWith('tls '))).toEqual([]);
});
