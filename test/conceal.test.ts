// What is masked, whatever a secret is made of and whatever stands around it.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { conceal, concealText } from '../src/conceal.ts';
import { formsOf } from './cli/secret-forms.ts';
import { attempt, hop, result, run } from './report/builder.ts';

test.each(['\u0130stanbul-Secret', 'STRA\u1e9eE-secret', '\u212aelvin-secret', '\u00c9t\u00c9-secret'])(
  '%s is masked as it is, and in lower case',
  (value) => {
    const mask = concealText([{ name: 'KEY', value }]);
    expect(mask(`<${value}> <${value.toLowerCase()}>`)).toBe('<$KEY> <$KEY>');
    expect(mask(`cut: ${value.slice(0, 9)}…`)).not.toContain(value.slice(1, 6));
  },
);

/** Letters, what notations escape, and what patterns have a meaning for; no mask can make one of them. */
const secret = fc
  .array(fc.constantFrom(...'aZ09_-.*+?^(){}[]|\\/&<>"\' %=;é日🦊'), { minLength: 5, maxLength: 24 })
  .map((letters) => letters.join(''))
  .filter((value) => value === value.trim() && new Set(value).size > 2);
const around = fc.string({ unit: fc.constantFrom('x', 'y', ' ', ':', '\n', '"', '/') });

describe('a secret', () => {
  test('is in no text in any notation, whatever stands around it', () => {
    fc.assert(
      fc.property(secret, around, around, (value, before, after) => {
        const mask = concealText([{ name: '#', value }]);
        for (const [notation, form] of Object.entries(formsOf(value))) {
          const masked = mask(`${before}${form}${after}${form}`);
          expect(masked.toLowerCase().includes(form.toLowerCase()), notation).toBe(false);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('is not left in parts where a text was cut within it', () => {
    fc.assert(
      fc.property(secret, around, fc.nat(), (value, before, at) => {
        const length = 4 + (at % (value.length - 4));
        const masked = concealText([{ name: '#', value }])(`${before}${value.slice(0, length)}…`);
        expect(masked.endsWith('$#…')).toBe(true);
      }),
    );
  });

  test('that is inside another one leaves no part of that', () => {
    fc.assert(
      fc.property(secret, secret, (inner, outer) => {
        const long = `${outer}${inner}${outer}`;
        const mask = concealText([
          { name: '#', value: inner },
          { name: '##', value: long },
        ]);
        expect(mask(`<${long}>`)).toBe('<$##>');
      }),
    );
  });

  test('of 64 KiB is masked, and fast', () => {
    const value = Array.from({ length: 4096 }, (_, index) => `"${index}&é\\ %/`)
      .join('')
      .slice(0, 65_536);
    const start = process.cpuUsage();
    const mask = concealText([{ name: 'KEY', value }]);
    for (const form of [
      value,
      encodeURIComponent(value),
      JSON.stringify(value),
      Buffer.from(value).toString('base64'),
    ]) {
      expect(/^<"?(\$KEY)+"?>$/.test(mask(`<${form}>`))).toBe(true);
    }
    expect(process.cpuUsage(start).user / 1000).toBeLessThan(3000);
  });

  test('of one sign again and again costs nothing to miss', () => {
    const start = process.cpuUsage();
    for (const sign of ['\\', '%', '&', ' ']) {
      const mask = concealText([{ name: 'KEY', value: `${sign.repeat(40)}x${sign.repeat(40)}x` }]);
      const text = `${sign.repeat(5000)}y`;
      expect(mask(text)).toBe(text);
    }
    expect(process.cpuUsage(start).user / 1000).toBeLessThan(3000);
  });

  test('changes nothing in a text that has none of it', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('x', 'y', 'z', ' ', '…') }), (text) => {
        expect(concealText([{ name: 'KEY', value: 'sesame' }])(text)).toBe(text);
      }),
    );
  });

  test('is nowhere in a run, whichever of its texts it came with', () => {
    fc.assert(
      fc.property(secret, (value) => {
        const says = `a ${value}`;
        const http = { version: '1.1', status: 500, reason: says, headers: { [says]: says }, excerpt: says };
        const seen = attempt({
          ...hop({ tcp: 1, ttfb: 1 }, { url: `http://a.example/${says}` }),
          facts: { http },
        });
        const told = conceal(run([result(says, [seen], { in: says, provider: says })]), [
          { name: '#', value },
        ]);
        expect(JSON.stringify(told)).not.toContain(JSON.stringify(value).slice(1, -1));
      }),
    );
  });
});
