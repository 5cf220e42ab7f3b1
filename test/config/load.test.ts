import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { builtInOptions } from '../../src/config/builtin.ts';
import { endpointOf, fileOf, listOf, loadAll, messagesOf } from './list.ts';

test('a bare string is a whole check whose name is the URL', () => {
  expect(endpointOf('endpoints:\n  - https://example.com\n')).toMatchObject({
    name: 'https://example.com',
    urls: ['https://example.com'],
    atLeast: 1,
    options: builtInOptions,
    source: { file: 'list.yaml', line: 2, column: 5 },
  });
});

test('without a word about it, an answer over HTTP must be a 2xx', () => {
  const { expect: asked, source } = endpointOf('endpoints: [https://example.com]');
  expect(asked).toMatchObject([{ check: 'status', written: '2xx', severity: 'fail', source }]);
});

test('a target without HTTP has no expectation but that it answers', () => {
  expect(endpointOf('endpoints: ["tcp://example.com:22"]').expect).toEqual([]);
});

test('every option of the list arrives', () => {
  const text = `
endpoints:
  - name: api
    service: Shop
    component: checkout
    edge: cloudflare
    tags: [prod, eu]
    url: [https://a.example.com, https://b.example.com]
    atLeast: 2
    method: POST
    headers: {Accept: application/json}
    redirects: 0
    timeout: 1.5s
    retry: {times: 0}
    resolver: udp://[2620:fe::fe]:5353
    addresses: all
    connect: ["A.Example.com:443:[2001:DB8::7]:8443", ":::81"]
    sni: WWW.example.com
    ip: ipv6
    source: 2001:db8::9
`;
  expect(endpointOf(text)).toMatchObject({
    name: 'api',
    service: 'Shop',
    component: 'checkout',
    edge: 'cloudflare',
    provider: null,
    tags: ['prod', 'eu'],
    urls: ['https://a.example.com', 'https://b.example.com'],
    atLeast: 2,
    options: {
      method: 'POST',
      headers: { accept: 'application/json' },
      redirects: 0,
      timeoutMs: 1500,
      retry: { times: 0, afterMs: 1000 },
      resolvers: ['[2620:fe::fe]:5353'],
      ca: null,
      addresses: 'all',
      connect: [
        { host: 'a.example.com', port: 443, toHost: '2001:db8::7', toPort: 8443 },
        { host: null, port: null, toHost: null, toPort: 81 },
      ],
      sni: 'www.example.com',
      family: 6,
      localAddress: '2001:db8::9',
    },
  });
});

test('the family of a source is the only one that is asked', () => {
  const { family } = endpointOf('endpoints: [{url: https://example.com, source: 192.0.2.9}]').options;
  expect(family).toBe(4);
});

const merging = `
defaults:
  timeout: 5s
  headers: {Accept: text/html, x-from: us}
  retry: {times: 3, after: 2s}
  expect:
    status: 200
    latency: {total: {warn: 1s}}
endpoints:
  - url: https://example.com
    headers: {accept: application/json}
    retry: {times: 0}
    expect:
      latency: {total: {fail: 3s}, dns: 100ms}
`;

test('defaults are merged key by key', () => {
  expect(endpointOf(merging).options).toMatchObject({
    timeoutMs: 5000,
    headers: { accept: 'application/json', 'x-from': 'us' },
    retry: { times: 0, afterMs: 2000 },
  });
});

test('each expectation points at the line that says it, in the defaults or at the endpoint', () => {
  const lines = endpointOf(merging).expect.map(({ check, subject, written, severity, source }) => [
    check,
    subject,
    written,
    severity,
    source?.line,
    source?.column,
  ]);
  expect(lines).toEqual([
    ['status', null, '200', 'fail', 7, 13],
    ['latency', 'total', '1s', 'warn', 8, 29],
    ['latency', 'total', '3s', 'fail', 14, 31],
    ['latency', 'dns', '100ms', 'fail', 14, 41],
  ]);
});

test('what a kind does not know is passed over in the defaults', () => {
  const text =
    'defaults: {method: HEAD, expect: {status: 200, latency: {total: 1s}}}\nendpoints: ["tcp://a.example.com:1"]';
  const endpoint = endpointOf(text);
  expect(endpoint.options.method).toBe('GET');
  expect(endpoint.expect.map(({ check }) => check)).toEqual(['latency']);
});

test('a mistake in the defaults is told once, also when no endpoint uses it', () => {
  expect(
    messagesOf(() => listOf('defaults: {timeout: 5, redirects: x}\nendpoints: ["tcp://a:1", "tcp://b:1"]')),
  ).toEqual(['`5` needs a unit', '`x` is not a whole number from 0 to 20']);
});

