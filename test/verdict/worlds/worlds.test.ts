// Made-up worlds with the truth known by construction, and what the rules say of them.

import { expect, test } from 'vitest';
import { cells } from './cells.ts';
import { inBrief, play } from './play.ts';

const count = 500;
const worlds = Array.from({ length: count }, (_, index) => play(20_211_004, index));

test('each cell comes ten times or more', () => {
  expect(Math.floor(count / cells.length)).toBeGreaterThanOrEqual(10);
});

test('at least 98 of 100 are told right, in blame, scope, layer and members', () => {
  const clear = worlds.filter(({ ambiguous }) => !ambiguous);
  const wrong = clear.filter(({ truths, told }) => inBrief(truths).join() !== inBrief(told).join());
  const shown = wrong.map(({ name, truths, told }) => ({
    name,
    truth: inBrief(truths),
    told: inBrief(told),
    rules: told.map(({ rule }) => rule),
  }));
  expect(clear.length).toBeGreaterThan(count * 0.9);
  expect(wrong.length, JSON.stringify(shown.slice(0, 5), null, 1)).toBeLessThanOrEqual(clear.length * 0.02);
});

test('nothing is said of a healthy world, and no fault of ours is told as theirs', () => {
  for (const { truths, told } of worlds) {
    if (truths.length === 0) expect(told).toEqual([]);
    if (truths.some(({ blame }) => blame === 'you'))
      expect(told.map(({ blame }) => blame)).not.toContain('them');
  }
});
