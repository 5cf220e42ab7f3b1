// A few hundred damaged answers of each protocol. By hand, many more: `npm run fuzz:answers -- --count 50000`.

import { expect, test } from 'vitest';
import { campaign } from './campaign.ts';
import { scenes } from './scenes.ts';

/** Another seed each day finds what no fixed one does, and the seed of a failure is told with it. */
const seed = Math.floor(Date.now() / 86_400_000);
const perScene = 4;

test('answers in pieces are up, broken ones get a verdict in time', async () => {
  const tally = await campaign({ seed, count: scenes.length * perScene, concurrency: 24 });
  expect(tally.wrong).toEqual([]);
  expect(tally.late).toEqual([]);
  expect(Object.keys(tally.byProtocol)).toEqual([...new Set(scenes.map(({ protocol }) => protocol))].sort());
});
