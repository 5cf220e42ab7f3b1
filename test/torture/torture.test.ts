// Each call of the platform that the step layer makes is failed once in turn, in every way it may fail, as curl's
// torture tests do. Whatever call it is: one result with a code out of the table, on time; the process does not
// crash, nothing is left open, and it ends by itself.
//
// platform.mjs stands between whydown and node:, child.mjs asks in a process of its own, over real connections to
// the servers here.

import { spawn } from 'node:child_process';
import { createServer as createHttps } from 'node:https';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { Written } from '../ask.ts';
import { dnsMessage, framed } from '../fuzz/answers.ts';
import { identities, rootPem } from '../servers/certificates.ts';
import { a, openNameServer, reply } from '../servers/dns.ts';
import { openRedirect } from '../servers/http.ts';
import { listen } from '../servers/listen.ts';
import { openRaw } from '../servers/raw.ts';
import { openHttp2, openRawHttps, openTls } from '../servers/tls.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** A process with nothing to do ends at once. */
const lingerMs = 1500;

interface Scenario {
  readonly name: string;
  readonly endpoint: Written;
  readonly timeoutMs: number;
}

interface Report {
  /** How many calls were failed. */
  readonly count: number;
  readonly wrong: readonly string[];
  /** What was told, how often, by scenario. */
  readonly told: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

async function torture(scenarios: readonly Scenario[], missing?: string): Promise<Report> {
  const child = spawn(process.execPath, ['test/torture/child.mjs'], {
    cwd: root,
    env: {
      PATH: process.env.PATH,
      TORTURE: JSON.stringify(scenarios),
      ...(missing === undefined ? {} : { TORTURE_MISSING: missing }),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  let saidAt = 0;
  child.stdout.setEncoding('utf8').on('data', (chunk) => {
    said += chunk;
    saidAt = performance.now();
  });
  const status = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  expect(status).toBe(0);
  expect(performance.now() - saidAt).toBeLessThan(lingerMs);
  return JSON.parse(said);
}

function scenario(name: string, url: string, written: Written = {}, timeoutMs = 400): Scenario {
  return { name, endpoint: { url, ...written }, timeoutMs };
}

const readsBody = { expect: { body: { contains: 'hello' } } };
const encrypted = { ca: rootPem, sni: 'site.example' };
const mediaType = 'application/dns-message';
const question = 'dns:asked.example?type=A';

function openCoded(coding: string, body: Buffer): Promise<number> {
  const head = `HTTP/1.1 200 OK\r\nContent-Encoding: ${coding}\r\nContent-Length: ${body.length}\r\n\r\n`;
  return openRaw({ says: [head, body], ends: 'silence' });
}

async function plainScenarios(): Promise<readonly Scenario[]> {
  const gzip = await openCoded('gzip', gzipSync('hello'));
  const deflate = await openCoded('deflate', deflateSync('hello'));
  const brotli = await openCoded('br', brotliCompressSync('hello'));
  const redirect = await openRedirect(`http://127.0.0.1:${gzip}/`);
  const names = await openNameServer((asked) => [reply(asked, { answers: [a(asked.name, '192.0.2.1')] })]);
  return [
    scenario('tcp', `tcp://127.0.0.1:${gzip}`),
    scenario('http', `http://127.0.0.1:${gzip}/`, readsBody),
    scenario('http, deflate', `http://127.0.0.1:${deflate}/`, readsBody),
    scenario('http, brotli', `http://127.0.0.1:${brotli}/`, readsBody),
    scenario('http, redirect', `http://127.0.0.1:${redirect}/`, readsBody),
    scenario('dns over udp', question, { resolver: `udp://127.0.0.1:${names.udp}` }),
    scenario('dns over tcp', question, { resolver: `tcp://127.0.0.1:${names.tcp}` }),
    // A process that is started takes longer than any step.
    scenario('dns by the system', 'dns:localhost?type=A', { resolver: 'os' }, 5000),
  ];
}

async function encryptedScenarios(): Promise<readonly Scenario[]> {
  const tls = await openTls(identities.good);
  const h1 = await openRawHttps({
    says: ['HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello'],
    ends: 'silence',
  });
  const h2 = await openHttp2((stream) => {
    stream.respond({ ':status': 200 });
    stream.end('hello');
  });
  const dot = await openTls(identities['of this machine'], {}, (socket) => {
    socket.on('data', (query: Buffer) => socket.write(Buffer.concat(framed(dnsMessage(query.subarray(2))))));
  });
  const doh1 = await listen(
    createHttps(identities['of this machine'], async (request, response) => {
      const query = Buffer.concat(await request.toArray());
      response.writeHead(200, { 'content-type': mediaType }).end(dnsMessage(query));
    }).on('tlsClientError', () => {}),
  );
  const doh2 = await openHttp2((stream) => {
    stream.on('data', (query: Buffer) => {
      stream.respond({ ':status': 200, 'content-type': mediaType });
      stream.end(dnsMessage(query));
    });
  }, identities['of this machine']);
  return [
    scenario('tls', `tls://127.0.0.1:${tls}`, encrypted),
    scenario('https', `https://127.0.0.1:${h1}/`, { ...encrypted, ...readsBody }),
    scenario('https, HTTP/2', `https://127.0.0.1:${h2}/`, { ...encrypted, ...readsBody }),
    scenario('dns over tls', question, { ca: rootPem, resolver: `tls://127.0.0.1:${dot}` }),
    scenario('dns over https', question, { ca: rootPem, resolver: `https://127.0.0.1:${doh1}/dns-query` }),
    scenario('dns over HTTP/2', question, { ca: rootPem, resolver: `https://127.0.0.1:${doh2}/dns-query` }),
  ];
}

test.each([
  ['plain', plainScenarios],
  ['encrypted', encryptedScenarios],
] as const)(
  '%s: whatever fails, there is one result, on time, and nothing is left',
  async (_, open) => {
    const scenarios = await open();
    const report = await torture(scenarios);
    expect(report.wrong).toEqual([]);
    expect(report.count).toBeGreaterThan(5 * scenarios.length);
  },
  60_000,
);

test('a part that cannot be loaded is told where it is needed, and costs nothing else', async () => {
  const web = await openRaw({ says: ['HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello'], ends: 'silence' });
  const { wrong, told } = await torture(
    [scenario('http', `http://127.0.0.1:${web}/`), scenario('tcp', `tcp://127.0.0.1:${web}`)],
    'undici/lib/dispatcher/client.js',
  );
  expect(wrong).toEqual([]);
  expect(told.http).toHaveProperty(['unknown local.bug']);
  expect(told.tcp).toHaveProperty(['up']);
});
