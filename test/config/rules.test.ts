// Each rule of the language has a golden that shows how breaking it is told. What is missing is named.

import { expect, test } from 'vitest';
import { casesOf, mistakesOfCase, spotsOf } from './goldens.ts';
import { rules } from './rules.ts';
import { isWordedElsewhere, wordings } from './worded.ts';

test('every key, check, operator and kind of the tables has a golden', () => {
  const spots = casesOf('config').flatMap((name) => spotsOf('config', name));
  const missing = rules.filter(({ brokenBy }) => !spots.some(brokenBy)).map(({ name }) => name);
  expect(rules.length).toBeGreaterThan(80);
  expect(missing.join('\n')).toBe('');
});

test('every mistake that the code can word is worded in a golden', () => {
  const all = (['config', 'check'] as const).flatMap((sort) =>
    casesOf(sort).flatMap((name) => mistakesOfCase(sort, name).map(({ message }) => message)),
  );
  const found = wordings();
  const missing = found.filter(
    (wording) => !all.some((message) => wording.pattern.test(message)) && !isWordedElsewhere(wording),
  );
  expect(found.length).toBeGreaterThan(60);
  expect(missing.map(({ file, literal }) => `${file}: ${literal}`).join('\n')).toBe('');
});
