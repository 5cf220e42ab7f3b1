import { expect, test } from 'vitest';
import { judge } from '../../src/judge/index.ts';
import type { Endpoint, Job, Observation, Outcome } from '../../src/model.ts';
import { endpointOf } from '../ask.ts';
import { jobOf, seen } from './sketch.ts';

const endpoint = endpointOf('https://site.example/');
const control = { ...endpointOf('https://control.example/'), name: 'control' };
const question = { ...endpointOf('https://question.example/'), name: 'question' };

function came(of: Endpoint, purpose: Job['purpose'], observation: Observation): Outcome {
  return { job: { ...jobOf(of, of.urls[0] ?? '', 1), purpose }, observation };
}

function cut(of: Endpoint, purpose: Job['purpose']): Outcome {
  return { job: { ...jobOf(of, of.urls[0] ?? '', 1), purpose }, missing: 'cut', started: true };
}

test('what was asked besides is evidence and no result, each question once', () => {
  const outcomes = [
    came(endpoint, 'endpoint', seen({ fails: 'tcp.timeout' })),
    came(control, 'control', seen()),
    came(question, 'question', seen({ fails: 'dns.nxdomain' })),
    came(question, 'question', seen({ fails: 'dns.nxdomain' })),
  ];
  const { results, evidence } = judge([endpoint], [control], outcomes);
  expect(results.map(({ endpoint: { name }, status }) => [name, status])).toEqual([['site', 'down']]);
  expect(evidence.controls).toEqual([control]);
  expect(evidence.answers.map((each) => [each.endpoint.name, each.status])).toEqual([['control', 'up']]);
  expect(evidence.opinions.map((each) => [each.endpoint.name, each.status])).toEqual([['question', 'down']]);
  expect(evidence.asked).toEqual(outcomes.map(({ job }) => job));
});

test('what was not asked, or cut, is no evidence', () => {
  const { evidence } = judge([endpoint], [control], [cut(question, 'question')]);
  expect([evidence.answers, evidence.opinions]).toEqual([[], []]);
  expect(evidence.asked).toHaveLength(1);
});

test('one that was asked nothing is skipped', () => {
  const { results } = judge([endpoint], [], []);
  expect(results.map(({ status, attempts }) => [status, attempts])).toEqual([['skipped', []]]);
});

test('a mistake of ours in judging one costs no other its result', () => {
  const other = { ...endpointOf('https://other.example/'), name: 'other' };
  const broken = seen();
  Object.defineProperty(broken, 'hops', {
    get() {
      throw new Error('out of order');
    },
  });
  const { results } = judge(
    [endpoint, other],
    [],
    [came(endpoint, 'endpoint', broken), came(other, 'endpoint', seen())],
  );
  expect(results.map(({ status }) => status)).toEqual(['unknown', 'up']);
  expect(results[0]).toEqual({
    endpoint,
    attempts: [],
    decidedBy: null,
    passed: [],
    checks: [],
    status: 'unknown',
    cause: { code: 'local.bug', layer: 'local', message: 'whydown itself failed: out of order' },
    codes: ['local.bug'],
  });
});
