// Numbers with units, as people write them in a list and on the command line.
// Strict: a number without a unit is refused, because half of the readers would guess wrong.

import type { Problem } from './shape.ts';

const msOf = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

function isUnit(word: string): word is keyof typeof msOf {
  return Object.hasOwn(msOf, word);
}

const hint = 'write a number and one of ms, s, m, h, d: 500ms, 5s, 1.5m';

/** How people write units that are not ours. */
const meant: Readonly<Record<string, keyof typeof msOf>> = {
  msec: 'ms',
  msecs: 'ms',
  millis: 'ms',
  millisecond: 'ms',
  milliseconds: 'ms',
  sec: 's',
  secs: 's',
  second: 's',
  seconds: 's',
  min: 'm',
  mins: 'm',
  minute: 'm',
  minutes: 'm',
  hr: 'h',
  hrs: 'h',
  hour: 'h',
  hours: 'h',
  day: 'd',
  days: 'd',
};

function unitOf(word: string): keyof typeof msOf | null {
  const lower = word.toLowerCase();
  if (isUnit(lower)) return lower;
  return Object.hasOwn(meant, lower) ? (meant[lower] ?? null) : null;
}

/** Milliseconds of `5s`, `100ms`, `1.5m`: one number, one unit, no blank between. */
export function parseDuration(text: string): { readonly value: number } | Problem {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)([a-z]*)$/.exec(text) ?? [];
  if (number === '') return { problem: `\`${text}\` is not a duration`, hint: near(text) };
  if (unit === '')
    return {
      problem: `\`${text}\` needs a unit`,
      hint: `write ${text}s for seconds; units are ms, s, m, h, d`,
    };
  if (!isUnit(unit)) return { problem: `\`${unit}\` is not a unit of time`, hint: near(text) };
  // Six places keep 0.1 and its like from ending in …0000001.
  const value = Number((Number(number) * msOf[unit]).toFixed(6));
  if (!(value <= Number.MAX_SAFE_INTEGER)) return { problem: `\`${text}\` is too long`, hint };
  return { value };
}

/** What was perhaps meant: `5 sec` is 5s, `1m30s` and `1m30` are 90s. */
function near(text: string): string {
  const parts = [...text.matchAll(/(\d+(?:[.,]\d+)?)\s*([a-z]*)\s*/giy)].map(
    ([, number = '', word = '']) => ({
      number: number.replace(',', '.'),
      unit: unitOf(word),
      bare: word === '',
      length: number.length + word.length,
    }),
  );
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  if (length !== text.replace(/\s/g, '').length || parts.length === 0 || parts.length > 4) return hint;
  const [first] = parts;
  if (parts.length === 1 && first?.unit) return `did you mean ${first.number}${first.unit}?`;
  let ms = 0;
  let smaller: keyof typeof msOf | null = null;
  for (const { number, unit, bare } of parts) {
    const counts: keyof typeof msOf | null = bare ? smaller : unit;
    if (counts === null) return hint;
    ms += Number(number) * msOf[counts];
    smaller = counts === 'd' ? 'h' : counts === 'h' ? 'm' : counts === 'm' ? 's' : null;
  }
  const whole = (['d', 'h', 'm', 's'] as const).find((each) => ms % msOf[each] === 0) ?? 'ms';
  return `it takes one number and one unit: ${ms / msOf[whole]}${whole}`;
}
