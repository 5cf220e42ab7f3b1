// One endpoint told step by step. To change a golden file, run with UPDATE_GOLDEN=1 and read the diff.

import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { reports } from '../../src/report/index.ts';
import type { View } from '../../src/report/report.ts';
import { displayWidth } from '../../src/text.ts';
import { attempt, fine, hop, result, run } from './builder.ts';
import { cases } from './cases.ts';
import { evidence, results } from './evidence-cases.ts';

const plain: View = { width: 80, colour: 0, unicode: true, verbose: false };
const SGR = /\u001b\[[0-9;]*m/g;

const looks: readonly (readonly [string, View])[] = [
  ...[80, 120, 200].map((width) => [`${width}-plain`, { ...plain, width }] as const),
  ['80', { ...plain, colour: 1 }],
  ['80-ascii', { ...plain, unicode: false }],
];

describe('why', () => {
  it.each(looks)('looks at %s as its golden file', (look, view) => {
    const file = new URL(`../golden/report/why-${look}.txt`, import.meta.url);
    const text = Object.values(results)
      .map((one) =>
        reports.why(run([one], { diagnoses: one === results.busy ? evidence.diagnoses : [] }), view),
      )
      .join(`${'='.repeat(20)}\n`);
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, text);
    expect(text).toBe(readFileSync(file, 'utf8'));
  });

  it.each(Object.entries({ ...cases, evidence }))('of %s fits every width', (_, shown) => {
    for (const unicode of [true, false]) {
      for (const width of [40, 41, 43, 46, 50, 55, 61, 68, 79, 80, 120, 200]) {
        for (const line of reports.why(shown, { ...plain, width, unicode }).split('\n')) {
          expect(displayWidth(line), `${width}: ${line}`).toBeLessThanOrEqual(width);
          expect(line).toBe(line.trimEnd());
        }
      }
    }
  });

  it('says in colour what it says without, and in ASCII where there is no Unicode', () => {
    const coloured = reports.why(evidence, { ...plain, colour: 3 });
    expect(coloured).toMatch(SGR);
    expect(coloured.replace(SGR, '')).toBe(reports.why(evidence, plain));
    expect(reports.why(evidence, { ...plain, unicode: false })).toMatch(/^[\n\x20-\x7e]*$/);
  });

  it.each([
    [['dns:a.example'], 'at least 1 of 2 ways to ask must pass (1 URL at 2 resolvers)'],
    [['dns:a.example', 'dns:b.example'], 'at least 1 of 4 ways to ask must pass (2 URLs at 2 resolvers)'],
  ])('counts each of %j at every resolver', (urls, said) => {
    const attempts = ['9.9.9.9', '192.0.2.53'].map((resolver) => {
      const [first] = attempt(hop({ dns: 1 }, { url: urls[0]! })).hops;
      const dns = { from: 'server', resolver, records: [], addresses: [] } as const;
      return { ...attempt(first!), hops: [{ ...first!, facts: { dns } }] };
    });
    const one = result('a', attempts);
    const text = reports.why(run([{ ...one, endpoint: { ...one.endpoint, urls } }]), {
      ...plain,
      width: 200,
    });
    expect(text).toContain(said);
  });

  it('draws each step where it stood in the time of the attempt', () => {
    const one = attempt(hop({ tcp: 25, tls: 75 }, { url: 'tls://a.example:1' }));
    const text = reports.why(run([result('a', [one])]), { ...plain, unicode: false });
    const bars = text
      .split('\n')
      .flatMap((line) => /^ {2}(?:tcp|tls) {7}.{16} {2}( *)(#+)$/.exec(line) ?? []);
    expect([bars[1]?.length, bars[2]?.length]).toEqual([0, 13]);
    expect([bars[4]?.length, bars[5]?.length]).toEqual([13, 37]);
  });

  it('marks the attempt that decides, and tells the end of a climb that no step ended', () => {
    const circle = {
      ...fine('https://a.example/'),
      failure: {
        code: 'http.redirect_loop' as const,
        layer: 'http' as const,
        message: 'the redirects lead in a circle',
        detail: 'https://a.example/x',
      },
    };
    const one = result('a', [fine('https://a.example/'), circle], {
      status: 'down',
      code: 'http.redirect_loop',
    });
    const text = reports.why(run([one]), plain);
    expect(text).toMatch(/^Attempt 1 of 2: /m);
    expect(text).toMatch(/^Attempt 2 of 2, which decides: /m);
    expect(text).toMatch(/✗ http.redirect_loop: .*\n +it said "https:\/\/a.example\/x"/);
  });
});
