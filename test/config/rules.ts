// Every rule of the language that the tables state, each with what a mistake against it looks like: which part of
// a list its caret points at. A new key, check, operator or kind brings its rules along.

import { canExpect } from '../../src/config/expect.ts';
import type { Field } from '../../src/config/fields.ts';
import { feedFields, partFields, providerFields } from '../../src/config/provider-schema.ts';
import {
  controlFields,
  defaultsFields,
  endpointFields,
  listFields,
  optionNames,
} from '../../src/config/schema.ts';
import type { CheckRule } from '../../src/judge/check.ts';
import { checks } from '../../src/judge/checks/index.ts';
import { kindOf, kinds } from '../../src/kinds/index.ts';
import type { Kind } from '../../src/kinds/kind.ts';
import type { Form, OperatorName } from '../../src/shape.ts';
import type { Spot } from './goldens.ts';

export interface Rule {
  /** What is missing when no golden breaks it. */
  readonly name: string;
  readonly brokenBy: (spot: Spot) => boolean;
}

type Table = Readonly<Record<string, Field<unknown>>>;

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}

/** A value at this path, or an item of it. */
function valueRule(name: string, path: string): Rule {
  const pattern = new RegExp(`^${path}(/\\[\\])*$`);
  return {
    name: `${name}: a value that does not fit`,
    brokenBy: ({ path: at, at: what }) => what === 'value' && pattern.test(at),
  };
}

/** A key below this path that is none of the known ones. */
function unknownRule(name: string, path: string, known: readonly string[]): Rule {
  const pattern = new RegExp(`^${path}/([^/]+)$`);
  return {
    name: `${name}: a key that is not known`,
    brokenBy: ({ path: at, at: what }) =>
      what === 'key' && pattern.test(at) && !known.includes(at.split('/').at(-1) ?? ''),
  };
}

function tableRules(name: string, path: string, table: Table): readonly Rule[] {
  const own = Object.entries(table).flatMap(([key, { schema }]) => {
    const inner = schema === false ? [] : Object.keys(schema.properties ?? {});
    const below = `${path}/${escaped(key)}`;
    return [
      valueRule(`${name} ${key}`, below),
      ...inner.map((each) => valueRule(`${name} ${key}.${each}`, `${below}/${escaped(each)}`)),
      ...(inner.length > 0 ? [unknownRule(`${name} ${key}`, below, inner)] : []),
    ];
  });
  return [...own, unknownRule(name, path, Object.keys(table))];
}

/** Where `expect` may stand. */
const anyExpect = '/(?:defaults|(?:endpoints|controls)/\\[\\])/expect';

function checkRules(rule: CheckRule): readonly Rule[] {
  const { key, shape } = rule;
  const { subjects } = shape;
  const path = `${anyExpect}/${escaped(key)}`;
  const lacking = kinds.some((kind) => !canExpect(kind, rule, null));
  const missing: readonly Rule[] = lacking
    ? [
        {
          name: `expect ${key}: at a kind that has no such fact`,
          brokenBy: ({ path: at, at: what }) => what === 'key' && new RegExp(`^${path}$`).test(at),
        },
      ]
    : [];
  if (subjects === null) return [...missing, ...formRules(`expect ${key}`, path, rule)];
  const whole = valueRule(`expect ${key}`, path);
  if ('names' in subjects) {
    const each = subjects.names.map((name) =>
      valueRule(`expect ${key} ${name}`, `${path}/${escaped(name)}(?:/\\w+)?`),
    );
    const any = `${path}/(?:${subjects.names.map(escaped).join('|')})`;
    return [
      ...missing,
      whole,
      unknownRule(`expect ${key}`, path, subjects.names),
      ...each,
      ...formRules(`expect ${key}`, any, rule),
    ];
  }
  const subject: Rule = {
    name: `expect ${key}: a subject that does not fit`,
    brokenBy: ({ path: at, at: what }) => what === 'key' && new RegExp(`^${path}/[^/]+$`).test(at),
  };
  return [...missing, whole, subject, ...formRules(`expect ${key}`, `${path}/[^/]+`, rule)];
}

/** The operator that a bare value stands for. */
function bareOf(form: Exclude<Form, { kind: 'limit' }>): OperatorName {
  return form.kind === 'matcher' ? (form.bare ?? 'equals') : 'equals';
}

function formRules(name: string, path: string, { shape: { form } }: CheckRule): readonly Rule[] {
  const words = form.kind === 'limit' ? ['warn', 'fail'] : [...new Set([bareOf(form), ...form.operators])];
  return [
    valueRule(`${name}, bare`, path),
    // What `not` holds may be an operator again.
    ...words.map((word) =>
      valueRule(`${name}, ${word}`, `${path}/${word}${word === 'not' ? '(?:/\\w+)?' : ''}`),
    ),
    unknownRule(`${name}, operators`, path, words),
  ];
}

function kindRules(kind: Kind): readonly Rule[] {
  const [scheme = ''] = kind.schemes;
  const refused = (text: string) =>
    URL.canParse(text) && kindOf(new URL(text).protocol) === kind && kind.refuse(new URL(text)) !== null;
  const knowsAll = Object.values(optionNames).every((name) => kind.options.includes(name));
  const url: Rule = {
    name: `${scheme} a URL that it refuses`,
    brokenBy: ({ at, text }) => at === 'value' && refused(text),
  };
  const option: Rule = {
    name: `${scheme} an option that it does not know`,
    brokenBy: ({ path, at, message }) =>
      at === 'key' &&
      path.startsWith('/endpoints/[]/') &&
      message.startsWith(scheme) &&
      message.includes('does not know'),
  };
  return knowsAll ? [url] : [url, option];
}

/** Every rule of every table. */
export const rules: readonly Rule[] = [
  ...tableRules('the list', '', listFields),
  ...tableRules('defaults', '/defaults', defaultsFields),
  ...tableRules('an endpoint', '/endpoints/\\[\\]', endpointFields),
  ...tableRules('a control', '/controls/\\[\\]', controlFields),
  ...tableRules('a provider', '/providers/[^/]+', providerFields),
  ...tableRules('a feed', '/providers/[^/]+/feed', feedFields),
  ...tableRules('a part', '/providers/[^/]+/feed/map/[^/]+', partFields),
  ...checks.flatMap(checkRules),
  ...kinds.flatMap(kindRules),
];
