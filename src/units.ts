// Numbers with units, as people write them in a list and on the command line.
// Strict: a number without a unit is refused, because half of the readers would guess wrong.

import type { Problem } from './shape.ts';

const msOf = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

function isUnit(word: string): word is keyof typeof msOf {
  return Object.hasOwn(msOf, word);
}

const hint = 'write a number and one of ms, s, m, h, d: 500ms, 5s, 1.5m';

/** Milliseconds of `5s`, `100ms`, `1.5m`: one number, one unit, no blank between. */
export function parseDuration(text: string): { readonly value: number } | Problem {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)([a-z]*)$/.exec(text) ?? [];
  if (number === '') return { problem: `\`${text}\` is not a duration`, hint };
  if (unit === '')
    return {
      problem: `\`${text}\` needs a unit`,
      hint: `write ${text}s for seconds; units are ms, s, m, h, d`,
    };
  if (!isUnit(unit)) return { problem: `\`${unit}\` is not a unit of time`, hint };
  // Six places keep 0.1 and its like from ending in …0000001.
  const value = Number((Number(number) * msOf[unit]).toFixed(6));
  if (!(value <= Number.MAX_SAFE_INTEGER)) return { problem: `\`${text}\` is too long`, hint };
  return { value };
}
