// What the other tools said is whole, and each difference is explained. They are asked by `npm run faults:beside`.

import { expect, test } from 'vitest';
import { peers } from './all.ts';
import { differences, numberOf } from './beside/compare.ts';
import { explanations } from './beside/explanations.ts';
import { recorded } from './beside/record.ts';
import { tools } from './beside/tool.ts';

const record = recorded();

test('every row was put to every tool, and no other', () => {
  expect(Object.keys(record.rows)).toEqual(peers.map(({ fault }) => fault));
  for (const said of Object.values(record.rows)) expect(Object.keys(said)).toEqual([...tools]);
});

test('every difference is explained', () => {
  const open = differences(peers, record).filter((each) => numberOf(each) === null);
  expect(open.map(({ row, tool, differs }) => `${row.fault}: ${tool} ${differs}`)).toEqual([]);
});

test('the versions that were asked are known', () => {
  for (const tool of tools) expect(record.versions[tool], tool).toMatch(/^(Node )?\d+\.\d+/);
});

test('every explanation explains something', () => {
  const used = new Set(differences(peers, record).map(numberOf));
  expect(explanations.filter((_, index) => !used.has(index + 1)).map(({ why }) => why)).toEqual([]);
});
