import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folder, list, report, rows, whydown } from './command.ts';
import { closed, http, listen, mute, ok } from './servers.ts';

describe.concurrent('a target on the command line', () => {
  test('HOST:PORT is a connection', async () => {
    const { run, code } = await report([`127.0.0.1:${await mute()}`]);
    expect(run.results[0]?.endpoint.url[0]).toMatch(/^tcp:/);
    expect([run.results[0]?.status, code]).toEqual(['up', 0]);
  });

  test('[IPv6]:PORT too', async () => {
    const port = await mute('::1');
    const { run, code } = await report([`[::1]:${port}`]);
    expect(rows(run)).toEqual([`[::1]:${port} up`]);
    expect(code).toBe(0);
  });

  test('a port where nobody listens is down: exit 1', async () => {
    const port = await closed();
    const { run, code } = await report([`127.0.0.1:${port}`, '--retries', '0']);
    expect(rows(run)).toEqual([`127.0.0.1:${port} down tcp.refused`]);
    expect(code).toBe(1);
  });

  test('a URL is asked and wants a 2xx', async () => {
    const port = await http((request, response) => {
      response.statusCode = request.url === '/health' ? 200 : 503;
      response.end();
    });
    const { run } = await report([
      `http://127.0.0.1:${port}/health`,
      `http://127.0.0.1:${port}/`,
      '--retries',
      '0',
    ]);
    expect(rows(run)).toEqual([
      `http://127.0.0.1:${port}/health up`,
      `http://127.0.0.1:${port}/ down http.status`,
    ]);
  });

  test('https:// verifies against --ca', async () => {
    const { key, cert, file } = certificate();
    const port = await listen(createServer({ key, cert }, (_, response) => void response.end('fine')));
    const trusted = await report([`https://localhost:${port}/`, '--ca', file]);
    expect([rows(trusted.run), trusted.code]).toEqual([[`https://localhost:${port}/ up`], 0]);
    const other = await report([
      `https://127.0.0.1:${port}/`,
      `https://localhost:${port}/`,
      '--retries',
      '0',
    ]);
    expect(rows(other.run)).toEqual([
      `https://127.0.0.1:${port}/ down tls.self_signed`,
      `https://localhost:${port}/ down tls.self_signed`,
    ]);
    expect(other.code).toBe(1);
  });

  test('tls:// shakes hands', async () => {
    const { key, cert, file } = certificate();
    const port = await listen(createServer({ key, cert }));
    const { run } = await report([`tls://localhost:${port}`, '--ca', file]);
    expect(rows(run)).toEqual([`tls://localhost:${port} up`]);
  });

  test('a resolver that is given twice, however it is written, is asked once', async () => {
    const twice = ['--resolver', '127.0.0.1:1', '--resolver', 'udp://127.0.0.1:1'];
    const { run } = await report(['dns:one.example', ...twice, '--retries', '0']);
    expect(run.results[0]?.attempts).toHaveLength(1);
  });

  test('dns: asks a name server, even for what everybody knows', async () => {
    const { run } = await report(['dns:localhost', '--resolver', '127.0.0.1:1', '--retries', '0']);
    expect(rows(run)).toEqual(['dns:localhost down dns.unreachable']);
  });

  test('named twice is asked once', async () => {
    const port = await mute();
    expect((await report([`127.0.0.1:${port}`, `127.0.0.1:${port}`])).run.results).toHaveLength(1);
  });

  test('is never a reason to ask anybody else', async () => {
    // The built-in list, with its controls, is the one in force here.
    const target = `127.0.0.1:${await closed()}`;
    const { run, code } = await report([target, '--retries', '0'], { cwd: folder() });
    expect(run.diagnoses[0]?.evidence.join()).not.toContain('control');
    expect(code).toBe(1);
  });
});

function certificate(): { key: Buffer; cert: Buffer; file: string } {
  const path = folder();
  const [key, file] = [join(path, 'key.pem'), join(path, 'cert.pem')];
  const names = 'subjectAltName=DNS:localhost,IP:127.0.0.1';
  execFileSync(
    'openssl',
    ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '30'].concat([
      '-subj',
      '/CN=localhost',
      '-addext',
      names,
      '-keyout',
      key,
      '-out',
      file,
    ]),
    { stdio: 'ignore' },
  );
  return { key: readFileSync(key), cert: readFileSync(file), file };
}

describe.concurrent('a selection', () => {
  const text = (port: number) => `
providers: {Acme: {services: [Shop, Forum]}}
endpoints:
  - {name: Shop API, service: Shop, component: api, tags: [prod, eu], url: "http://127.0.0.1:${port}/1"}
  - {name: Shop Web, service: Shop, component: web, tags: [prod], url: "http://127.0.0.1:${port}/2"}
  - {name: Forum, service: Forum, component: web, url: "http://127.0.0.1:${port}/3"}
  - {name: Alone, url: "http://127.0.0.1:${port}/4"}
`;

  test.each<[string, readonly string[], string]>([
    ['nothing: the whole list', [], 'Shop API, Shop Web, Forum, Alone'],
    ['a name', ['Shop API'], 'Shop API'],
    ['a name in other letters', ['sHOP api'], 'Shop API'],
    ['a service', ['shop'], 'Shop API, Shop Web'],
    ['a name that is a service too', ['forum'], 'Forum'],
    ['a provider', ['ACME'], 'Shop API, Shop Web, Forum'],
    ['a component', ['Web'], 'Shop Web, Forum'],
    ['a tag', ['EU'], 'Shop API'],
    ['several words, in the order of the list', ['alone', 'api'], 'Shop API, Alone'],
    ['--tag', ['--tag', 'PROD'], 'Shop API, Shop Web'],
    ['--tag twice', ['--tag', 'eu', '--tag', 'prod'], 'Shop API, Shop Web'],
    ['--tag and a word', ['--tag', 'eu', 'Alone'], 'Shop API, Alone'],
  ])('by %s', async (_, args, names) => {
    const { run, code } = await report(['-c', list(text(await ok())), ...args]);
    expect(run.results.map(({ endpoint }) => endpoint.name).join(', ')).toBe(names);
    expect(code).toBe(0);
  });

  test('can stand beside a target', async () => {
    const port = await ok();
    const { run } = await report(['-c', list(text(port)), 'Alone', `127.0.0.1:${port}`]);
    expect(rows(run)).toEqual(['Alone up', `127.0.0.1:${port} up`]);
  });

  test('comes from several lists, each with its own defaults', async () => {
    const port = await http((request, response) => {
      response.statusCode = request.headers['x-from'] === 'first' ? 200 : 404;
      response.end();
    });
    const first = list(
      `defaults: {headers: {x-from: first}}\nendpoints: [{name: one, url: "http://127.0.0.1:${port}/"}]\n`,
    );
    const second = list(
      `defaults: {expect: {status: 404}}\nendpoints: [{name: two, url: "http://127.0.0.1:${port}/"}]\n`,
    );
    const { run } = await report(['-c', first, '-c', second]);
    expect(rows(run)).toEqual(['one up', 'two up']);
  });

  test('runs ./probes.yaml when nothing is said', async () => {
    const cwd = folder({ 'probes.yaml': text(await ok()) });
    const { stdout, code } = await whydown([], { cwd });
    expect(stdout).toContain('Shop API');
    expect(code).toBe(0);
  });
});
