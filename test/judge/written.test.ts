// What may be written below a check, for the loader and for editors alike.

import { describe, expect, test } from 'vitest';
import { documentOf } from '../../src/config/document.ts';
import { listSchema } from '../../src/config/json-schema.ts';
import { parseYaml } from '../../src/config/parse.ts';
import { plan } from '../../src/config/plan.ts';
import { endpointOf, listOf, messagesOf } from '../config/list.ts';
import { plain } from '../config/plain.ts';
import { validator } from '../json-schema.ts';

const expecting = (what: string) => `endpoints: [{url: "https://site.example", expect: {${what}}}]`;
const mistakesIn = (what: string) => messagesOf(() => listOf(expecting(what)));
const fits = validator(listSchema());

function fitsSchema(what: string): boolean {
  const { root } = parseYaml(documentOf('list.yaml', expecting(what)));
  return root !== null && fits(plain(root));
}

test.each([
  'status: 2xx',
  'status: 2XX',
  'status: 204',
  'status: "204"',
  'status: 200-299',
  'tls: {version: 1.2}',
  'tls: {version: {min: 1.0}}',
  'tls: {version: TLSv1.3}',
  'tls: {version: "tls 1.1"}',
  'ttl: {max: 2147483647}',
  'ttl: {max: "2147483647"}',
  'ttl: {max: 1h}',
  'rcode: nxDomain',
  'json: {$.n: {min: 5}}',
  'json: {$.n: {min: 1e20, max: +1.5E+20}}',
  'json: {$.n: 9007199254740991}',
  'headers: {x-rate_limit~: a}',
])('%s is good', (what) => {
  expect(mistakesIn(what)).toEqual([]);
  expect(fitsSchema(what)).toBe(true);
});

test.each([
  ['status: 12xx', '`12xx` is not a status'],
  ['status: 2xxx', '`2xxx` is not a status'],
  ['status: 2000', '`2000` is not a status'],
  ['status: "1200-299"', '`1200-299` is not a status'],
  ['tls: {version: 2.0}', '`2.0` is not a version of TLS'],
  ['tls: {version: 1.23}', '`1.23` is not a version of TLS'],
  ['tls: {version: xTLSv1.2}', '`xTLSv1.2` is not a version of TLS'],
  ['ttl: {max: 2147483648}', '`2147483648` is not a time to live'],
  ['ttl: {max: soon}', '`soon` is not a duration'],
  ['rcode: NXDOMAINS', '`NXDOMAINS` is not a response code'],
  ['json: {$.n: {min: five}}', '`five` is not a number'],
  ['json: {status: ok}', '`status` is not a JSON path'],
  ['certificate: {expires_in: 14}', '`14` needs a unit'],
  ['certificate: {expires_in: v14}', '`v14` is not a duration'],
  ['certificate: {expires_in: 14d3}', '`14d3` is not a duration'],
  ['headers: {a b: c}', '`a b` is not a header name'],
])('%s is refused', (what, mistake) => {
  expect(mistakesIn(what)).toEqual([mistake]);
  expect(fitsSchema(what)).toBe(false);
});

describe('an integer beyond those that a number in JSON keeps', () => {
  test.each([
    '9007199254740993',
    '-99999999999999999999',
    '+99999999999999999999',
    '99999999999999999999.0',
    '0xFFFFFFFFFFFFFFFF',
    '0x1EEEEEEEEEEEEEEEE',
    '0o7777777777777777777777',
  ])('%s is refused', (number) => {
    expect(mistakesIn(`json: {$.n: ${number}}`)).toEqual([
      `\`${number}\` has more digits than a number in JSON keeps`,
    ]);
  });
});

test.each([
  ['status: 200', {}],
  ['status: {not: 200}', { okIsOdd: true }],
  ['status: 404', { okIsOdd: true }],
  ['headers: {a: b}', {}],
  ['certificate: {expires_in: 14d}', {}],
  ['family: 4', {}],
  ['tls: {alpn: h2}', {}],
  ['records: 192.0.2.1', {}],
  ['ttl: 60', {}],
  ['rcode: NXDOMAIN', {}],
  ['latency: {total: 1s}', {}],
])('%s is told without a body', (what, also) => {
  const [job] = plan([endpointOf(expecting(what))]);
  expect(job?.collect).toEqual({ body: false, ...also });
});
