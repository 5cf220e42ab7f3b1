// The fuzzer as `answers.mjs` starts it, with what is to be done in the environment.

import { expect, test } from 'vitest';
import { campaign } from './campaign.ts';
import { caseOf, findingOf, nameOf } from './case.ts';

const { seed, count, concurrency, only } = JSON.parse(process.env.WHYDOWN_FUZZ ?? '{}');
/** More than this after the first tenth of the cases is a leak. */
const growthMiB = 64;

test.runIf(only !== null)('one case', async () => {
  const finding = await findingOf(caseOf(seed, only));
  console.log(nameOf(finding.case));
  console.log({ ...finding, case: undefined });
  expect(finding.wrong).toEqual([]);
});

test.runIf(only === null)('many cases', async () => {
  const start = performance.now();
  const tally = await campaign({
    seed,
    count,
    concurrency,
    onProgress: (done) => {
      if (done % 1000 === 0) console.log(`${done} of ${count}, ${Math.round(performance.now() - start)} ms`);
    },
  });
  console.log(JSON.stringify(tally, null, 2));
  expect(tally.wrong).toEqual([]);
  expect(tally.late).toEqual([]);
  expect(tally.rss.end - tally.rss.warm).toBeLessThan(growthMiB);
});
