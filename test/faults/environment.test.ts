import { expect, test } from 'vitest';
import { sources } from '../house/sources.ts';
import { environment } from './environment.ts';
import { showCases } from './shown.ts';

showCases(environment);

test('whoever opens a network takes the flags of a run, and so refuses what a run refuses', () => {
  const networks = ['src/net/machine.ts', 'src/lab/index.ts'];
  const probing = sources.filter(
    ({ path, imports }) =>
      path.startsWith('src/commands/') && imports.some(({ target }) => networks.includes(target)),
  );
  expect(probing.length).toBeGreaterThan(3);
  for (const { path, imports } of probing) {
    expect(
      imports.flatMap(({ names }) => names),
      path,
    ).toContain('addRunFlags');
  }
});
