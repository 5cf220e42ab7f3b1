// Hostile text into everything that takes text, from end to end: servers, certificates, name servers, the list, the
// environment, names of files, the command line. Nothing of it is acted on, whoever reads what is printed.

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createServer as createTls } from 'node:tls';
import { describe, expect, test } from 'vitest';
import { issue, makeKeys } from '../../src/lab/certificate.ts';
import type { ReportedResult, Run } from '../../src/model.ts';
import { machineNetwork } from '../../src/net/machine.ts';
import { formats, reports } from '../../src/report/index.ts';
import { runOf } from '../ask.ts';
import { folderOf, shell } from '../repeat/shell.ts';
import { acted, hostile, inHeader, inReason, readers } from '../report/readers.ts';
import { openNameServer, reply } from '../servers/dns.ts';
import { openRaw } from '../servers/raw.ts';
import { folder, list, whydown } from './command.ts';
import { listen } from './servers.ts';

const line = hostile.replace(/[\r\n]/g, ' ');
/** What may stand in a URL and means something to a shell. */
const path = `/'"\`touch pwned\`$(touch pwned);touch pwned|&<>*~!#x`.replace(/[ #]/g, encodeURIComponent);
const sent = `$(touch pwned) \`touch pwned\` '; touch pwned; " ::error::x ##[error]x`;
const token = `s3'cr"et $(touch pwned)`;

/** A certificate with it in every name, and in the names of whoever issued it. */
function hostileTls(): Promise<number> {
  const keys = makeKeys();
  const day = 86_400_000;
  const times = { notBefore: new Date(Date.now() - day), notAfter: new Date(Date.now() + day) };
  const cert = issue(
    { ...keys, ...times, subject: line, names: ['a\u001b[31m.example', '::error::x'] },
    { ...keys, subject: `${line}!` },
  );
  const key = keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const server = createTls({ cert, key }, (socket) => void socket.on('error', () => {}));
  return listen(server.on('tlsClientError', () => {}));
}

async function attacked(): Promise<Run> {
  const names = await openNameServer((asked) => {
    if (asked.type === 'TXT')
      return [
        reply(asked, {
          answers: [{ name: asked.name, type: 'TXT', ttl: 9, data: [inReason.subarray(0, 200)] }],
        }),
      ];
    const alias = {
      name: asked.name,
      type: 'CNAME' as const,
      ttl: 9,
      data: '::error::x.\u001b[31m$(touch pwned).example',
    };
    return [reply(asked, { rcode: 2, answers: [alias], extended: [[0, line.slice(0, 200)]] })];
  });
  const resolver = `127.0.0.1:${names.udp}`;
  const answer = [
    Buffer.from('HTTP/1.1 503 '),
    inReason,
    Buffer.from('\r\nServer: '),
    inHeader,
    Buffer.from(`\r\nX-Y: `),
    inHeader,
  ];
  const port = await openRaw({ says: [...answer, Buffer.from(`\r\n\r\n${hostile}`)], ends: 'fin' });
  const away = await openRaw({
    says: [
      Buffer.from(`HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:${port}${path}?`),
      inHeader,
      Buffer.from('\r\n\r\n'),
    ],
    ends: 'fin',
  });
  const nowhere = await openRaw({
    says: [Buffer.from('HTTP/1.1 302 Found\r\nLocation: x:'), inHeader, Buffer.from('\r\n\r\n')],
    ends: 'fin',
  });
  const junk = await openRaw({ says: [inReason], after: 'accept', ends: 'fin' });
  const one = (name: string, url: string, more = {}) => ({
    name: `${line} ${name}`,
    service: line,
    component: line,
    edge: line,
    tags: [line],
    url,
    resolver,
    timeout: '5s',
    retry: { times: 0 },
    ...more,
  });
  const headers = { 'x-sent': sent };
  return runOf(machineNetwork(), {
    providers: { [line]: { services: [line] } },
    endpoints: [
      one('http', `http://127.0.0.1:${port}${path}`, {
        headers,
        expect: { headers: { 'x-y': { matches: '^never' } }, body: { contains: line } },
      }),
      one('away', `http://127.0.0.1:${away}/`),
      one('nowhere', `http://127.0.0.1:${nowhere}/`),
      one('junk', `http://127.0.0.1:${junk}/`),
      one('tls', `tls://127.0.0.1:${await hostileTls()}`),
      one('names', 'https://site.example/'),
      one('text', 'dns:site.example?type=TXT', { expect: { records: { contains: line } } }),
    ],
  });
}

test('what peers and a list say does nothing to who reads any format, or pastes a line', async () => {
  const run = await attacked();
  expect(run.results.map(({ cause }) => cause?.code)).toEqual([
    'http.status',
    'http.status',
    'http.redirect_invalid',
    'http.not_http',
    'tls.unknown_root',
    'dns.servfail',
    'dns.records',
  ]);
  expect(JSON.stringify(run)).toContain('\\u001b');
  for (const name of Object.keys(formats) as (keyof typeof formats)[]) {
    for (const width of [40, 80, 120]) {
      for (const unicode of [true, false]) {
        const text = reports[name](run, { width, colour: 0, unicode, verbose: true });
        expect(readers.get(formats[name].escape)?.(text), name).toEqual([]);
      }
    }
  }
  await expectWords(linesOf(run.results));
}, 60_000);

/** Each line is run by a shell, whose tools only tell what they were called with. */
async function expectWords(lines: readonly string[]): Promise<void> {
  const at = folderOf();
  mkdirSync(join(at, 'bin'));
  for (const tool of ['curl', 'dig', 'openssl', 'timeout']) {
    writeFileSync(join(at, 'bin', tool), `#!/bin/sh\nprintf '%s\\0' ${tool} "$@"\n`, { mode: 0o755 });
  }
  const said = await Promise.all(lines.map((text) => shell(`cd ${at}; PATH=${at}/bin; ${text}`)));
  expect(said.map(({ code }) => code)).toEqual(said.map(() => 0));
  expect(said.length).toBeGreaterThan(4);
  expect(readdirSync(at)).toEqual(['bin']);
  expect(said[0]?.text.split('\0')).toContain(`x-sent: ${sent}`);
}

function linesOf(results: readonly ReportedResult[]): readonly string[] {
  return results.flatMap(({ repeat }) => repeat ?? []);
}

test('a secret in a line is the name of its variable, and the line sends it', async () => {
  const heard: (string | undefined)[] = [];
  const { createServer } = await import('node:http');
  const port = await listen(
    createServer((request, response) => {
      heard.push(request.headers['x-token']?.toString());
      response.writeHead(500).end();
    }),
  );
  const file = list(
    `endpoints: [{name: a, url: "http://127.0.0.1:${port}/", headers: {x-token: "\${env:TOKEN}"}, retry: {times: 0}}]\n`,
  );
  const { stdout } = await whydown(['-c', file, '--format', 'json'], { env: { TOKEN: token } });
  const [text = ''] = linesOf(JSON.parse(stdout).results);
  expect(text).toContain('"$TOKEN"');
  await shell(text, { TOKEN: token });
  expect(heard).toEqual([token, token]);
  expect(stdout).not.toContain('pwned');
});

describe('every command', () => {
  const yaml = JSON.stringify(hostile);
  const odd = '::error::\u001b[31m\u202e $(touch pwned) \'`".yaml';
  const good = `endpoints:\n  - {name: ${JSON.stringify(line)}, service: ${JSON.stringify(line)}, tags: [${JSON.stringify(line)}], url: "tcp://127.0.0.1:1", retry: {times: 0}}\n  - {name: "\${env:ODD}", url: "https://127.0.0.1:1/\${file:secret}", ca: "\${env:GONE:-}"}\n`;
  const bad = `${yaml}: 1\nendpoints: [{name: ${yaml}, url: ${yaml}, ${yaml}: 1, timeout: ${yaml}}, "\${env:${line}}", "\${file:${odd}}"]\n`;
  const files = {
    [odd]: bad,
    'probes.yaml': good.replace(', ca: "${env:GONE:-}"', ''),
    secret: 'hush',
    base: `{"schema": ${yaml}}`,
  };

  test.concurrent.each<readonly string[]>([
    ['check'],
    ['check', odd],
    ['show'],
    ['list'],
    ['list', '--format', 'json'],
    ['list', `${line}x`.replaceAll('\0', '')],
    [`\n::error::${hostile.replaceAll('\0', '')}`],
    [`--format=\n${hostile.replaceAll('\0', '')}`],
    [`--no-such\n::error::x`],
    ['explain', hostile.replaceAll('\0', '')],
    ['init', odd],
    ['init', `no\n::error::x\u001b[31m/${odd}`],
    ['-c', odd, '--format', 'json'],
    ['run', '--output', `json=no/${odd}`, '--output', `table=${odd}.out`],
    ['--samples', '9', '--max-regress', 'ttfb=1%', '--baseline', 'base'],
    ['--samples', '9', '--max-regress', 'ttfb=1%', '--baseline', odd],
  ])(
    '%j %j acts on nothing',
    async (...args) => {
      const cwd = folder(files);
      const { stdout, stderr } = await whydown(args, { cwd, env: { ODD: line.replaceAll('\0', '') } });
      const read = args.includes('json') && stdout !== '' ? JSON.parse(stdout) : null;
      expect(read === null || typeof read === 'object').toBe(true);
      expect(acted(stdout)).toEqual([]);
      expect(acted(stderr)).toEqual([]);
      expect(existsSync(join(cwd, 'pwned'))).toBe(false);
      const out = join(cwd, `${odd}.out`);
      if (existsSync(out)) expect(acted(readFileSync(out, 'utf8'))).toEqual([]);
    },
    60_000,
  );
});
