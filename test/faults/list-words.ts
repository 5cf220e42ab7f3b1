// Words of a list that YAML or JavaScript has a meaning for, and what is told of them.

import { createServer } from 'node:http';
import { machineNetwork } from '../../src/net/machine.ts';
import { runOf } from '../ask.ts';
import { openCollector } from '../servers/collector.ts';
import { listen } from '../servers/listen.ts';
import type { CaseFault } from './fault.ts';
import { named, one, row } from './list-row.ts';

const words: readonly CaseFault[] = [
  ...[
    'no',
    'on',
    'off',
    'y',
    '0644',
    '0x1F',
    '1e3',
    '12:30:45',
    '12345678901234567890',
    '.inf',
    '1_000',
    '2026-01-01',
  ].map((name) => row('C7', `the name ${name}`, named(name), `good: ${name}`)),
  row(
    'C7',
    'a number where a text with a unit is meant',
    one('timeout: 0644'),
    'exit 2: 1:58 `0644` needs a unit',
  ),
  row(
    'C7',
    'a word where true or false is meant',
    'endpoints: [{url: "dns:a.example", resolver: [system, os], agree: yes}]',
    'exit 2: 1:67 `yes` is neither true nor false',
  ),
  row('C7', 'a status written as 2e2', one('expect: {status: 2e2}'), 'good: a'),
  row(
    'C7',
    'a number of 20 digits to compare',
    one('expect: {json: {$.id: 12345678901234567890}}'),
    'exit 2: 1:71 `12345678901234567890` has more digits than a number in JSON keeps',
  ),
];

const reserved = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];

const keys: readonly CaseFault[] = [
  ...reserved.map((key) =>
    row('C8', `the key ${key}`, `${key}: {url: 1}\n${named('a')}`, `exit 2: 1:1 unknown key \`${key}\``),
  ),
  row('C8', 'the option __proto__', one('__proto__: {timeout: 1s}'), 'exit 2: 1:49 unknown key `__proto__`'),
  row(
    'C8',
    'the expectation __proto__',
    one('expect: {__proto__: 1}'),
    'exit 2: 1:58 unknown expectation `__proto__`',
  ),
  row(
    'C8',
    'the operator constructor',
    one('expect: {body: {constructor: 1}}'),
    'exit 2: 1:65 `constructor` is not an operator here',
  ),
  row(
    'C8',
    'the unit constructor',
    one('timeout: 5constructor'),
    'exit 2: 1:58 `constructor` is not a unit of time',
  ),
  ...reserved.map((name) => row('C8', `the name ${name}`, named(name), `good: ${name}`)),
  ...reserved.map((name) =>
    row(
      'C8',
      `the service and tag ${name}`,
      `providers: {${name}: {services: [${name}]}}\n${one(`service: ${name}, tags: [${name}]`)}`,
      'good: a',
      {
        words: [name],
        tags: [name],
      },
    ),
  ),
  ...reserved.map((name) =>
    row(
      'C8',
      `the variable ${name}`,
      named(`"\${env:${name}}"`),
      `exit 2: 1:21 the environment variable ${name} is not set`,
    ),
  ),
  ...reserved.map((name) =>
    row(
      'C8',
      `the tag ${name}, which nobody has`,
      named('a'),
      `exit 2: no endpoint has the tag \`${name}\``,
      { tags: [name] },
    ),
  ),
];

/** What is sent and judged of a request whose header, and whose answer, have names that JavaScript knows. */
async function sent(): Promise<string> {
  const body = '{"__proto__": {"admin": true}, "constructor": 1}';
  let raw: readonly string[] = [];
  const server = createServer(({ rawHeaders }, response) => {
    raw = rawHeaders;
    response.writeHead(200, { constructor: 'x' }).end(body);
  });
  const port = await listen(server);
  const { results } = await runOf(machineNetwork(), {
    endpoints: [
      {
        name: '__proto__',
        url: `http://127.0.0.1:${port}/`,
        retry: { times: 0 },
        headers: JSON.parse('{"__proto__": "mine", "constructor": "mine"}'),
        expect: {
          headers: { constructor: 'x', toString: { not: { matches: '.' } } },
          json: JSON.parse(
            '{"$.__proto__.admin": true, "$.constructor": 1, "$.toString": {"not": {"matches": ""}}}',
          ),
        },
      },
    ],
  });
  const polluted = 'admin' in {} ? ', polluted' : '';
  return `${results.map(({ status }) => status)}, sent ${raw.filter((name) => reserved.includes(name))}${polluted}`;
}

/** A coding that is the name of a function of every object. */
async function coded(coding: string): Promise<string> {
  const { port } = await openCollector(() => ({
    status: 200,
    headers: { 'content-encoding': coding },
    body: 'hello',
  }));
  const endpoint = { url: `http://127.0.0.1:${port}/`, expect: { body: 'hello' }, retry: { times: 0 } };
  const [result] = (await runOf(machineNetwork(), { endpoints: [endpoint] })).results;
  return `${result?.status} ${result?.cause?.code}`;
}

export const listWords: readonly CaseFault[] = [
  ...words,
  ...keys,
  {
    ids: ['C8'],
    fault: 'headers and JSON with keys of every object',
    told: 'up, sent __proto__,constructor',
    show: sent,
  },
  ...['constructor', '__proto__', 'toString'].map(
    (coding): CaseFault => ({
      ids: ['C8'],
      fault: `the content coding ${coding}`,
      told: 'down content.encoding',
      show: () => coded(coding),
    }),
  ),
];
