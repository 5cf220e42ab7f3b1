// Damages good answers on their way, by hand and at length: `npm run fuzz:answers -- --count 50000 --seed 7`. What must
// not be is printed with its seed and case, and can be had again alone: `npm run fuzz:answers -- --seed 7 --case 1234`.
// (The keys of TLS are new each time, so a case below TLS is the same up to the bytes that they decide.)

import { parseArgs } from 'node:util';
import { startVitest } from 'vitest/node';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '5000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    case: { type: 'string' },
    concurrency: { type: 'string', default: '24' },
  },
});

process.env.WHYDOWN_FUZZ = JSON.stringify({
  seed: Number(values.seed),
  count: Number(values.count),
  concurrency: Number(values.concurrency),
  only: values.case === undefined ? null : Number(values.case),
});
console.log(`--seed ${values.seed}`);

const vitest = await startVitest('test', [], {
  config: false,
  include: ['test/fuzz/by-hand.ts'],
  testTimeout: 2 ** 31 - 1,
  disableConsoleIntercept: true,
  watch: false,
});
await vitest.close();
