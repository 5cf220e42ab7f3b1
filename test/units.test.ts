import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isProblem } from '../src/shape.ts';
import { parseDuration } from '../src/units.ts';

const msOf = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

test('a number with a unit is that many milliseconds', () => {
  const units = fc.constantFrom(...Object.entries(msOf));
  fc.assert(
    fc.property(fc.nat(100_000), units, (number, [unit, ms]) => {
      expect(parseDuration(`${number}${unit}`)).toEqual({ value: number * ms });
    }),
  );
});

test.each([
  ['1.5m', 90_000],
  ['0.1s', 100],
  ['0.3s', 300],
  ['0s', 0],
])('%s is %d ms', (text, ms) => {
  expect(parseDuration(text)).toEqual({ value: ms });
});

test('a number without a unit is refused and the seconds are suggested', () => {
  expect(parseDuration('30')).toMatchObject({ hint: expect.stringContaining('30s') });
});

test.each([
  '',
  's',
  '5 s',
  '-5s',
  '+5s',
  '5S',
  '1m30s',
  '.5s',
  '5.s',
  '1e3ms',
  '5min',
  '٥s',
  '5s\n',
  'Infinitys',
])('%j is no duration', (text) => {
  expect(isProblem(parseDuration(text))).toBe(true);
});

test('whatever is written gives a length of time or a problem, never NaN and never an exception', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^\d{1,400}(ms|s|d)$/)), (text) => {
      const parsed = parseDuration(text);
      expect(isProblem(parsed) || (Number.isFinite(parsed.value) && parsed.value >= 0)).toBe(true);
    }),
  );
});
