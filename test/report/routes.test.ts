import { expect, test } from 'vitest';
import type { Routes } from '../../src/model.ts';
import { table } from '../../src/report/table/index.ts';
import { attempt, hop, result, run } from './builder.ts';

const view = { width: 80, colour: 0, unicode: true, verbose: false } as const;

function told(routes: Routes, count: number): number {
  const plain = hop({ dns: 1, tcp: 1 });
  const seen = attempt({ ...plain, facts: { ...plain.facts, routes } });
  const results = Array.from({ length: count }, (_, index) => result(`endpoint ${index}`, [seen]));
  return table(run(results), view).split('IPv6 addresses were left out').length - 1;
}

test('a family without a route is told once, however many endpoints it concerns', () => {
  expect(told({ ipv4: true, ipv6: false }, 3)).toBe(1);
});

test('nothing is told of routes when both families have one', () => {
  expect(told({ ipv4: true, ipv6: true }, 3)).toBe(0);
});
