// A secret of every origin, sent back by peers in every way and notation: no format has it, nor any file.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { beforeAll, describe, expect, test } from 'vitest';
import { baselineOf, printBaseline } from '../src/baseline.ts';
import { issue, makeKeys } from '../src/lab/certificate.ts';
import { main } from '../src/main.ts';
import type { Run } from '../src/model.ts';
import { machineNetwork } from '../src/net/machine.ts';
import { reports } from '../src/report/index.ts';
import { formsOf, oddSecret } from './cli/secret-forms.ts';
import { listen } from './cli/servers.ts';
import { rootPem } from './servers/certificates.ts';
import { a, openNameServer, reply } from './servers/dns.ts';

const fromEnv = oddSecret('Envy');
const fromFile = oddSecret('File');
const inUrl = oddSecret('Pass');
const typed = oddSecret('Argv');
const literal = oddSecret('Lite');
const query = 'Query-0123456789-abcdef';
const resolver = 'Doh-0123456789-abcdef';

/** All that may be found nowhere, by what it is. */
const planted: Readonly<Record<string, string>> = {
  'a variable of the environment': fromEnv,
  'a file': fromFile,
  'the password of a URL of the list': inUrl,
  'the user and password of a URL of the list': `me:${inUrl}`,
  'the password of a URL of the command line': typed,
  'a header that stands in the list': literal,
  'a token in a query': query,
};

const ways: readonly ((response: ServerResponse, form: string, request: IncomingMessage) => void)[] = [
  (response, form) => response.writeHead(500, form.replace(/[\r\n]/g, '')).end(),
  (response, form) =>
    response
      .writeHead(200, { 'x-token': form, [`x-${Buffer.from(form).toString('hex').slice(0, 9)}`]: form })
      .end(),
  (response, form) => response.writeHead(500).end(`{"token": "${form}"} ${'x'.repeat(150)}${form}`),
  (response, form) => response.writeHead(302, { location: `gopher://${form}/` }).end(),
  (response, form, { url }) => {
    if (url?.startsWith('/to/')) response.writeHead(404).end();
    else response.writeHead(302, { location: `/to/${form}` }).end();
  },
];

/** Every text that a run leaves: all formats, and the baseline. */
function texts(run: Run): string {
  const all = Object.values(reports).flatMap((report) =>
    [true, false].map((unicode) => report(run, { width: 120, colour: 0, unicode, verbose: true })),
  );
  return [...all, printBaseline(baselineOf(run).baseline)].join('\n');
}

function expectNone(text: string, secrets: Readonly<Record<string, string>> = planted): void {
  const lower = text.toLowerCase();
  for (const [what, secret] of Object.entries(secrets)) {
    for (const [notation, form] of Object.entries(formsOf(secret))) {
      expect(lower.includes(form.toLowerCase()), `${what}, ${notation}`).toBe(false);
      // In our own JSON a quote within is escaped once more.
      expect(
        lower.includes(JSON.stringify(form).slice(1, -1).toLowerCase()),
        `${what}, ${notation}, in JSON`,
      ).toBe(false);
    }
  }
}

function runOf(
  list: object,
  words: readonly string[] = [],
  resolvers?: readonly string[],
  samples = 1,
): Promise<Run> {
  return main({
    files: [{ name: 'list.yaml', folder: '/', bytes: Buffer.from(JSON.stringify(list)) }],
    context: { env: { ENVY: fromEnv, CA: rootPem }, readFile: () => Buffer.from(`${fromFile}\n`) },
    words,
    tags: [],
    flags: { retries: 0, samples, timeoutMs: 5000, ...(resolvers ? { resolvers } : {}) },
    network: machineNetwork(),
    concurrency: 32,
    deadlineMs: null,
    failOn: [],
    interrupt: new AbortController().signal,
  });
}

