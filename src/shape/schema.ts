// Pieces of JSON Schema, as far as the grammar of a list needs it: what a field or an operand says of itself, so
// that editors know the same rules as the loader. Only words of draft-07; nothing here reads a list.

import type { Json } from '../model.ts';

/** The part of draft-07 that is used (json-schema.org/draft-07); `false` fits nothing. */
export type JsonSchema =
  | false
  | {
      readonly $schema?: string;
      readonly $ref?: string;
      readonly title?: string;
      readonly description?: string;
      readonly examples?: readonly Json[];
      readonly definitions?: Readonly<Record<string, JsonSchema>>;
      readonly type?: TypeName | readonly TypeName[];
      readonly enum?: readonly Json[];
      /** ECMA 262, searched for anywhere in the text; a value that is no text passes. */
      readonly pattern?: string;
      readonly minimum?: number;
      readonly maximum?: number;
      readonly items?: JsonSchema;
      readonly contains?: JsonSchema;
      readonly minItems?: number;
      readonly uniqueItems?: boolean;
      readonly properties?: Readonly<Record<string, JsonSchema>>;
      readonly required?: readonly string[];
      readonly additionalProperties?: JsonSchema;
      readonly propertyNames?: JsonSchema;
      readonly maxProperties?: number;
      readonly anyOf?: readonly JsonSchema[];
      readonly allOf?: readonly JsonSchema[];
      readonly if?: JsonSchema;
      readonly then?: JsonSchema;
    };

type TypeName = 'null' | 'boolean' | 'integer' | 'number' | 'string' | 'array' | 'object';

/** The parts that a list is made of, by the names they have in `definitions`. */
export type Definition =
  | keyof typeof sharedDefinitions
  | 'url'
  | 'expect'
  | 'defaults'
  | 'provider'
  | 'feed'
  | 'part'
  | 'control'
  | 'endpoint';

/** A part that the whole schema spells out once. */
export function partOf(name: Definition): JsonSchema {
  return { $ref: `#/definitions/${name}` };
}

/** Text in which nothing is replaced: `$${` is a plain `${`. */
const plain = String.raw`\$\$\{|\$(?!\$?\{)|[^$]`;

/** What is replaced: an environment variable, with a default or without, or a file. */
const replaced = String.raw`\$\{env:[A-Za-z_][A-Za-z0-9_]*(?::-[^}]*)?\}|\$\{file:[^}]+\}`;

/** What all schemas share; they stand in `definitions` of the whole. */
export const sharedDefinitions = {
  text: {
    description: 'text; a reference to the environment in it is replaced',
    type: 'string',
    pattern: `^(?:${plain}|${replaced})*$`,
  },
  reference: {
    description: 'a value out of the environment',
    type: 'string',
    pattern: `^(?:${plain})*(?:${replaced})(?:${plain}|${replaced})*$`,
  },
} as const satisfies Readonly<Record<string, JsonSchema>>;

/** A single value: what `schema` says, or a reference to the environment in its place. */
export function orReference(schema: JsonSchema): JsonSchema {
  return { anyOf: [schema, partOf('reference')] };
}

/** A text that matches a pattern, or a reference to the environment in its place. */
export function patterned(pattern: string): JsonSchema {
  return orReference({ type: 'string', pattern });
}

/** Any text. Numbers and booleans are taken as they are written. */
export const anyText: JsonSchema = {
  anyOf: [partOf('text'), { type: ['number', 'boolean'] }],
};

/** The same with something in it that can be seen. */
export const someText: JsonSchema = { allOf: [anyText, { pattern: '\\S' }] };

/** The same in one line. */
export const oneLine: JsonSchema = { allOf: [anyText, { pattern: '^[^\\r\\n]*\\S[^\\r\\n]*$' }] };

/** Any single value. */
export const anyScalar: JsonSchema = {
  anyOf: [partOf('text'), { type: ['number', 'boolean', 'null'] }],
};

/** A number with a unit: `5s`, `100ms`, `1.5m`. */
export const durationText: JsonSchema = patterned('^\\d+(?:\\.\\d+)?(?:ms|s|m|h|d)$');

/** The pattern of a word whose case does not count: patterns of JSON Schema have no flags. */
export function anyCase(word: string): string {
  return word.replace(/[a-z]/gi, (letter) => `[${letter.toLowerCase()}${letter.toUpperCase()}]`);
}
