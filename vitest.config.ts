import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: 'test/setup.ts',
    projects: [
      {
        test: {
          name: 'suite',
          include: ['test/**/*.test.ts'],
          exclude: ['test/serial/**'],
          testTimeout: 20_000,
        },
      },
      // What is tested against the clock runs alone, after everything else.
      {
        test: {
          name: 'serial',
          include: ['test/serial/**/*.test.ts'],
          testTimeout: 60_000,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