describe('what a server sends back', () => {
  let run: Run;
  let text: string;
  const heard: IncomingMessage[] = [];

  beforeAll(async () => {
    const echoes = Object.values(planted).flatMap((secret) =>
      Object.values(formsOf(secret)).flatMap((form) => ways.map((way) => ({ way, form }))),
    );
    const server = createServer({ keepAlive: false }, (request, response) => {
      heard.push(request);
      const { way, form } = echoes[Number(/\/(\d+)\?/.exec(request.url ?? '')?.[1] ?? 0)] ?? {
        way: ways[0],
        form: '',
      };
      way?.(response, form, request);
    });
    const port = await listen(server);
    const user = `me:${encodeURIComponent(inUrl)}`;
    run = await runOf(
      {
        endpoints: echoes.map((_, index) => ({
          name: `n${index}`,
          url: `http://${user}@127.0.0.1:${port}/${index}?token=${query}`,
          headers: { 'x-env': '${env:ENVY}', 'x-file': '${file:token}', 'x-api-key': literal },
          expect: { headers: { 'x-token': { not: { contains: '${env:ENVY}' } } } },
        })),
      },
      [
        'n0',
        ...echoes.map((_, index) => `n${index}`),
        `http://you:${encodeURIComponent(typed)}@127.0.0.1:${port}/0?`,
      ],
    );
    text = texts(run);
  }, 60_000);

  test('is what it was sent', () => {
    const basic = (both: string) => `Basic ${Buffer.from(both).toString('base64')}`;
    const sent = {
      authorization: basic(`me:${inUrl}`),
      'x-env': fromEnv,
      'x-file': fromFile,
      'x-api-key': literal,
    };
    expect(heard[0]?.headers).toMatchObject(sent);
    expect(heard.some(({ headers }) => headers.authorization === basic(`you:${typed}`))).toBe(true);
  });

  test('is in no format and in no baseline', () => {
    expect(run.results.length).toBeGreaterThan(400);
    expectNone(text);
  });

  test('is told by its name', () => {
    for (const name of ['ENVY', 'TOKEN', 'PASSWORD', 'BASIC_AUTH', 'API_KEY', 'API_TOKEN'])
      expect(text).toContain(`$${name}`);
  });
});

test('user and password do not go along to another origin', async () => {
  const heard: (string | undefined)[] = [];
  const last = await listen(
    createServer((request, response) => {
      heard.push(request.headers.authorization);
      response.end();
    }),
  );
  const first = await listen(
    createServer((request, response) => {
      heard.push(request.headers.authorization);
      response.writeHead(302, { location: `http://127.0.0.1:${last}/` }).end();
    }),
  );
  await runOf({ endpoints: [`http://me:${encodeURIComponent(inUrl)}@127.0.0.1:${first}/`] });
  expect(heard).toEqual([expect.stringMatching(/^Basic /), undefined]);
});

test('what a certificate and a name server say has none of it', async () => {
  const server = await openNameServer((asked) =>
    asked.type === 'A'
      ? [reply(asked, { rcode: 2, extended: [[0, `${fromEnv} ${encodeURIComponent(inUrl)} ${literal}`]] })]
      : [
          reply(asked, {
            answers: [
              { name: asked.name, type: 'TXT', ttl: 9, data: [fromEnv, inUrl] },
              a(asked.name, '127.0.0.1'),
            ],
          }),
        ],
  );
  const keys = makeKeys();
  const days = (count: number) => new Date(Date.now() + count * 86_400_000);
  const subject = `${fromEnv} ${inUrl} ${literal}`;
  const cert = issue(
    { ...keys, subject, names: [`${query}.example`], notBefore: days(-1), notAfter: days(9) },
    { ...keys, subject },
  );
  const { createServer: createTls } = await import('node:tls');
  const key = keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const port = await listen(
    createTls({ cert, key }, (socket) => void socket.on('error', () => {})).on('tlsClientError', () => {}),
  );
  const one = (name: string, url: string, more = {}) => ({
    name,
    url,
    resolver: `127.0.0.1:${server.udp}`,
    ...more,
  });
  const run = await runOf({
    endpoints: [
      one('web', `https://me:${encodeURIComponent(inUrl)}@site.example/?token=${query}`, {
        headers: { 'x-env': '${env:ENVY}', 'x-api-key': literal },
      }),
      one('text', 'dns:site.example?type=TXT', { expect: { records: { contains: '${env:ENVY}' } } }),
      one('tls', `tls://127.0.0.1:${port}`, { ca: '${env:CA}' }),
    ],
  });
  expect(run.results.map(({ cause }) => cause?.code)).toEqual([
    'dns.servfail',
    'dns.records',
    'tls.self_signed',
  ]);
  // The file and the command line are not in this run.
  const known = Object.entries(planted).filter(([what]) => !/a file|command line/.test(what));
  expectNone(texts(run), Object.fromEntries(known));
});

test('the token of a resolver of the command line, and of one in the list, is told by its name', async () => {
  const url = (token: string) => `https://127.0.0.1:1/dns-query?token=${token}`;
  const endpoint = { name: 'name', url: 'dns:site.example' };
  const runs = [
    await runOf({ endpoints: [endpoint] }, [], [url(resolver)], 5),
    await runOf({ endpoints: [{ ...endpoint, resolver: url(resolver) }] }),
  ];
  for (const text of runs.map(texts)) {
    expectNone(text, { 'the token of a resolver': resolver });
    expect(text).toContain('?token=$API_TOKEN');
  }
});
