// The JSON Schema of a list, made of the tables the loader reads by. What it cannot say is left to the loader: it
// must never refuse what the loader takes. Loaded only to be printed.

import type { CheckRule } from '../judge/check.ts';
import { checks } from '../judge/checks/index.ts';
import { kinds } from '../kinds/index.ts';
import type { Kind } from '../kinds/kind.ts';
import {
  anyCase,
  anyScalar,
  type Definition,
  type JsonSchema,
  partOf,
  sharedDefinitions,
} from '../shape/schema.ts';
import { type Form, formOf, type OperatorName } from '../shape.ts';
import { canExpect } from './expect.ts';
import type { Field } from './fields.ts';
import { feedFields, partFields, providerFields } from './provider-schema.ts';
import { controlFields, defaultsFields, endpointFields, listFields, optionNames } from './schema.ts';
import {
  controlWords,
  endpointWords,
  feedWords,
  type KeyWords,
  listWords,
  partWords,
  providerWords,
} from './words.ts';
import { plainValue } from './yaml.ts';

type Properties = Readonly<Record<string, JsonSchema>>;
type Table = Readonly<Record<string, Field<unknown>>>;

/** The whole schema, draft-07. An empty map below `expect` is let pass: the defaults may fill it. */
export function listSchema(): JsonSchema {
  const parts: Record<Definition, JsonSchema> = {
    ...sharedDefinitions,
    url: url(),
    expect: closed(Object.fromEntries(checks.map((rule) => [rule.key, expectation(rule)]))),
    defaults: closed(described(defaultsFields, endpointWords)),
    provider: {
      ...closed(described(providerFields, providerWords)),
      anyOf: [{ required: ['services'] }, { required: ['edge'] }],
    },
    feed: { ...closed(described(feedFields, feedWords)), required: ['format', 'url'] },
    part: {
      ...closed(described(partFields, partWords)),
      anyOf: [{ required: ['service'] }, { required: ['component'] }],
    },
    control: asked(controlFields, { ...endpointWords, ...controlWords }, ['operator', 'url']),
    endpoint: {
      anyOf: [partOf('url'), asked(endpointFields, endpointWords, ['url'])],
    },
  };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'whydown list',
    description: 'What whydown probes: probes.yaml',
    ...closed(described(listFields, listWords)),
    definitions: {
      ...parts,
      ...Object.fromEntries(
        checks.flatMap((rule) =>
          [null, ...ownForms(rule)].map((subject) => {
            const name = formName(rule, subject);
            return [name, valueSchema(formOf(rule.shape, subject), name)];
          }),
        ),
      ),
      ...Object.fromEntries(kinds.map((kind) => [kindName(kind), limitsOf(kind)])),
    },
  };
}

function closed(properties: Properties): Exclude<JsonSchema, false> {
  return { type: 'object', properties, additionalProperties: false };
}

/** In draft-07 nothing may stand beside a `$ref`. */
function wrapped(schema: JsonSchema): Exclude<JsonSchema, false> {
  return schema === false || schema.$ref !== undefined ? { allOf: [schema] } : schema;
}

