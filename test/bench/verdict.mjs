// Judges made-up worlds and prints whom the rules blame beside who it is: `npm run bench:verdict -- --count 500 --seed 7`.
// What was told wrong is printed with its number, and can be had again alone: `npm run bench:verdict -- --seed 7 --world 42`.

import { parseArgs } from 'node:util';
import { startVitest } from 'vitest/node';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '500' },
    // The seed of the day.
    seed: { type: 'string', default: new Date().toISOString().slice(0, 10).replaceAll('-', '') },
    world: { type: 'string' },
  },
});

process.env.WHYDOWN_WORLDS = JSON.stringify({
  seed: Number(values.seed),
  count: Number(values.count),
  only: values.world === undefined ? null : Number(values.world),
});
console.log(`--seed ${values.seed}`);

const vitest = await startVitest('test', [], {
  config: false,
  include: ['test/bench/verdict-worlds.ts'],
  testTimeout: 2 ** 31 - 1,
  disableConsoleIntercept: true,
  watch: false,
});
await vitest.close();
