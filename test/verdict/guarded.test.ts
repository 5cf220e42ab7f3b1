import { expect, test } from 'vitest';
import { diagnose } from '../../src/verdict/index.ts';
import { settle } from '../../src/verdict/settle.ts';
import { endpoint, evidence, unknown, up } from './builder.ts';
import { http, showing } from './shown.ts';

const limited = showing(unknown(endpoint('site')), http(429, { 'retry-after': '30' }));
const challenged = showing(unknown(endpoint('page')), http(403, { 'cf-mitigated': 'challenge' }));

test('whoever turns robots away is alive, and nobody is blamed', () => {
  const results = [limited, challenged, up(endpoint('other'))];
  const diagnoses = diagnose(results, evidence());
  expect(diagnoses).toMatchObject([
    {
      rule: 'guarded',
      blame: 'unclear',
      scope: 'endpoint',
      layer: 'http',
      members: ['site', 'page'],
      evidence: ['site: status 429, to be asked again after 30', 'page: status 403 with a challenge'],
    },
  ]);
  const circumstances = { version: '0', startedAt: '', ms: 0, simulated: false, failOn: [], signal: null };
  expect(settle(results, diagnoses, circumstances).exitCode).toBe(0);
});

test('a rate limit is called so', () => {
  expect(diagnose([limited], evidence())[0]?.sentence).toBe(
    'site is alive (rate limited): the answer from here turns robots away, and says nothing of how the service does.',
  );
});
