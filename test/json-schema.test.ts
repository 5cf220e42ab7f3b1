// The validator of the tests, held against examples of every word it knows.

import { expect, test } from 'vitest';
import type { JsonSchema } from '../src/shape/schema.ts';
import { validator } from './json-schema.ts';

const cases: readonly [JsonSchema, readonly unknown[], readonly unknown[]][] = [
  [{ type: 'integer' }, [1, 2.0], [1.5, '1', null]],
  [{ type: ['null', 'boolean'] }, [null, true], [0, 'null']],
  [{ type: 'object' }, [{}], [[], null]],
  [{ type: 'array' }, [[]], [{}]],
  [{ enum: [1, 'a', null] }, [1, 'a', null], ['1', 'b']],
  [{ pattern: '^a' }, ['ab', 5], ['ba']],
  [{ minimum: 1, maximum: 2 }, [1, 2, 'x'], [0, 3]],
  [{ items: { type: 'number' }, minItems: 1 }, [[1], 'x'], [[], [1, 'a']]],
  [{ contains: { enum: [1] } }, [[2, 1]], [[], [2]]],
  [{ uniqueItems: true }, [[1, 2]], [[1, 2, 1]]],
  [{ properties: { a: { type: 'number' }, b: false } }, [{ a: 1, c: 1 }, 5], [{ a: 'x' }, { b: 1 }]],
  [
    { properties: { a: {} }, additionalProperties: false },
    [{ a: 1 }],
    [{ b: 1 }, JSON.parse('{"__proto__": 1}')],
  ],
  [{ additionalProperties: { type: 'number' } }, [{ a: 1 }], [{ a: 'x' }]],
  [{ required: ['a'] }, [{ a: null }], [{}, { b: 1 }]],
  [{ propertyNames: { pattern: '^a' } }, [{ ab: 1 }], [{ ba: 1 }]],
  [{ minProperties: 1, maxProperties: 1 }, [{ a: 1 }], [{}, { a: 1, b: 1 }]],
  [{ anyOf: [{ enum: [1] }, { enum: [2] }] }, [1, 2], [3]],
  [{ allOf: [{ minimum: 1 }, { maximum: 2 }] }, [1], [0, 3]],
  // biome-ignore lint/suspicious/noThenProperty: the word is that of JSON Schema
  [{ if: { type: 'string' }, then: { pattern: '^a' } }, ['a', 5], ['b']],
  [{ allOf: [{ $ref: '#/definitions/a' }], definitions: { a: { enum: [1] } } }, [1], [2]],
  [false, [], [1, null]],
];

test.each(cases)('%j', (schema, good, bad) => {
  const fits = validator(schema);
  expect(good.filter((value) => !fits(value))).toEqual([]);
  expect(bad.filter((value) => fits(value))).toEqual([]);
});

test.each<[string, object]>([
  ['unknown keyword minLength', { minLength: 1 }],
  ['unknown keyword oneOf', { properties: { a: { items: { oneOf: [] } } } }],
  ['beside a $ref', { allOf: [{ $ref: '#/definitions/a', type: 'string' }], definitions: { a: {} } }],
  ['leads nowhere', { $ref: '#/definitions/a' }],
  ['if and then', { if: {} }],
  ['is no schema', { items: [{}] }],
  ['Invalid regular expression', { pattern: '(' }],
])('a schema with what is passed over is refused: %s', (message, schema) => {
  expect(() => validator(schema as JsonSchema)).toThrow(message);
});
