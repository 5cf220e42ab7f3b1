// What people see, held against files: to change a golden file, run with UPDATE_GOLDEN=1 and read the diff.

import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { reports } from '../../src/report/index.ts';
import type { View } from '../../src/report/report.ts';
import { displayWidth } from '../../src/text.ts';
import { attempt, fine, hop, place, result, run } from './builder.ts';
import { cases } from './cases.ts';

const plain: View = { width: 80, colour: 0, unicode: true, verbose: false };
const SGR = /\u001b\[[0-9;]*m/g;

const looks: readonly (readonly [string, View])[] = [
  ...[80, 120, 200].map((width) => [`${width}-plain`, { ...plain, width }] as const),
  ...[80, 200].map((width) => [`${width}`, { ...plain, width, colour: 1 }] as const),
  ['80-ascii', { ...plain, unicode: false }],
  ['80-verbose', { ...plain, verbose: true }],
];

describe.each(Object.entries(cases))('the table of %s', (name, shown) => {
  it.each(looks)('looks at %s as its golden file', (look, view) => {
    const file = new URL(`../golden/report/${name}-${look}.txt`, import.meta.url);
    const text = reports.table(shown, view);
    if (process.env.UPDATE_GOLDEN === '1') {
      writeFileSync(file, text);
    }
    expect(text).toBe(readFileSync(file, 'utf8'));
  });

  it.each([
    [false, true],
    [true, false],
  ])('fits every width, with nothing left hanging (verbose %s, Unicode %s)', (verbose, unicode) => {
    for (const width of [...Array.from({ length: 61 }, (_, index) => 40 + index), 119, 120, 160, 200]) {
      const lines = reports.table(shown, { width, colour: 0, unicode, verbose }).split('\n');
      // One expectation for all lines: there are many thousands.
      expect(lines.filter((line) => displayWidth(line) > width || line !== line.trimEnd())).toEqual([]);
    }
  });

  it('says in colour what it says without', () => {
    const coloured = reports.table(shown, { ...plain, colour: 3 });
    expect(coloured).toMatch(SGR);
    expect(coloured.replace(SGR, '')).toBe(reports.table(shown, plain));
  });

  it('is ASCII where there is no Unicode', () => {
    expect(reports.table(shown, { ...plain, unicode: false })).toMatch(/^[\n\x20-\x7e]*$/);
  });
});

describe('the table', () => {
  it('keeps the verdict whole at 60 columns', () => {
    const narrow = reports.table(cases.mixed, { ...plain, width: 60 });
    expect(narrow).toMatch(/✗ DOWN http$/m);
    expect(narrow).toMatch(/\? UNKNOWN http$/m);
  });

  it('shows the worst service first and endpoints without a service last', () => {
    const text = reports.table(cases.mixed, plain);
    const at = ['Instagram (Meta)', 'Telegram:', 'WhatsApp (Meta)', 'Other endpoints'].map((title) =>
      text.indexOf(title),
    );
    expect(at).toEqual(at.toSorted((a, b) => a - b));
  });

  it('adds up the phases of all hops', () => {
    const text = reports.table(cases.mixed, plain);
    expect(text).toMatch(/docs +7\.0 +18 +41 +190 +265 +200/);
  });

  it('takes the numbers of the attempt that decided', () => {
    const slow = attempt(hop({ tcp: 700 }, { url: 'tcp://a:1', fails: 'tcp.refused' }));
    const other = attempt(hop({ tcp: 3 }, { url: 'tcp://b:1' }));
    const one = { ...result('any of two', [other, slow]), decidedBy: 0 };
    expect(reports.table(run([one]), plain)).toMatch(/any of two +- +3\.0 +- +- +3\.0/);
  });

  it('says first and last that a run was simulated', () => {
    const lines = reports.table(cases['all-up'], plain).trimEnd().split('\n');
    expect(lines.at(0)).toMatch(/^SIMULATED: /);
    expect(lines.at(-1)).toMatch(/^SIMULATED: /);
    expect(reports.table(cases.bare, plain)).not.toContain('SIMULATED');
  });

  it('tells what was expected where the message does not', () => {
    const checks = [
      {
        what: 'header content-type',
        expected: 'contains json',
        actual: 'text/html',
        pass: false,
        severity: 'fail' as const,
        code: 'http.header' as const,
        layer: 'http' as const,
        source: place(7, 30),
      },
    ];
    const one = result('api', [fine('https://api.example.com/')], {
      status: 'down',
      code: 'http.header',
      checks,
    });
    const text = reports.table(run([one]), plain);
    expect(text).toMatch(
      /expected +header content-type contains json\n +actual +text\/html \(probes\.yaml:7:30\)/,
    );
  });

  it('names every endpoint of a flood', () => {
    const text = reports.table(cases.flood, plain);
    for (const { endpoint } of cases.flood.results) {
      expect(text.split(endpoint.name).length).toBeGreaterThan(2);
    }
    expect(text.split('\n').length).toBeLessThan(100);
  });
});

describe('the headline', () => {
  const ok = (name: string) => result(name, [fine('https://a.example/')]);
  const bad = (name: string) => result(name, [], { status: 'down', code: 'tcp.refused' });
  const odd = (name: string) => result(name, [], { status: 'unknown', code: 'http.guarded' });
  const slow = (name: string) => result(name, [], { status: 'degraded', code: 'latency.slow', layer: null });
  const not = (name: string) => result(name, [], { status: 'skipped', code: 'run.interrupted', layer: null });

  it.each([
    ['All 3 endpoints are up from here.', [ok('a'), ok('b'), ok('c')]],
    ['Both endpoints are up from here.', [ok('a'), ok('b')]],
    ['The endpoint is up from here.', [ok('a')]],
    ['The endpoint is down from here.', [bad('a')]],
    ['1 of 2 endpoints is down from here: b (tcp).', [ok('a'), bad('b')]],
    ['4 of 5 endpoints are down from here.', [ok('a'), bad('b'), bad('c'), bad('d'), bad('e')]],
    ['1 of 3 endpoints is down from here: b (tcp); 1 could not be judged.', [odd('a'), bad('b'), ok('c')]],
    ['Nothing is known to be down from here; 1 of 2 could not be judged.', [odd('a'), ok('b')]],
    ['2 of 2 endpoints could not be judged from here.', [odd('a'), odd('b')]],
    ['Both endpoints are up from here, 1 of them degraded.', [ok('a'), slow('b')]],
    ['The endpoint is up from here, but degraded.', [slow('a')]],
    ['1 of 2 endpoints is up from here; 1 was not asked.', [ok('a'), not('b')]],
    ['No endpoint could be judged.', [not('a')]],
    ['No endpoint could be judged.', []],
  ])('is "%s"', (sentence, results) => {
    expect(reports.table(run(results), { ...plain, width: 200 }).split('\n')).toContain(sentence);
  });
});