function described(table: Table, words: Readonly<Record<string, KeyWords>>): Properties {
  return Object.fromEntries(
    Object.entries(table).map(([key, { schema, example }]) => {
      const { meaning = '', otherwise = '' } = words[key] ?? {};
      const description = `${meaning} (if not said: ${otherwise})`;
      // An example of a map or a list is written in YAML; the description has one where it is needed.
      const examples = /^[[{]/.test(example) ? {} : { examples: [plainValue(example)] };
      return [key, { description, ...examples, ...wrapped(schema) }];
    }),
  );
}

/** A map that says what is asked: what else it may say hangs on the scheme of its URLs. */
function asked(
  table: Table,
  words: Readonly<Record<string, KeyWords>>,
  required: readonly string[],
): JsonSchema {
  return {
    ...closed(described(table, words)),
    required,
    allOf: kinds.flatMap((kind) => kind.schemes.map((scheme) => whenAsked(kind, scheme))),
  };
}

/** Text that may begin with any scheme, because a reference stands in it. */
const openScheme = '[A-Za-z0-9+.-]*\\$\\{';

function whenAsked(kind: Kind, scheme: string): JsonSchema {
  const known: JsonSchema = { type: 'string', pattern: `^${anyCase(scheme)}` };
  const same: JsonSchema = { pattern: `^(?:${anyCase(scheme)}|${openScheme})` };
  return {
    if: { properties: { url: { anyOf: [known, { type: 'array', contains: known }] } }, required: ['url'] },
    // biome-ignore lint/suspicious/noThenProperty: the word is that of JSON Schema
    then: {
      allOf: [
        {
          properties: {
            url: {
              anyOf: [
                { type: 'string', ...same },
                { type: 'array', items: same, uniqueItems: true },
              ],
            },
          },
        },
        { $ref: `#/definitions/${kindName(kind)}` },
      ],
    },
  };
}

/** Any URL: a scheme that can be asked, no blanks, a user or password only where HTTP can send them. */
function url(): JsonSchema {
  const schemes = kinds.flatMap((kind) => kind.schemes.map(anyCase));
  const reference = '\\$\\{[^}]*\\}|\\$(?!\\{)';
  return {
    allOf: [
      partOf('text'),
      { type: 'string', pattern: `^(?:${schemes.join('|')}|${openScheme})` },
      { pattern: `^(?:${reference}|[^\\x00-\\x20\\x7f$])+$` },
      {
        pattern: `^(?:${anyCase('http')}[sS]?:|(?![A-Za-z][A-Za-z0-9+.-]*://(?:${reference}|[^/?#\\\\@$])*@))`,
      },
    ],
  };
}

function kindName(kind: Kind): string {
  return `of-${kind.schemes.map((scheme) => scheme.slice(0, -1)).join('-')}`;
}

/** What targets of a kind cannot be told, and what cannot be expected of them. */
function limitsOf(kind: Kind): JsonSchema {
  const foreign = Object.entries(optionNames).filter(([, name]) => !kind.options.includes(name));
  return {
    properties: {
      ...Object.fromEntries(foreign.map(([key]) => [key, false])),
      expect: { properties: Object.fromEntries(checks.flatMap((rule) => limitOf(kind, rule))) },
    },
  };
}

function limitOf(kind: Kind, rule: CheckRule): readonly (readonly [string, JsonSchema])[] {
  if (!canExpect(kind, rule, null)) return [[rule.key, false]];
  const { subjects } = rule.shape;
  if (subjects === null || !('names' in subjects)) return [];
  const missing = subjects.names.filter((name) => !canExpect(kind, rule, name));
  if (missing.length === 0) return [];
  return [[rule.key, { properties: Object.fromEntries(missing.map((name) => [name, false])) }]];
}

/** The words below a check's key whose values have a form of their own. */
function ownForms({ shape: { subjects } }: CheckRule): readonly string[] {
  return Object.keys((subjects && 'names' in subjects && subjects.forms) || {});
}

function formName(rule: CheckRule, subject: string | null): string {
  const own = subject !== null && ownForms(rule).includes(subject);
  return `value-of-${rule.key}${own ? `-${subject}` : ''}`;
}

function expectation(rule: CheckRule): JsonSchema {
  const { about: description, examples, subjects } = rule.shape;
  const valueAt = (subject: string | null): JsonSchema => ({
    $ref: `#/definitions/${formName(rule, subject)}`,
  });
  if (subjects === null) return { description, examples, allOf: [valueAt(null)] };
  const map =
    'names' in subjects
      ? closed(Object.fromEntries(subjects.names.map((name) => [name, valueAt(name)])))
      : ({
          type: 'object',
          propertyNames: { pattern: subjects.pattern },
          additionalProperties: valueAt(null),
        } as const);
  return { description, examples, ...map };
}

/** What a form lets pass; `name` is how its definition is called, for `not`. */
function valueSchema(form: Form, name: string): JsonSchema {
  if (form.kind !== 'limit') return matcherOf(form, name);
  const limit = form.operand.bound;
  return { anyOf: [limit, { ...closed({ warn: limit, fail: limit }) }] };
}

function matcherOf(form: Exclude<Form, { kind: 'limit' }>, name: string): JsonSchema {
  const { schema: value, bound } = form.operand;
  const list: JsonSchema = { type: 'array', minItems: 1, items: value };
  const self: JsonSchema = { $ref: `#/definitions/${name}` };
  // A set is compared with several values at once.
  const compared: JsonSchema = form.kind === 'set' ? { anyOf: [value, list] } : value;
  const operators: Record<OperatorName, JsonSchema> = {
    equals: compared,
    contains: compared,
    matches: anyScalar,
    in: list,
    min: bound,
    max: bound,
    // One operator, or a bare value.
    not: { allOf: [self, { maxProperties: 1 }] },
  };
  const bare = form.kind === 'set' ? 'equals' : (form.bare ?? 'equals');
  const known = [...new Set([bare, ...form.operators])];
  return {
    anyOf: [
      operators[bare],
      ...(form.operators.includes('in') ? [list] : []),
      {
        ...closed(Object.fromEntries(known.map((operator) => [operator, operators[operator]]))),
      },
    ],
  };
}
