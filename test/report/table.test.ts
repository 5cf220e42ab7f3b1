// What people see, held against files.

import { describe, expect, it } from 'vitest';
import type { Run } from '../../src/model.ts';
import { reports } from '../../src/report/index.ts';
import type { View } from '../../src/report/report.ts';
import { displayWidth } from '../../src/text.ts';
import { expectGolden } from '../golden.ts';
import { attempt, fine, hop, place, result, run } from './builder.ts';
import { cases } from './cases.ts';

const plain: View = { width: 80, colour: 0, unicode: true, verbose: false };
const SGR = /\u001b\[[0-9;]*m/g;

const sizes: readonly (readonly [string, View])[] = [
  ...[80, 120, 200].map((width) => [`${width}-plain`, { ...plain, width }] as const),
  ['120', { ...plain, width: 120, colour: 1 }],
  ['80-ascii', { ...plain, unicode: false }],
];

/** What does not differ from run to run is looked at in one. */
const further: readonly (readonly [string, View])[] = [
  ...[80, 200].map((width) => [`${width}`, { ...plain, width, colour: 1 }] as const),
  ...[120, 200].map((width) => [`${width}-ascii`, { ...plain, width, unicode: false }] as const),
  ['80-verbose', { ...plain, verbose: true }],
  ['80-wide', { ...plain, wide: true }],
  ['120-only-failures', { ...plain, width: 120, onlyFailures: true }],
];

describe.each(Object.entries(cases))('the table of %s', (name, shown) => {
  it.each(name === 'mixed' ? [...sizes, ...further] : sizes)(
    'looks at %s as its golden file',
    (look, view) => {
      expectGolden(`report/${name}-${look}.txt`, reports.table(shown, view));
    },
  );

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

  it('does not call a service up whose endpoints were hardly asked', () => {
    const text = reports.table(cases.interrupted, plain);
    expect(text).toMatch(/^✓ WhatsApp \(Meta\): up; 8 of 10 not asked$/m);
    expect(text).toMatch(/^✗ Shop: partly DOWN, 1 of 4; 2 not asked$/m);
    expect(text).toMatch(/^- Idle: skipped, all 3$/m);
    expect(text).toMatch(/^- SKIPPED, [^:]*: .*\n.* and 8 more$/m);
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

describe('the bars', () => {
  const bars = (shown: Run, view: View) => {
    const rows = reports
      .table(shown, view)
      .split('\n')
      .filter((line) => !line.startsWith('bar:'));
    return rows.flatMap((line) => /[░▒▓█▄]+›?/.exec(line)?.[0] ?? []);
  };
  const wide = { ...plain, width: 120 };
  const web = (name: string, ms: number) =>
    result(name, [
      attempt(hop({ dns: ms / 10, tcp: ms / 10, tls: ms / 5, ttfb: ms / 2, transfer: ms / 10 })),
    ]);

  it('come with 120 columns, not before, and with a line that explains them', () => {
    expect(reports.table(cases.mixed, { ...plain, width: 119 })).not.toMatch(/[░▓█]/);
    const text = reports.table(cases.mixed, wide);
    expect(text).toContain('bar: ░ dns  ▒ tcp  ▓ tls  █ ttfb  ▄ transfer; full at');
  });

  it('are as long as the row took beside the slowest, each phase with its part', () => {
    expect(bars(run([web('a', 100), web('b', 200)]), wide)).toEqual(['░▒▓▓█████▄', '░░▒▒▓▓▓▓██████████▄▄']);
  });

  it('show a row that took next to no time, and cut one that stands far out', () => {
    const all = [web('a', 0.1), web('b', 100), web('c', 100), web('d', 9000)];
    const [quick, , , slow] = bars(run(all), wide);
    expect(quick).toBe('█');
    expect(slow).toMatch(/^░+›$/);
    expect(slow).toHaveLength(20);
    expect(reports.table(run(all), wide)).toContain('full at 200 ms, › is longer');
  });

  it('have a colour a phase', () => {
    const text = reports.table(run([web('a', 100)]), { ...wide, colour: 1 });
    expect(text).toContain('\u001b[36m░░\u001b[39m\u001b[34m▒▒\u001b[39m\u001b[35m▓▓▓▓\u001b[39m\u001b[32m█');
  });

  it('are left out where nothing was asked', () => {
    const none = run([result('a', [], { status: 'skipped', code: 'run.interrupted', layer: null })]);
    expect(reports.table(none, wide)).not.toContain('bar:');
  });
});

describe('--wide', () => {
  it('cuts no name, address or URL, whatever the screen', () => {
    const text = reports.table(cases.mixed, { ...plain, wide: true });
    const rows = text.split('\n').slice(0, 30);
    for (const { endpoint, attempts } of cases.mixed.results) {
      expect(rows.join('\n')).toContain(`  ${endpoint.name} `);
      expect(rows.join('\n')).toContain(` ${attempts.at(-1)?.url ?? endpoint.urls[0]} `);
    }
    expect(rows.join('\n')).not.toContain('…');
  });
});

describe('--only-failures', () => {
  it('leaves out the rows that are up and says how many; counts and verdict stay', () => {
    const text = reports.table(cases.mixed, { ...plain, onlyFailures: true });
    expect(text).not.toMatch(/^ .* up$/m);
    expect(text).not.toContain('WhatsApp (Meta)');
    expect(text).toMatch(/never asked .* SKIPPED/);
    expect(text).toContain('3 endpoints that are up are not shown (--only-failures).');
    expect(text).toContain('partly DOWN, 1 of 2');
    const end = (one: string) => one.slice(one.indexOf('2 of 11 endpoints'));
    expect(end(text)).toBe(end(reports.table(cases.mixed, plain)));
  });

  it('needs no table when all is well', () => {
    expect(reports.table(cases.bare, { ...plain, onlyFailures: true })).toBe(
      `
2 endpoints that are up are not shown (--only-failures).

Both endpoints are up from here.

2 endpoints: 2 up · 812 ms
`,
    );
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
