// The grammar of a list as tables: which keys there are, what each expects, with an example of each.
// What hangs on two keys at once, or on the kind of a URL, is judged in `endpoint.ts`.

import { resolve } from 'node:path';
import { checks } from '../judge/checks/index.ts';
import type { Options, Retry } from '../model.ts';
import { resolverWords } from '../resolver.ts';
import {
  anyCase,
  anyText,
  type JsonSchema,
  orReference,
  partOf,
  patterned,
  someText,
} from '../shape/schema.ts';
import { isProblem, type Problem } from '../shape.ts';
import { parseResolver } from './address.ts';
import { authorityField, type WrittenAuthority } from './authority.ts';
import { connectingFields, connectingNames, type WrittenConnecting } from './connecting.ts';
import { type Explain, elsewhere } from './elsewhere.ts';
import {
  duration,
  type Field,
  type Fields,
  listOf,
  map,
  nodes,
  oneOf,
  record,
  scalar,
  text,
  whole,
} from './fields.ts';
import { headersSchema, parseHeaders } from './headers.ts';
import type { KeyForm } from './merge.ts';
import { readPem } from './pem.ts';
import type { Reading } from './reading.ts';
import { oneOrSeveral } from './several.ts';
import { readReason } from './unreadable.ts';
import type { MapNode, Node, ScalarNode } from './yaml.ts';

/** The options as a list spells them. */
export interface WrittenOptions extends WrittenConnecting {
  method: string;
  headers: Readonly<Record<string, string>>;
  redirects: number;
  timeout: number;
  retry: Partial<WrittenRetry>;
  resolver: readonly string[];
  agree: boolean;
  ca: string;
}

interface WrittenRetry {
  times: Retry['times'];
  after: Retry['afterMs'];
}

export interface WrittenEndpoint extends WrittenOptions {
  name: string;
  service: string;
  component: string;
  edge: string;
  tags: readonly string[];
  url: readonly ScalarNode[];
  atLeast: number;
  expect: MapNode;
}

interface WrittenControl extends Omit<WrittenOptions, 'addresses'> {
  operator: string;
  name: string;
  url: readonly ScalarNode[];
  expect: MapNode;
}

interface WrittenList {
  version: 1;
  defaults: MapNode;
  providers: MapNode;
  controls: readonly Node[];
  endpoints: readonly Node[];
}

/** A word, an address, or the URL of a server; whether the address is one, the loader knows. */
const resolverSchema = patterned(
  `^(?:${[...resolverWords].join('|')}|(?:(?:${['udp', 'tcp'].map(anyCase).join('|')})://)?[0-9A-Fa-f.:[\\]]+|${anyCase('tls')}://[^\\s/?#@]+|${anyCase('https')}://[^\\s#@]+)$`,
);

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

const headers: Field<Readonly<Record<string, string>>> = {
  ...map('a map of headers', '{accept: application/json}', headersSchema),
  read: parseHeaders,
};

const oneResolver = scalar('a resolver', '9.9.9.9', resolverSchema, parseResolver);

/** What can be said of how an endpoint is asked. */
const optionFields: Fields<WrittenOptions> = {
  method: oneOf('a method', methods),
  headers,
  redirects: whole(0, 20),
  timeout: duration('1ms', '1h'),
  retry: record<WrittenRetry>('a map of times and after', '{times: 1, after: 1s}', {
    times: whole(0, 10),
    after: duration('0s', '1h'),
  }),
  resolver: oneOrSeveral('a resolver or a list of resolvers', oneResolver),
  agree: scalar('true or false', 'true', orReference({ type: 'boolean' }), (words, value) =>
    typeof value === 'boolean' ? { value } : { problem: `\`${words}\` is neither true nor false` },
  ),
  ca: scalar('PEM text or the path of a PEM file', 'ca/root.pem', anyText, readCa),
  ...connectingFields,
};

/** The name of each option in the model, by which kinds say what they know. */
export const optionNames = {
  method: 'method',
  headers: 'headers',
  redirects: 'redirects',
  timeout: 'timeoutMs',
  retry: 'retry',
  resolver: 'resolvers',
  agree: 'agree',
  ca: 'ca',
  ...connectingNames,
} as const satisfies Record<keyof WrittenOptions, keyof Options>;

