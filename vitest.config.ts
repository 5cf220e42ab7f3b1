import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Tested against the clock: run alone, after everything else. */
const clocked = ['test/serial/**/*.test.ts', 'test/real/phases.test.ts', 'test/lab/replays.test.ts'];

/** Where a machine wants to read the result, beside what people read. */
const report = process.env.WHYDOWN_TEST_REPORT;

/** No test changes what another one could see, so that a worker loads the sources once and not for each file. */
const shared = { isolate: false, setupFiles: 'test/each-file.ts' };

export default defineConfig({
  test: {
    reporters: report ? ['default', ['json', { outputFile: report }]] : ['default'],
    globalSetup: 'test/setup.ts',
    // Most tests wait for something: a few more workers than cores keep these busy.
    maxWorkers: Math.ceil(1.5 * availableParallelism()),
    projects: [
      {
        test: {
          ...shared,
          name: 'suite',
          include: ['test/**/*.test.ts'],
          exclude: clocked,
          testTimeout: 20_000,
        },
      },
      {
        test: {
          ...shared,
          name: 'serial',
          include: clocked,
          testTimeout: 60_000,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
