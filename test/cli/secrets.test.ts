// What came out of the environment gets out of the program by no way, however a peer sends it back.

import { readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { folder, list, parse, type Reported, whydown } from './command.ts';
import { formsOf, oddSecret } from './secret-forms.ts';
import { http, listen } from './servers.ts';

const token = oddSecret('Hush');
const forms = formsOf(token);

/** Every text that a run left anywhere: both streams, the files, in every format and with every step told. */
async function everything(text: string): Promise<{ all: string; results: Reported['results'] }> {
  const path = folder();
  const files = ['json', 'table'].flatMap((format) => [
    '--output',
    `${format}=${join(path, `${format}.out`)}`,
  ]);
  const setting = { env: { TOKEN: token } };
  const runs = await Promise.all([
    whydown(['-c', list(text), '-v', '--retries', '0', ...files], setting),
    whydown(['-c', list(text), '--retries', '0', '--format', 'json'], setting),
    whydown(['-c', list(text), '--retries', '0', '--color'], { env: { ...setting.env, LANG: 'C' } }),
  ]);
  const written = readdirSync(path).map((file) => readFileSync(join(path, file), 'utf8'));
  const all = [...runs.flatMap(({ stdout, stderr }) => [stdout, stderr]), ...written].join('\n');
  return { all, results: parse(runs[1]).results };
}

function expectNoToken(all: string): void {
  for (const [name, form] of Object.entries(forms)) {
    expect(all.toLowerCase().includes(form.toLowerCase()), name).toBe(false);
    // In our own JSON a quote within is escaped once more.
    expect(all.includes(JSON.stringify(form).slice(1, -1)), `${name} in JSON`).toBe(false);
  }
  expect(all).not.toContain(token.slice(0, 8));
}

function ask(port: number, name = 'api'): string {
  return `
  - name: ${name}
    url: "http://127.0.0.1:${port}/x/\${env:TOKEN}"
    headers: {authorization: "Bearer \${env:TOKEN}"}
    redirects: 2
    expect: {status: 200, headers: {x-token: {not: {contains: "\${env:TOKEN}"}}}, body: {contains: nothing of this}}
`;
}

type Echo = (response: ServerResponse, form: string, request: IncomingMessage) => void;

const echoes: Readonly<Record<string, Echo>> = {
  'in the reason phrase': (response, form) => response.writeHead(500, form).end(),
  'in a header': (response, form) => response.writeHead(200, { 'x-token': form }).end(),
  'in a header that is named like a word of ours': (response, form) =>
    response.writeHead(200, { status: form, code: form }).end(),
  'in the body': (response, form) => response.end(`<p>${form}</p>`),
  'in a long body, cut in its middle': (response, form) => response.end('x'.repeat(185) + form),
  'in a redirect': (response, form, { url }) => {
    if (url?.startsWith('/x/')) response.writeHead(302, { location: `/to/${form}` });
    response.end();
  },
  'in a redirect to a name': (response, form) =>
    response.writeHead(302, { location: `gopher://${form}/` }).end(),
};

describe('a peer that sends it back', () => {
  let all: string;
  let results: Reported['results'];
  beforeAll(async () => {
    const cases = Object.entries(echoes).flatMap(([way, echo]) =>
      Object.entries(forms).map(([notation, form]) => ({ name: `${way}, ${notation}`, echo, form })),
    );
    const asked = cases.map(async ({ name, echo, form }) =>
      ask(await http((request, response) => echo(response, form, request)), `"${name}"`),
    );
    ({ all, results } = await everything(`endpoints:${(await Promise.all(asked)).join('')}`));
  }, 60_000);

  test.each(Object.keys(echoes))('%s does not get it into a report', (way) => {
    const told = results.filter(({ endpoint }) => endpoint.name.startsWith(`${way}, `));
    expect(told).toHaveLength(Object.keys(forms).length);
    for (const result of told) {
      expectNoToken(JSON.stringify(result));
      expect(JSON.stringify(result.attempts)).toContain('$TOKEN');
    }
  });

  test('in any way does not get it into a table, a file or a message', () => {
    expectNoToken(all);
  });
});

test('what is sent is the secret itself', async () => {
  let sent: IncomingMessage | undefined;
  const port = await http((request, response) => {
    sent = request;
    response.end();
  });
  await whydown(['-c', list(`endpoints:${ask(port)}`), '--retries', '0'], { env: { TOKEN: token } });
  expect(sent?.headers.authorization).toBe(`Bearer ${token}`);
  expect(sent?.url).toBe(`/x/${forms['in a path']}`);
});

test('a secret in an expectation is shown by its name', async () => {
  const port = await http((_, response) => response.end('something else'));
  const { all, results } = await everything(
    `endpoints:${ask(port)}`.replace('nothing of this', `"\${env:TOKEN}"`),
  );
  expect(results[0]?.cause?.code).toBe('content.body');
  expect(all).toMatch(/contains \$(TOKEN|\{env:TOKEN\})/);
  expectNoToken(all);
});

test('a secret in a name, a tag and a service is shown by its name', async () => {
  const port = await http((_, response) => response.end());
  const { all } = await everything(
    `endpoints: [{name: "n \${env:TOKEN}", service: "s \${env:TOKEN}", tags: ["\${env:TOKEN}"], url: "http://127.0.0.1:${port}/"}]\n`,
  );
  expectNoToken(all);
  expect(all).toContain('n $TOKEN');
});

test('an answer that is no HTTP is quoted without it', async () => {
  const port = await listen(
    createServer((socket) => void socket.on('error', () => {}).end(`220 ${token}\r\n`)),
  );
  const { all, results } = await everything(`endpoints:${ask(port)}`);
  expect(results[0]?.cause?.code).toMatch(/^http\./);
  expectNoToken(all);
});

test('the endpoints of one word are named without it', async () => {
  const port = await http((_, response) => response.end());
  const one = (name: string) =>
    `{name: "${name} \${env:TOKEN}", service: shop, url: "http://127.0.0.1:${port}/"}`;
  const args = ['why', 'shop', '-c', list(`endpoints: [${one('a')}, ${one('b')}]\n`)];
  const { code, stderr } = await whydown(args, { env: { TOKEN: token } });
  expect(code).toBe(2);
  expect(stderr).toContain('name one of them: a $TOKEN, b $TOKEN');
  expectNoToken(stderr);
});

test('a secret is not suggested, and not told by a mistake', async () => {
  const text = `endpoints: [{name: "\${env:TOKEN}", tags: [a, "\${env:TOKEN}"], url: "tcp://127.0.0.1:1", timeout: "\${env:TOKEN}"}]\n`;
  const { code, stdout, stderr } = await whydown(['-c', list(text)], { env: { TOKEN: token } });
  expect(code).toBe(2);
  expectNoToken(stdout + stderr);
  const good = text.replace(`, timeout: "\${env:TOKEN}"`, '');
  const almost = await whydown(['-c', list(good), `${token}x`], { env: { TOKEN: token } });
  expect(almost.code).toBe(2);
  expect(almost.stderr.split('hint:')[1]).not.toContain(token.slice(0, 8));
});