const expectation = map('a map of expectations', '{status: 200}', partOf('expect'));

export const defaultsFields: Fields<WrittenOptions & { expect: MapNode }> = {
  ...optionFields,
  expect: expectation,
};

export const endpointFields: Fields<WrittenEndpoint> = {
  name: text('a name', 'api'),
  service: text('the name of a service', 'WhatsApp'),
  component: text('the name of a component', 'login'),
  edge: text('the name of an edge', 'cloudflare'),
  tags: listOf('a list of tags', '[prod, eu]', text('a tag', 'prod')),
  url: nodes('a URL or a list of URLs', 'https://example.com', true, partOf('url')),
  atLeast: whole(1, 1000),
  ...optionFields,
  expect: expectation,
};

/** A control is asked once: which of its addresses answers is of no interest. */
const { addresses: _, ...controlOptions } = optionFields;

export const controlFields: Fields<WrittenControl> = {
  operator: text('the name of who runs it', 'Google'),
  name: text('a name', 'Google'),
  url: nodes('a URL', 'http://connectivitycheck.gstatic.com/generate_204', false, partOf('url')),
  ...controlOptions,
  expect: expectation,
};

export const providerFields: Fields<{ services: readonly ScalarNode[]; authority: WrittenAuthority }> = {
  services: nodes('a list of services', '[WhatsApp, Instagram]', true, someText),
  authority: authorityField,
};

const itself = (expected: string, example: string, schema: JsonSchema): Field<Node> => ({
  expected,
  example,
  schema,
  read: (node) => (node.kind === 'broken' ? undefined : node),
});

const providersSchema: JsonSchema = { type: 'object', additionalProperties: partOf('provider') };

const endpointsExample = '[https://example.com]';

export const listFields: Fields<WrittenList> = {
  version: scalar('the version 1', '1', orReference({ enum: [1] }), (words, value) =>
    value === 1 ? { value } : { problem: `\`${words}\` is no version of the list`, hint: 'write version: 1' },
  ),
  defaults: map('a map of options', '{timeout: 5s}', partOf('defaults')),
  providers: map('a map of providers', '{Meta: {services: [WhatsApp]}}', providersSchema),
  controls: listOf(
    'a list of controls',
    '[{operator: Google, url: …}]',
    itself('a control', '{…}', partOf('control')),
  ),
  endpoints: listOf(
    'a list of endpoints',
    endpointsExample,
    itself('an endpoint', 'https://example.com', partOf('endpoint')),
  ),
};

/** Where a key belongs that people look for in the wrong place. */
export const explain: Explain = (key) => {
  if (key === 'provider') return 'a provider names its services: providers: {Meta: {services: [WhatsApp]}}';
  if (checks.some((rule) => rule.key === key)) return `an expectation stands under \`expect: {${key}: …}\``;
  if (Object.hasOwn(endpointFields, key))
    return `\`${key}\` belongs to an endpoint: endpoints: [{${key}: …}]`;
  if (Object.hasOwn(listFields, key)) return `\`${key}\` stands at the top of the list`;
  return elsewhere(key);
};

/** How keys are compared where `defaults` and an endpoint meet. */
export const keyForm: KeyForm = (path, key) => {
  const [first, second] = path;
  if (path.length === 1 && first === 'headers') return key.toLowerCase();
  if (path.length !== 2 || first !== 'expect') return key;
  const subjects = checks.find((rule) => rule.key === second)?.shape.subjects;
  return subjects && 'normalise' in subjects ? (subjects.normalise?.(key) ?? key) : key;
};

function readCa(words: string, _value: unknown, reading: Reading): { readonly value: string } | Problem {
  if (words.includes('-----BEGIN')) return readPem(words);
  if (words.trim() === '' || words.includes('\0')) return { problem: 'a path is missing' };
  const hint = 'a path starts at the folder of the list; PEM text can stand here as well';
  let bytes: Uint8Array;
  try {
    bytes = reading.readFile(resolve(reading.folder, words));
  } catch (error) {
    return { problem: `\`${words}\` cannot be read: ${readReason(error).reason}`, hint };
  }
  const pem = readPem(new TextDecoder().decode(bytes));
  return isProblem(pem) ? { ...pem, problem: `\`${words}\`: ${pem.problem}` } : pem;
}
