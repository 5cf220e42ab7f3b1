// An endpoint whose addresses differ: a row for each, and one endpoint in every count.

import { expect, test } from 'vitest';
import type { ReportedResult } from '../../src/model.ts';
import { reports } from '../../src/report/index.ts';
import { attempt, fine, hop, result, run } from './builder.ts';

const view = { width: 100, colour: 0, unicode: true, verbose: false } as const;
const url = 'https://shop.example.com/';

function at(address: string, row: ReportedResult): ReportedResult {
  return { ...row, address };
}

const bad = (address: string) =>
  at(
    address,
    result('shop', [attempt(hop({ tcp: 1.1 }, { url, fails: 'tcp.refused' }))], {
      status: 'down',
      code: 'tcp.refused',
    }),
  );
const good = at('192.0.2.8', result('shop', [fine(url)]));
const api = result('api', [fine('https://api.example.com/')]);

test('each row is called by its endpoint and its address', () => {
  const text = reports.table(run([good, bad('2001:db8::7')]), view);
  expect(text).toMatch(/^shop @ 2001:db8::7 .*DOWN tcp\.refused$/m);
  expect(text).toMatch(/^shop @ 192\.0\.2\.8 .* up$/m);
  expect(text).toMatch(/^✗ shop @ 2001:db8::7: DOWN at tcp/m);
});

test.each([
  ['one', [good, bad('192.0.2.7')], 'The endpoint is partly down from here: shop @ 192.0.2.7 (tcp).'],
  [
    'one of two',
    [api, good, bad('192.0.2.7')],
    '1 of 2 endpoints is partly down from here: shop @ 192.0.2.7 (tcp).',
  ],
  [
    'two rows',
    [bad('192.0.2.7'), { ...bad('192.0.2.9'), status: 'unknown' }, api],
    '1 of 2 endpoints is down',
  ],
] as const)('the headline counts endpoints, not rows: %s', (_, rows, headline) => {
  expect(reports.table(run(rows), view)).toContain(headline);
});

test('the last line counts endpoints, each by its worst row', () => {
  const text = reports.table(run([api, good, bad('192.0.2.7'), bad('192.0.2.9')]), view);
  expect(text).toContain('2 endpoints: 1 up, 1 down');
});

test('what is beyond the bound is said once a name', () => {
  const rows = [good, bad('192.0.2.7')].map((row) => ({ ...row, unasked: 8 }));
  const text = reports.table(run(rows), view);
  expect(text.match(/shop has too many addresses: 8 of them were not asked\./g)).toHaveLength(1);
});

test('JSON names the address of a row that has one, and no other', () => {
  const { results } = JSON.parse(reports.json(run([api, bad('192.0.2.7'), { ...api, unasked: 3 }]), view));
  expect(results.map(({ address, unasked }: ReportedResult) => [address, unasked])).toEqual([
    [undefined, undefined],
    ['192.0.2.7', undefined],
    [undefined, 3],
  ]);
});

test('no screen is too narrow for the longest address', () => {
  const rows = [good, bad('2001:db8:1234:5678:9abc:def0:1234:5678')];
  for (const width of [40, 60, 80, 120]) {
    const lines = reports.table(run(rows), { ...view, width }).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
  }
});
