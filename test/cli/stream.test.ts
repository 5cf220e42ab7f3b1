// `--format ndjson` as the lines come, and `--format quiet` as cron sees it.

import { openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { folder, list, start, whydown } from './command.ts';
import { closed, http, listen, ok } from './servers.ts';

const noIpv6 = !Object.values(networkInterfaces())
  .flat()
  .some((each) => each?.address === '::1');

interface Line {
  readonly result?: {
    readonly endpoint: { readonly name: string };
    readonly address?: string;
    readonly status: string;
    readonly cause?: { readonly code: string };
    readonly attempts: readonly unknown[];
  };
  readonly run?: { readonly exitCode: number; readonly schema: string };
}

const parsed = (text: string): Line[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);

/** `fast up`, and what the run exits with. */
const told = (text: string): (string | number | undefined)[] =>
  parsed(text).map(({ result, run }) =>
    result ? `${result.endpoint.name} ${result.status}` : run?.exitCode,
  );

/** Two endpoints: one answers at once, the other when it is let go. */
async function fastAndSlow() {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const port = await http((request, response) => {
    if (request.url === '/fast') response.end('fine');
    else void released.then(() => response.end('fine'));
  });
  const endpoint = (name: string) =>
    `  - {name: ${name}, url: "http://127.0.0.1:${port}/${name}", timeout: 60s}\n`;
  return { path: list(`endpoints:\n${endpoint('slow')}${endpoint('fast')}`), release };
}

function collect(child: ReturnType<typeof start>['child']): () => string {
  let text = '';
  child.stdout?.on('data', (chunk: string) => {
    text += chunk;
  });
  return () => text;
}

describe('ndjson', { concurrent: true, timeout: 60_000 }, () => {
  test('tells a result while another is still awaited, and the run last', async () => {
    const { path, release } = await fastAndSlow();
    const { child, ended } = start(['-c', path, '--format', 'ndjson']);
    const text = collect(child);
    await vi.waitFor(() => expect(text()).toMatch(/\n$/), 50_000);
    expect(told(text())).toEqual(['fast up']);
    release();
    const { stdout, code, stderr } = await ended;
    expect([told(stdout), code, stderr]).toEqual([['fast up', 'slow up', 0], 0, '']);
    expect(parsed(stdout).at(-1)?.run).toMatchObject({ schema: 'whydown.run/1', diagnoses: [] });
    expect(parsed(stdout).at(-1)?.run).not.toHaveProperty('results');
  });

  test('tells an endpoint again when a retry has changed its result', async () => {
    let asked = 0;
    const port = await http((_, response) => {
      asked += 1;
      response.statusCode = asked === 1 ? 500 : 200;
      response.end();
    });
    const path = list(
      `endpoints: [{name: api, url: "http://127.0.0.1:${port}/", retry: {times: 1, after: 0s}}]\n`,
    );
    const { stdout } = await whydown(['-c', path, '--format', 'ndjson']);
    expect(told(stdout)).toEqual(['api down', 'api degraded', 0]);
    expect(parsed(stdout).map(({ result }) => result?.attempts.length)).toEqual([1, 2, undefined]);
  });

  test('tells an endpoint again when the verdict calls it unknown', async () => {
    const path = list(
      `defaults: {timeout: 500ms, retry: {times: 0, after: 0s}}
controls: [{operator: A, url: "http://connectivitycheck.gstatic.com/generate_204", expect: {status: 204}}]
endpoints: [{name: chat, url: "https://web.whatsapp.com/"}]\n`,
    );
    const { stdout, code } = await whydown([
      'demo',
      '-c',
      path,
      '--break',
      '*=tcp.timeout',
      '--format',
      'ndjson',
    ]);
    expect([told(stdout), code]).toEqual([['chat down', 'chat unknown', 3], 3]);
  });

  // Names under localhost have both families (RFC 6761 6.3), whatever the hosts file says.
  test.skipIf(noIpv6)(
    'tells rows by address in place of the whole, and never what was not asked',
    async () => {
      const asked: Record<string, number> = {};
      const server = createServer((request, response) => {
        const at = request.socket.localAddress?.replace('::ffff:', '') ?? '';
        asked[at] = (asked[at] ?? 0) + 1;
        response.writeHead(at === '127.0.0.1' && asked[at] > 1 ? 200 : 500).end();
      });
      const url = `http://site.localhost:${await listen(server, '::')}/`;
      const path = list(
        `endpoints: [{name: api, url: "${url}", addresses: all, retry: {times: 2, after: 100ms}}]\n`,
      );
      const { stdout } = await whydown(['-c', path, '--format', 'ndjson']);
      const lines = parsed(stdout).flatMap(({ result }) => result ?? []);
      expect(lines[0]).toMatchObject({ status: 'down', cause: { code: 'http.status' } });
      expect(lines[0]).not.toHaveProperty('address');
      const known = new Map<string | undefined, string>();
      for (const { address, status } of lines) {
        if (address === undefined) known.clear();
        else known.delete(undefined);
        known.set(address, status);
      }
      expect([...known].sort()).toEqual([
        ['127.0.0.1', 'degraded'],
        ['::1', 'down'],
      ]);
      expect(stdout).not.toContain('run.deadline');
    },
  );

  test('into a file is complete: a line an endpoint, the run last', async () => {
    const path = folder();
    const file = join(path, 'a.ndjson');
    const args = [`127.0.0.1:${await ok()}`, `127.0.0.1:${await closed()}`, '--retries', '0'];
    const { code } = await whydown([...args, '--output', `ndjson=${file}`]);
    const lines = parsed(readFileSync(file, 'utf8'));
    expect(lines.map(({ result, run }) => result?.status ?? run?.exitCode)).toEqual(['up', 'down', 1]);
    expect(code).toBe(1);
  });

  test('into a reader that goes after the first line is a quiet end, and the run goes on', async () => {
    const { path, release } = await fastAndSlow();
    const file = join(folder(), 'a.json');
    const { child, ended } = start(['-c', path, '--format', 'ndjson', '--output', `json=${file}`]);
    child.stdout?.once('data', () => {
      child.stdout?.destroy();
      release();
    });
    const { code, stderr } = await ended;
    expect([code, stderr]).toEqual([0, '']);
    expect(JSON.parse(readFileSync(file, 'utf8')).results).toHaveLength(2);
  });

  test('of a stdout that is full is told once, exit 3', async () => {
    const args = [`127.0.0.1:${await ok()}`, `tcp://127.0.0.1:${await ok()}`, '--format', 'ndjson'];
    const { code, stderr } = await whydown(args, { stdout: openSync('/dev/full', 'w') });
    expect(code).toBe(3);
    expect(stderr).toMatch(/^whydown: cannot write to stdout: .*ENOSPC.*\n$/);
  });

  test('shows no value out of the environment in any line', async () => {
    const secret = 'hush-hush-hush';
    const port = await http((request, response) => response.writeHead(500, request.url?.slice(1)).end());
    const path = list(
      `endpoints: [{name: "n \${env:TOKEN}", url: "http://127.0.0.1:${port}/\${env:TOKEN}", retry: {times: 1, after: 0s}}]\n`,
    );
    const { stdout, stderr } = await whydown(['-c', path, '--format', 'ndjson'], { env: { TOKEN: secret } });
    expect(parsed(stdout).length).toBeGreaterThan(2);
    expect(stdout + stderr).not.toContain(secret);
    expect(stdout).toContain('n $TOKEN');
  });
});

describe.concurrent('quiet', () => {
  test('says nothing at all when all is well', async () => {
    const { code, stdout, stderr } = await whydown([`127.0.0.1:${await ok()}`, '--format', 'quiet']);
    expect([code, stdout, stderr]).toEqual([0, '', '']);
  });

  test('tells the whole story when not, without colour', async () => {
    const args = [`127.0.0.1:${await ok()}`, `127.0.0.1:${await closed()}`, '--retries', '0'];
    const { code, stdout, stderr } = await whydown([...args, '--format', 'quiet', '--color'], {
      env: { FORCE_COLOR: '3' },
    });
    expect([code, stderr]).toEqual([1, '']);
    expect(stdout).toMatch(/^1 of 2 endpoints is down from here: .* \(tcp\)\.\n/);
    expect(stdout).toContain('tcp.refused');
    expect(stdout).not.toContain('\x1b');
  });

  test('into a file leaves an empty one when all is well', async () => {
    const file = join(folder(), 'mail.txt');
    await whydown([`127.0.0.1:${await ok()}`, '--output', `quiet=${file}`]);
    expect(readFileSync(file, 'utf8')).toBe('');
  });

  test('a mistake in the list is told all the same', async () => {
    const { code, stderr } = await whydown(['-c', list('endpoints: []\n'), '--format', 'quiet']);
    expect(code).toBe(2);
    expect(stderr).not.toBe('');
  });
});
