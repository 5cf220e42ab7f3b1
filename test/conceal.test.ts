// Secrets whose letters do not come back as they were when their case is changed.

import { expect, test } from 'vitest';
import { concealText } from '../src/conceal.ts';

test.each(['\u0130stanbul-Secret', 'STRA\u1e9eE-secret', '\u212aelvin-secret', '\u00c9t\u00c9-secret'])(
  '%s is masked as it is, and in lower case',
  (value) => {
    const mask = concealText([{ name: 'KEY', value }]);
    expect(mask(`<${value}> <${value.toLowerCase()}>`)).toBe('<$KEY> <$KEY>');
    expect(mask(`cut: ${value.slice(0, 9)}…`)).not.toContain(value.slice(1, 6));
  },
);
