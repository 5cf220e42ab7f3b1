// The formats that are no table: lines for programs, and what cron mails.

import { describe, expect, it } from 'vitest';
import { type FormatName, reports, streamedOf, streams } from '../../src/report/index.ts';
import type { View } from '../../src/report/report.ts';
import { expectGolden } from '../golden.ts';
import { attempt, fine, hop, result, run } from './builder.ts';
import { cases } from './cases.ts';

const view: View = { width: 80, colour: 3, unicode: true, verbose: false };

describe('ndjson', () => {
  const lines = reports.ndjson(cases.mixed, view).trimEnd().split('\n');
  const parsed = lines.map((line) => JSON.parse(line));
  const whole = JSON.parse(reports.json(cases.mixed, view));

  it('has a line for each result, and the run last', () => {
    expect(parsed.slice(0, -1).map(({ result }) => result)).toEqual(whole.results);
    const { results: _, ...rest } = whole;
    expect(parsed.at(-1)).toEqual({ run: rest });
  });

  it('is as the json report in every field: the same order, the same rounding', () => {
    expect(lines[0]).toBe(JSON.stringify({ result: whole.results[0] }));
  });

  it('is on one line whatever a name holds', () => {
    const odd = run([result('a\nb\u2028c\u0085d\u001b[31m', [fine('https://a.example/')])]);
    const text = reports.ndjson(odd, view);
    expect(text.split(/[\n\u2028\u0085]/)).toHaveLength(3);
    expect(text).not.toContain('\u001b');
  });

  it('streams, and the others do not', () => {
    expect(streamedOf('ndjson', view)?.line(cases.mixed.results[3]!)).toBe(`${lines[3]}\n`);
    expect(streamedOf('ndjson', view)?.last(cases.mixed)).toBe(`${lines.at(-1)}\n`);
    expect(Object.keys(reports).filter((name) => streams(name as FormatName))).toEqual(['ndjson']);
  });
});

describe('quiet', () => {
  it('is empty when all is well', () => {
    expect(reports.quiet(cases['all-up'], view)).toBe('');
  });

  it.each(['mixed', 'flood', 'interrupted'] as const)('tells the whole story of %s', (name) => {
    expectGolden(`report/${name}-quiet.txt`, reports.quiet(cases[name], view));
  });

  it('begins with the verdict, and leaves out what is up', () => {
    const text = reports.quiet(cases.mixed, view);
    expect(text).toMatch(/^Instagram and Facebook are partly down from here, both run by Meta; /);
    expect(text).toMatch(/^2 of 11 endpoints are down from here: /m);
    expect(text).not.toContain('WhatsApp');
    expect(text).not.toContain('\u001b');
  });

  it('is never silent about an exit code that is not 0, even when nothing is down', () => {
    const slow = result('api', [attempt(hop({ tcp: 700 }))], {
      status: 'degraded',
      code: 'latency.slow',
      layer: null,
    });
    expect(reports.quiet(run([slow]), view)).toBe('');
    expect(reports.quiet(run([slow], { exitCode: 1 }), view)).toContain('api: SLOW');
  });

  it('says that a run was simulated when it says anything', () => {
    expect(reports.quiet({ ...cases.mixed, simulated: true }, view)).toMatch(/^SIMULATED/);
  });
});
