// More outcomes than a function call takes arguments (some 125,000 in Node 20).

import { describe, expect, test } from 'vitest';
import { tableOf } from '../../src/commands/table.ts';
import { plan } from '../../src/config/plan.ts';
import type { Job } from '../../src/model.ts';
import { createRunner } from '../../src/run/runner.ts';
import { endpointOf, runOf } from '../ask.ts';
import { networkOf } from '../servers/network.ts';

const many = 200_000;
const interrupt = AbortSignal.abort(130);

describe('200,000 of them', () => {
  test('outcomes of a run are judged and told', { timeout: 60_000 }, async () => {
    const endpoints = Array.from({ length: 200 }, (_, index) => `tcp://192.0.2.7:${index + 1}`);
    const run = await runOf(networkOf({}), { endpoints }, { samples: many / 200, interrupt });
    expect(run.results).toHaveLength(endpoints.length);
  });

  test('jobs of a round that shares a budget are run', { timeout: 60_000 }, async () => {
    const run = createRunner({ network: networkOf({}), concurrency: 1, deadlineMs: null, interrupt });
    const [job] = plan([endpointOf('tcp://192.0.2.7:1')]);
    const jobs = Array.from({ length: many }, (): Job => ({ ...job!, attempt: 2 }));
    expect(await run(jobs)).toHaveLength(many);
  });

  test('rows are laid out', () => {
    expect(
      tableOf(
        ['NAME'],
        Array.from({ length: many }, () => ['a']),
        80,
        '…',
      ),
    ).toHaveLength(many + 1);
  });
});