test('each file has its own defaults', () => {
  const list = loadAll([
    fileOf('defaults: {timeout: 5s}\nendpoints: [https://a.example.com]', 'a.yaml'),
    fileOf('endpoints: [https://b.example.com]', 'b.yaml'),
  ]);
  expect(list.endpoints.map(({ options, source }) => [options.timeoutMs, source?.file])).toEqual([
    [5000, 'a.yaml'],
    [10_000, 'b.yaml'],
  ]);
});

test('mistakes of all files are told in the order of files and lines', () => {
  const a = fileOf('endpoints:\n  - {url: https://a.example.com, timeout: 5}\nversion: 3', 'a.yaml');
  const b = fileOf('endpoints: [', 'b.yaml');
  expect(messagesOf(() => loadAll([b, a]))).toEqual([
    'this is not valid YAML: a quote or bracket is still open here',
    '`5` needs a unit',
    '`3` is no version of the list',
  ]);
});

test('a provider of one file has its services in all files, whatever their case', () => {
  const list = loadAll([
    fileOf('endpoints: [{url: https://a.example.com, service: whatsapp}, https://b.example.com]'),
    fileOf('providers: {Meta: {services: [WhatsApp]}}', 'b.yaml'),
  ]);
  expect(list.endpoints.map(({ service, provider }) => [service, provider])).toEqual([
    ['WhatsApp', 'Meta'],
    [null, null],
  ]);
});

test('words that differ only in case group together', () => {
  const text = `
endpoints:
  - {url: https://a.example.com, service: Shop, component: Login, edge: AWS}
  - {url: https://b.example.com, service: shop, component: login, edge: aws}
`;
  const [, second] = listOf(text).endpoints;
  expect(second).toMatchObject({ service: 'Shop', component: 'Login', edge: 'AWS' });
});

test('a control takes nothing from the defaults and is told by its operator', () => {
  const text = `
defaults: {timeout: 1s, expect: {latency: {total: 1s}}}
controls:
  - {operator: Google, url: http://a.example.com/generate_204, expect: {status: 204}}
endpoints: [https://example.com]
`;
  const [control] = listOf(text).controls;
  expect(control).toMatchObject({
    name: 'Google http://a.example.com/generate_204',
    provider: 'Google',
    component: null,
    options: { timeoutMs: 10_000 },
    expect: [{ check: 'status', written: '204' }],
  });
  expect(control?.expect).toHaveLength(1);
});

test('the roots of a list lie beside it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'whydown-'));
  const key = [
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-keyout',
    join(folder, 'k'),
  ];
  execFileSync('openssl', ['req', '-x509', '-subj', '/CN=x', ...key, '-out', join(folder, 'c')], {
    stdio: 'ignore',
  });
  const pem = readFileSync(join(folder, 'c'), 'utf8');
  const text = 'endpoints: [{url: https://example.com, ca: pki/root.pem}]';
  expect(endpointOf(text, { files: { '/lists/pki/root.pem': pem } }).options.ca).toBe(pem);
});

test.each([
  ['status: 200', [{ equals: '200' }]],
  ['status: [200, 2xx]', [{ in: ['200', '2xx'] }]],
  ['status: {not: 503}', [{ not: { equals: '503' } }]],
  [
    'headers: {Server: {contains: nginx, not: {matches: "^x"}}}',
    [{ contains: 'nginx' }, { not: { matches: '^x' } }],
  ],
  ['json: {$.a: null}', [{ equals: null }]],
  ['json: {$.a: {min: 1, max: 5}}', [{ min: 1 }, { max: 5 }]],
  ['json: {$.a: {not: [1, "2"]}}', [{ not: { in: [1, '2'] } }]],
  ['certificate: {expires_in: {warn: 14d, fail: 36h}}', [{ min: 14 }, { min: 1.5 }]],
  ['latency: {ttfb: 300ms}', [{ max: 300 }]],
])('expect: {%s}', (text, matchers) => {
  const { expect: asked } = endpointOf(`endpoints:\n  - url: https://example.com\n    expect: {${text}}`);
  const check = text.slice(0, text.indexOf(':'));
  expect(asked.filter((each) => each.check === check).map(({ matcher }) => matcher)).toEqual(matchers);
});

test('the subject of a header is in lower case', () => {
  const text = 'endpoints:\n  - url: https://example.com\n    expect: {headers: {Content-Type: x}}';
  expect(endpointOf(text).expect.at(-1)?.subject).toBe('content-type');
});
