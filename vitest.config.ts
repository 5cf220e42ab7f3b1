import { defineConfig } from 'vitest/config';

/** Tested against the clock: run alone, after everything else. */
const clocked = ['test/serial/**/*.test.ts', 'test/real/phases.test.ts'];

/** Where a machine wants to read the result, beside what people read. */
const report = process.env.WHYDOWN_TEST_REPORT;

export default defineConfig({
  test: {
    reporters: report ? ['default', ['json', { outputFile: report }]] : ['default'],
    globalSetup: 'test/setup.ts',
    // Most tests wait for something: no core need be kept free.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'suite',
          include: ['test/**/*.test.ts'],
          exclude: clocked,
          testTimeout: 20_000,
        },
      },
      {
        test: {
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
