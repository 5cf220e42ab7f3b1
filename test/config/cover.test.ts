// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is how a list refers to the environment

import { expect, test } from 'vitest';
import { covered } from '../../src/config/cover.ts';

test.each([
  ['url: https://me:hunter2@example.com/', 'url: https://**********@example.com/'],
  [
    'headers: {authorization: Bearer hunter2, accept: x}',
    'headers: {authorization: **************, accept: x}',
  ],
  ['x-api-key: "hunter2"', 'x-api-key: ********"'],
  ['cookie: a=${env:TOKEN}; b=1', 'cookie: a=${env:TOKEN}; b=1'],
  ['name: ghp_0123456789abcdef0123456789abcdef', `name: ${'*'.repeat(36)}`],
  ['set-cookie: {contains: sid}', 'set-cookie: {contains: sid}'],
  ['url: https://example.com/?token=hunter2', 'url: https://example.com/?token=*******'],
  ['name: skip-the-rest-of-what-is-here', 'name: skip-the-rest-of-what-is-here'],
])('%s', (line, shown) => {
  expect(covered(line)).toBe(shown);
  expect(covered(line)).toHaveLength(line.length);
});
