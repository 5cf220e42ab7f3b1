// A validator of JSON Schema draft-07, as far as our own schema goes. A word that it does not know, or one beside
// a `$ref`, where draft-07 ignores it, makes it throw: nothing may be said in vain.

import type { JsonSchema } from '../src/shape/schema.ts';

type Value = unknown;
type Map = Readonly<Record<string, Value>>;
type Test = (value: Value, said: never, schema: Map, root: Map) => boolean;

const isMap = (value: Value): value is Map =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isType: Readonly<Record<string, (value: Value) => boolean>> = {
  null: (value) => value === null,
  boolean: (value) => typeof value === 'boolean',
  integer: (value) => Number.isInteger(value),
  number: (value) => typeof value === 'number',
  string: (value) => typeof value === 'string',
  array: Array.isArray,
  object: isMap,
};
/** Says nothing of a value that is not of this type. */
const only =
  <T>(type: string, test: (value: T, said: never, schema: Map, root: Map) => boolean): Test =>
  (value, said, schema, root) =>
    !isType[type]!(value) || test(value as T, said, schema, root);
const same = (a: Value, b: Value) => JSON.stringify(a) === JSON.stringify(b);
const own = (map: Map, key: string) => (Object.hasOwn(map, key) ? map[key] : undefined);

/** Schemas stand in these: one, a list, or a map of them. */
const inner: Readonly<Record<string, (said: Value) => readonly Value[]>> = {
  ...Object.fromEntries(
    ['items', 'contains', 'additionalProperties', 'propertyNames', 'if', 'then'].map((word) => [
      word,
      (said: Value) => [said],
    ]),
  ),
  ...Object.fromEntries(['anyOf', 'allOf'].map((word) => [word, (said: Value) => said as Value[]])),
  ...Object.fromEntries(
    ['properties', 'definitions'].map((word) => [word, (said: Value) => Object.values(said as Map)]),
  ),
};

const tests: Readonly<Record<string, Test>> = {
  $schema: () => true,
  title: () => true,
  description: () => true,
  examples: () => true,
  definitions: () => true,
  $ref: (value, said, _, root) => fits(value, target(said, root), root),
  type: (value, said) => [said].flat().some((name) => isType[name as string]!(value)),
  enum: (value, said: Value[]) => said.some((each) => same(each, value)),
  pattern: only('string', (value: string, said) => new RegExp(said, 'u').test(value)),
  minimum: only('number', (value: number, said) => value >= said),
  maximum: only('number', (value: number, said) => value <= said),
  items: only('array', (value: Value[], said, _, root) => value.every((item) => fits(item, said, root))),
  contains: only('array', (value: Value[], said, _, root) => value.some((item) => fits(item, said, root))),
  minItems: only('array', (value: Value[], said) => value.length >= said),
  uniqueItems: only(
    'array',
    (value: Value[], said) =>
      !said || value.every((item, at) => value.findIndex((b) => same(item, b)) === at),
  ),
  properties: only('object', (value: Map, said: Map, _, root) =>
    Object.entries(said).every(
      ([key, schema]) => !Object.hasOwn(value, key) || fits(value[key], schema as JsonSchema, root),
    ),
  ),
  required: only('object', (value: Map, said: string[]) => said.every((key) => Object.hasOwn(value, key))),
  additionalProperties: only('object', (value: Map, said, schema, root) =>
    Object.keys(value)
      .filter((key) => !Object.hasOwn((schema.properties ?? {}) as Map, key))
      .every((key) => fits(value[key], said, root)),
  ),
  propertyNames: only('object', (value: Map, said, _, root) =>
    Object.keys(value).every((key) => fits(key, said, root)),
  ),
  minProperties: only('object', (value: Map, said) => Object.keys(value).length >= said),
  maxProperties: only('object', (value: Map, said) => Object.keys(value).length <= said),
  anyOf: (value, said: JsonSchema[], _, root) => said.some((schema) => fits(value, schema, root)),
  allOf: (value, said: JsonSchema[], _, root) => said.every((schema) => fits(value, schema, root)),
  if: (value, said, schema, root) => !fits(value, said, root) || fits(value, schema.then as JsonSchema, root),
  // biome-ignore lint/suspicious/noThenProperty: the word is that of JSON Schema
  then: () => true,
};

function target(reference: string, root: Map): JsonSchema {
  const found = reference
    .slice(2)
    .split('/')
    .reduce((at: Value, key) => (isMap(at) ? own(at, key) : undefined), root);
  if (found === undefined) throw new Error(`${reference} leads nowhere`);
  return found as JsonSchema;
}

function fits(value: Value, schema: JsonSchema, root: Map): boolean {
  if (schema === false) return false;
  return Object.entries(schema).every(([word, said]) => tests[word]!(value, said as never, schema, root));
}

/** Throws for a schema that says something this validator, or draft-07, would pass over. */
function check(schema: Value, root: Map): void {
  if (schema === false) return;
  if (!isMap(schema)) throw new Error(`${JSON.stringify(schema)} is no schema`);
  const words = Object.keys(schema);
  const unknown = words.find((word) => !Object.hasOwn(tests, word));
  if (unknown !== undefined) throw new Error(`unknown keyword ${unknown}`);
  if ('$ref' in schema) target(schema.$ref as string, root);
  if ('$ref' in schema && words.length > 1) throw new Error(`${words.join(', ')} beside a $ref`);
  if ('if' in schema !== 'then' in schema) throw new Error('if and then go together');
  if (typeof schema.pattern === 'string') new RegExp(schema.pattern, 'u');
  for (const word of words) for (const part of inner[word]?.(schema[word]) ?? []) check(part, root);
}

/** Says of any value whether it fits the schema. */
export function validator(schema: JsonSchema): (value: unknown) => boolean {
  const root = schema as Map;
  check(schema, root);
  return (value) => fits(value, schema, root);
}
