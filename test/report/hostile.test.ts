// Whatever a peer or a list says, no format hands a character to the terminal that it would act on or hide.

import { describe, expect, it } from 'vitest';
import { reports } from '../../src/report/index.ts';
import { mapStrings } from '../../src/report/strings.ts';
import { cases as others } from './cases.ts';
import { evidence } from './evidence-cases.ts';

const cases = { ...others, evidence };

const HOSTILE = [
  '\u001b[31mred\u001b[0m',
  '\u001b]52;c;aGk=\u0007',
  '\u009b31m',
  'a\nb\rc\td\u0000\u007f',
  '\u202eevil\u2066\u200f\u061c',
  'zero\u200bwidth\u2060\ufeff',
  'line\u2028and\u2029end',
  'lone\ud800and\udc00',
  '\u{e0041}tag',
].join(' ');

// Codes and statuses are closed words of our own; everything else can come from outside.
const OWN = new Set([
  ...[
    'up',
    'down',
    'degraded',
    'unknown',
    'skipped',
    'dns',
    'tcp',
    'tls',
    'http',
    'content',
    'local',
    'ttfb',
  ],
  ...[
    'transfer',
    'fail',
    'warn',
    'certain',
    'likely',
    'possible',
    'server',
    'hosts',
    'you',
    'them',
    'service',
  ],
]);
const isOwn = (text: string) =>
  OWN.has(text) || /^(latency|run|dns|tcp|tls|http|content|local)\.[a-z_]+$/.test(text);

function poison<T>(value: T): T {
  return mapStrings(value, (text) => (isOwn(text) ? text : `${text}${HOSTILE}`));
}

function keysKept<T>(value: T): T {
  if (Array.isArray(value)) {
    return value.map(keysKept) as T;
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, keysKept(item)])) as T;
  }
  return typeof value === 'string' ? poison(value) : value;
}

const UNSEEN = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

describe.each(Object.entries(reports))('the %s report', (_name, report) => {
  it.each(Object.entries(cases))('lets no control character of %s out', (_case, shown) => {
    for (const width of [40, 60, 80, 120, 200]) {
      for (const verbose of [false, true]) {
        for (const unicode of [false, true]) {
          const text = report(keysKept(shown), { width, colour: 0, unicode, verbose });
          expect(text.match(UNSEEN)).toBeNull();
        }
      }
    }
  });

  it('does not let an endpoint forge a line of its own', () => {
    const text = report(keysKept(cases.mixed), { width: 200, colour: 0, unicode: true, verbose: true });
    expect(text.split('\n').filter((line) => /^(b|c)?$/.test(line.trim()) && line !== '')).toEqual([]);
  });

  it('ends with a newline and only one', () => {
    expect(report(cases.mixed, { width: 80, colour: 0, unicode: true, verbose: false })).toMatch(/[^\n]\n$/);
  });
});
