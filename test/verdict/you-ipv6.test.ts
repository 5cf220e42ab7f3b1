import { expect, test } from 'vitest';
import type { Result } from '../../src/model.ts';
import { diagnose, followUp } from '../../src/verdict/index.ts';
import { settle } from '../../src/verdict/settle.ts';
import { degraded, down, endpoint, evidence, up } from './builder.ts';
import { connecting } from './shown.ts';

const names = ['one', 'two', 'three'];
const sites = names.map((name) => endpoint(name, { urls: [`https://www.${name}.com/`] }));
const [one, two, three] = sites as [(typeof sites)[0], (typeof sites)[0], (typeof sites)[0]];
const lost = sites.map((of, index) =>
  connecting(up(of), { [`[2606:4700::${index + 1}]:443`]: 'abandoned', [`192.0.2.${index + 1}:443`]: null }),
);

function asked(results: readonly Result[]): string[] {
  return followUp(results, evidence()).map(({ purpose, url, timeoutMs }) => `${purpose} ${url} ${timeoutMs}`);
}

function opinions(results: readonly Result[], code: 'tcp.timeout' | null): Result[] {
  const jobs = followUp(results, evidence()).filter(({ purpose }) => purpose === 'question');
  const questions = jobs.map((job) => job.endpoint);
  return questions.map((of) => (code === null ? up(of) : down(of, code)));
}

function told(results: readonly Result[], answers: readonly Result[]) {
  return diagnose(results, evidence({ opinions: answers })).map(
    ({ rule, blame, layer, members, note }) =>
      `${rule} ${blame} ${layer} ${note ?? false}: ${members.join(' ')}`,
  );
}

test('addresses that lost the race are asked alone, a few of them, and not for long', () => {
  expect(asked(lost).filter((each) => each.startsWith('question'))).toEqual([
    'question tcp://[2606:4700::1]:443 2000',
    'question tcp://[2606:4700::2]:443 2000',
    'question tcp://[2606:4700::3]:443 2000',
  ]);
});

test('that none of them answers is noted, and moves no exit code', () => {
  expect(told(lost, opinions(lost, 'tcp.timeout'))).toEqual(['you.ipv6 you tcp true: ']);
  const circumstances = { version: '0', startedAt: '', ms: 0, simulated: false, failOn: [], signal: null };
  const slow = [
    ...lost,
    connecting(degraded(endpoint('four'), 'tcp.fallback'), {
      '[2606::4]:443': 'tcp.unreachable',
      '192.0.2.4:443': null,
    }),
  ];
  const diagnoses = diagnose(slow, evidence({ opinions: opinions(slow, 'tcp.timeout') }));
  expect(diagnoses.map(({ rule, members }) => [rule, members])).toEqual([['you.ipv6', ['four']]]);
  const run = settle(slow, diagnoses, circumstances);
  expect([run.exitCode, run.results.at(-1)?.status]).toEqual([0, 'degraded']);
});

test('what has only IPv6 addresses is not judged then', () => {
  const only = connecting(down(endpoint('six', { urls: ['tcp://[2606::6]:443'] }), 'tcp.timeout'), {
    '[2606::6]:443': 'tcp.timeout',
  });
  const results = [...lost, only];
  expect(told(results, opinions(lost, 'tcp.timeout'))).toEqual(['you.ipv6 you tcp false: six']);
});

test.each<[string, readonly Result[]]>([
  ['one address answers over IPv6', [...lost.slice(1), connecting(up(one), { '[2606::9]:443': null })]],
  [
    'one is refused over IPv6',
    [...lost.slice(1), connecting(up(one), { '[2606::9]:443': 'tcp.refused', '192.0.2.9:443': null })],
  ],
  [
    'IPv4 is no better',
    [down(one), down(two)].map((of, at) =>
      connecting(of, { [`[2606::${at}]:443`]: 'tcp.timeout', [`192.0.2.${at}:443`]: 'tcp.timeout' }),
    ),
  ],
  [
    'there is no route for IPv6',
    [one, two, three].map((of, at) =>
      connecting(up(of), { [`[2606::${at}]:443`]: 'local.no_route', [`192.0.2.${at}:443`]: null }),
    ),
  ],
  ['only one address was slow', lost.slice(0, 1)],
])('nothing is asked when %s', (_, results) => {
  expect(asked(results).filter((each) => each.startsWith('question'))).toEqual([]);
});

test.each([
  ['they answer when they are asked alone', opinions(lost, null)],
  ['only one of them was asked in time', opinions(lost, 'tcp.timeout').slice(0, 1)],
  ['nobody was asked in time', []],
])('nothing is said when %s', (_, answers) => {
  expect(told(lost, answers)).toEqual([]);
});
