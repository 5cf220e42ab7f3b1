// Whatever a peer or a list says, no format hands its reader anything that he would act on or not see.

import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { forJson, forPeople } from '../../src/report/escapes.ts';
import { formats, reports } from '../../src/report/index.ts';
import type { Format, Report, View } from '../../src/report/report.ts';
import { mapStrings } from '../../src/report/strings.ts';
import { displayWidth } from '../../src/text.ts';
import { cases as others } from './cases.ts';
import { evidence } from './evidence-cases.ts';
import { acted, hostile, readers } from './readers.ts';

const cases = { ...others, evidence };
const plain: View = { width: 80, colour: 0, unicode: true, verbose: true };

// Codes, statuses and the like are closed words of our own; everything else can come from outside.
const own =
  /^((latency|run|dns|tcp|tls|http|content|local)(\.[a-z_]+)?|up|down|degraded|unknown|skipped|ttfb|transfer|fail|warn|certain|likely|possible|server|hosts|os|localhost|you|them|service)$/;

/** Plain data with these texts in every string that is not our own. Keys are kept: only peers' headers have others. */
function poisoned<T>(value: T, poison: (text: string) => string): T {
  if (Array.isArray(value)) return value.map((item) => poisoned(item, poison)) as T;
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, poisoned(item, poison)])) as T;
  }
  return typeof value === 'string' && !own.test(value) ? (poison(value) as T) : value;
}

/** The same with one of these texts after the other in place of its own. */
function filled<T>(value: T, texts: readonly string[]): T {
  let index = 0;
  return poisoned(value, () => {
    index += 1;
    return texts[index % texts.length] ?? '';
  });
}

describe.each(Object.entries(formats))('the %s report', (name, format) => {
  const report: Report = reports[name as keyof typeof reports];
  const reader = readers.get(format.escape);

  it('declares an escape that is known', () => {
    expect(reader).toBeDefined();
  });

  it.each(Object.entries(cases))('has nothing of %s that its reader would act on', (_case, shown) => {
    const run = poisoned(shown, (text) => `${hostile}${text}${hostile}`);
    for (const width of [40, 80, 120]) {
      for (const unicode of [false, true]) {
        for (const verbose of [false, true]) {
          expect(reader?.(report(run, { width, colour: 0, unicode, verbose }))).toEqual([]);
        }
      }
    }
  });

  it('has nothing of any text that its reader would act on', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 40, max: 130 }), fc.boolean(), (texts, width, unicode) => {
        const run = filled(cases.mixed, texts);
        expect(reader?.(report(run, { ...plain, width, unicode }))).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it('does not let an endpoint forge a line of its own', () => {
    const text = report(
      poisoned(cases.mixed, (name) => name + hostile),
      { ...plain, width: 200 },
    );
    expect(text.split('\n').filter((line) => /^(b|c)?$/.test(line.trim()) && line !== '')).toEqual([]);
  });

  it('ends with a newline and only one', () => {
    expect(report(cases.mixed, { ...plain, verbose: false })).toMatch(/[^\n]\n$/);
  });
});

/** Texts out of what terminals, shells and CI jobs have a meaning for. */
const piece = fc.oneof(
  fc.constantFrom(
    '::',
    ':',
    '##',
    '[',
    'error',
    ' ',
    '\n',
    '\r',
    '\u001b[',
    '\u202e',
    '\ud800',
    '\u3000',
    'x',
    '日',
  ),
  fc.string({ unit: 'binary' }),
);
const anyText = fc.array(
  fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join('')),
  { minLength: 1, maxLength: 30 },
);

test.each(['table', 'quiet', 'why'] as const)('no line of %s is wider than the screen', (name) => {
  fc.assert(
    fc.property(anyText, fc.integer({ min: 40, max: 130 }), fc.boolean(), (texts, width, unicode) => {
      const run = filled(cases.mixed, texts);
      for (const line of reports[name](run, { ...plain, width, unicode }).split('\n')) {
        expect(displayWidth(line)).toBeLessThanOrEqual(width);
      }
    }),
    { numRuns: 60 },
  );
});

test('JSON gives back what came in, but for halves of characters', () => {
  const run = poisoned(cases.mixed, (text) => text + hostile);
  const [result] = JSON.parse(reports.json(run, plain)).results;
  expect(result.endpoint.name).toBe(run.results[0]?.endpoint.name.replace(/\p{Cs}/gu, '\ufffd'));
});

test.each(['table', 'quiet', 'why'] as const)(
  '%s tells a URL that is masked, and a name of hidden letters',
  (name) => {
    // Zero width joiner and non-joiner: IDNA allows them behind a virama.
    for (const url of ['$URL', 'https://xn--11b2ezcw70k.example/', 'https://xn--11b6iv14e.example/']) {
      const shown = poisoned(cases.mixed, (text) => (text.startsWith('https:') ? url : text));
      for (const unicode of [true, false]) {
        const text = reports[name](shown, { ...plain, unicode });
        expect(acted(text)).toEqual([]);
        if (!unicode) expect(text).toMatch(/^[\n\x20-\x7e]*$/);
      }
    }
  },
);

describe('a new format', () => {
  const report: Report = ({ results }) => `${results[0]?.endpoint.name}\n`;

  it('does not compile without an escape', () => {
    // @ts-expect-error: it declares none.
    const none: Format = { report };
    expect(none).not.toHaveProperty('escape');
  });

  it('is told when its escape does not fit what it prints', () => {
    const run = poisoned(cases.mixed, (text) => text + hostile);
    const print = (format: Format) => format.report(mapStrings(run, format.escape(plain)), plain);
    const asLines: Format = { escape: forJson, report };
    const asJson: Format = {
      escape: forPeople,
      report: (told) => JSON.stringify({ name: told.results[0]?.endpoint.name }),
    };
    expect(acted(print(asLines))).not.toEqual([]);
    expect(readers.get(forJson)?.(print(asJson))).not.toEqual([]);
    expect(readers.get(() => String)).toBeUndefined();
  });
});
