// The worlds as `verdict.mjs` asks for them, with what is to be done in the environment.

import { expect, test } from 'vitest';
import { inBrief, type Played, play } from '../verdict/worlds/play.ts';

const { seed, count, only } = JSON.parse(process.env.WHYDOWN_WORLDS ?? '{}');

test.runIf(only !== null)('one world', () => {
  const { name, truths, told } = play(seed, only);
  console.log(name);
  console.log({ truth: inBrief(truths), told });
});

test.runIf(only === null)('many worlds', () => {
  const worlds = Array.from({ length: count }, (_, index) => ({ index, ...play(seed, index) }));
  const clear = worlds.filter(({ ambiguous }) => !ambiguous);
  const wrong = clear.filter(({ truths, told }) => inBrief(truths).join() !== inBrief(told).join());
  for (const { index, name, truths, told } of wrong) {
    console.log(`wrong: --world ${index}, ${name}`);
    console.log(`  is   ${inBrief(truths).join('; ')}`);
    console.log(`  told ${told.map(({ rule }) => rule).join(', ')}: ${inBrief(told).join('; ')}`);
  }
  printMatrix(clear);
  console.log(`${worlds.length - clear.length} of ${count} could not be told from another, by nobody`);
  console.log(`${clear.length - wrong.length} of ${clear.length} right in blame, scope, layer and members`);
  expect(wrong.length).toBeLessThanOrEqual(clear.length * 0.02);
});

const nobody = 'nobody';

/** Each fault counts once: as it is, against what is told of its first member. */
function printMatrix(worlds: readonly Played[]): void {
  const pairs = worlds.flatMap(({ truths, told }) =>
    truths.length === 0
      ? [{ is: nobody, as: told[0] ? `${told[0].blame} ${told[0].scope}` : nobody }]
      : truths.map(({ blame, scope, members: [first = ''] }) => {
          const said = told.find(({ members }) => members.includes(first));
          return { is: `${blame} ${scope}`, as: said ? `${said.blame} ${said.scope}` : nobody };
        }),
  );
  const names = [...new Set(pairs.flatMap(({ is, as }) => [is, as]))].sort();
  const width = Math.max(...names.map(({ length }) => length));
  const row = (head: string, cells: readonly string[]) =>
    console.log(
      [head.padEnd(width), ...cells.map((cell, at) => cell.padStart(names[at]?.length ?? 0))].join('  '),
    );
  row('is, told as', names);
  for (const is of names) {
    row(
      is,
      names.map((as) => String(pairs.filter((pair) => pair.is === is && pair.as === as).length)),
    );
  }
}
