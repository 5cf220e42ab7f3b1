// The list that `whydown init` writes is good as it is, and with everything in it that is commented out.

import { expect, test } from 'vitest';
import { starter } from '../../src/commands/starter.ts';
import { documentOf } from '../../src/config/document.ts';
import { listSchema } from '../../src/config/json-schema.ts';
import { parseYaml } from '../../src/config/parse.ts';
import { validator } from '../json-schema.ts';
import { listOf } from './list.ts';
import { plain } from './plain.ts';

const whole = starter.replace(/^(\s*)#(?! )/gm, '$1');

test.each([
  ['as it is', starter, { endpoints: 2, controls: 0 }],
  ['with all that is commented out', whole, { endpoints: 5, controls: 2 }],
])('the starter %s is a good list and fits the schema', (_, text, { endpoints, controls }) => {
  const list = listOf(text, { env: { API_TOKEN: 'sesame' } });
  expect(list.endpoints).toHaveLength(endpoints);
  expect(list.controls).toHaveLength(controls);
  const { root } = parseYaml(documentOf('probes.yaml', text));
  expect(root && validator(listSchema())(plain(root))).toBe(true);
});

test('the starter asks nobody for anything secret as long as it is not edited', () => {
  expect(listOf(starter).secrets).toEqual([]);
});
