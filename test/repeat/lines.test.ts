// Each line is run as a user would paste it, against the server it was made for: it shows the same failure.

import { spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { describe, expect, test } from 'vitest';
import { closed } from '../cli/servers.ts';
import { identities, rootPem } from '../servers/certificates.ts';
import { rcodes, reply } from '../servers/dns.ts';
import { openHttp, openRedirect } from '../servers/http.ts';
import { listen } from '../servers/listen.ts';
import { openRaw } from '../servers/raw.ts';
import { openHttps, openTls } from '../servers/tls.ts';
import { folderOf, probed, shell } from './shell.ts';

function has(tool: string, flag = '--version'): boolean {
  return spawnSync(tool, [flag]).status === 0;
}

async function lineOf(...args: Parameters<typeof probed>): Promise<string> {
  const { repeat } = await probed(...args);
  if (repeat === undefined) throw new Error('there is no line');
  return repeat;
}

describe.runIf(has('curl'))('curl', () => {
  test('repeats an unexpected status, at the address where it was seen', async () => {
    const port = await openRaw({
      says: ['HTTP/1.1 503 Busy\r\nServer: tired\r\nContent-Length: 4\r\n\r\noops'],
      ends: 'fin',
    });
    const line = await lineOf({ url: `http://nowhere.example:${port}/a?b=c'd` });
    expect(line).toContain(`--resolve nowhere.example:${port}:127.0.0.1`);
    const { code, text } = await shell(line);
    expect([code, text]).toEqual([0, expect.stringContaining('HTTP/1.1 503 Busy')]);
    expect(text).toContain('Server: tired');
  });

  test('sends the method and the headers of the list, the secret out of the environment', async () => {
    const heard: string[] = [];
    const server = createServer(({ method, url, headers }, response) => {
      heard.push(
        JSON.stringify([method, url, headers.authorization, headers['x-empty'], headers['user-agent']]),
      );
      response.writeHead(401).end();
    });
    const env = { API_TOKEN: `q"uo'te$` };
    const line = await lineOf(
      {
        url: `http://nowhere.example:${await listen(server)}/x`,
        method: 'DELETE',
        headers: { authorization: `Bearer \${env:API_TOKEN}`, 'x-empty': '' },
      },
      env,
    );
    expect(line).toContain(`-H 'authorization: Bearer '"$API_TOKEN"`);
    expect(line).not.toContain(env.API_TOKEN);
    expect((await shell(line, env)).text).toContain('401');
    expect(heard).toHaveLength(2);
    expect(heard[1]).toBe(heard[0]);
  });

  test('shows the body where it is what is wrong', async () => {
    const port = await openHttp('answers');
    const line = await lineOf({ url: `http://nowhere.example:${port}/`, expect: { body: 'bye' } });
    expect((await shell(line)).text).toMatch(/Content-Length: 5\s+hello$/);
  });

  test('shows the times where they are what is wrong', async () => {
    const port = await openHttp('is slow');
    const line = await lineOf({
      url: `http://nowhere.example:${port}/`,
      expect: { latency: { total: { fail: '1ms' } } },
    });
    expect((await shell(line)).text).toMatch(/^200 dns \S+ tcp \S+ tls \S+ ttfb 0\.\d+ total 0\.\d+\n$/);
  });

  test('goes the way of the redirects', async () => {
    const last = await openHttp('fails');
    const first = await openRedirect(`http://other.example:${last}/`);
    const line = await lineOf({ url: `http://nowhere.example:${first}/` });
    const { text } = await shell(line);
    expect(text.match(/^HTTP\/1.1 \d+/gm)).toEqual(['HTTP/1.1 302', 'HTTP/1.1 500']);
  });

  test('does not carry a header to a host that is not meant to see it', async () => {
    const last = await openHttp('fails');
    const first = await openRedirect(`http://other.example:${last}/`);
    const line = await lineOf({ url: `http://nowhere.example:${first}/`, headers: { 'x-key': 'sesame' } });
    expect(line).not.toContain('sesame');
    expect(line).toMatch(new RegExp(`http://other.example:${last}/$`));
    expect((await shell(line)).text).toMatch(/^HTTP\/1.1 500/);
  });

  test('runs in the same circle', async () => {
    const port = await openRedirect('/');
    const line = await lineOf({ url: `http://nowhere.example:${port}/`, redirects: 3 });
    expect(await shell(line)).toMatchObject({
      code: 47,
      text: expect.stringContaining('Maximum (3) redirects'),
    });
  });

  test('trusts the CA of the list', async () => {
    const port = await openHttps((_, response) => response.writeHead(500).end());
    const folder = folderOf({ 'root.pem': rootPem });
    const line = await lineOf({ url: `https://site.example:${port}/`, ca: 'root.pem' }, {}, { folder });
    expect((await shell(line)).text).toMatch(/^HTTP\/\S+ 500/);
  });

  test('sends the name of `sni` to the address of the list, and asks for the host of the list', async () => {
    const heard: unknown[] = [];
    const port = await openHttps(({ socket, headers }, response) => {
      heard.push([(socket as TLSSocket).servername, headers.host]);
      response.writeHead(500).end();
    });
    const folder = folderOf({ 'root.pem': rootPem });
    const written = { url: `https://127.0.0.1:${port}/`, ca: 'root.pem', sni: 'site.example' };
    const line = await lineOf(written, {}, { folder });
    expect((await shell(line)).text).toMatch(/^HTTP\/\S+ 500/);
    expect(heard).toEqual([
      ['site.example', `127.0.0.1:${port}`],
      ['site.example', `127.0.0.1:${port}`],
    ]);
  });

  test('comes from the same address', async () => {
    const heard: unknown[] = [];
    const server = createServer(({ socket }, response) => {
      heard.push(socket.remoteAddress);
      response.writeHead(500).end();
    });
    const url = `http://nowhere.example:${await listen(server)}/`;
    await shell(await lineOf({ url, source: '127.0.0.9' }));
    expect(heard).toEqual(['127.0.0.9', '127.0.0.9']);
  });

  test('goes the detour of an address', async () => {
    const port = await openHttp('fails');
    const line = await lineOf({ url: 'http://192.0.2.7/', connect: `::127.0.0.1:${port}` });
    expect(line).toContain(`--connect-to 192.0.2.7:80:127.0.0.1:${port}`);
    expect((await shell(line)).text).toMatch(/^HTTP\/1.1 500/);
    const closedPort = await closed();
    const refused = await lineOf({ url: 'tcp://192.0.2.7:80', connect: `::127.0.0.1:${closedPort}` });
    expect(await shell(refused)).toMatchObject({ code: 7 });
  });

  test('is left out where a secret can only stand in it in another form', async () => {
    const last = await openHttp('fails');
    const lineWith = async (secret: string) => {
      const first = await openRedirect(`http://other.example:${last}/?t=${encodeURIComponent(secret)}`);
      const written = { url: `http://nowhere.example:${first}/`, headers: { 'x-key': `\${env:TOK}` } };
      return (await probed(written, { TOK: secret })).repeat;
    };
    expect(await lineWith('open sesame')).toBeUndefined();
    expect(await lineWith('open-sesame')).toMatch(/\/\?t='"\$TOK"$/);
  });

  test.each(['closes on the request', 'resets on the request'] as const)(
    'meets a server that %s',
    async (behaviour) => {
      const line = await lineOf({ url: `http://nowhere.example:${await openHttp(behaviour)}/` });
      expect([52, 56]).toContain((await shell(line)).code);
    },
  );

  test('is left out where a terminal would not take all of it', async () => {
    const told = { url: `http://site.example:${await openHttp('fails')}/`, headers: { x: 'y'.repeat(4000) } };
    expect((await probed(told)).repeat).toBeUndefined();
  });

  test('is as patient as the list', async () => {
    const port = await openHttp('is silent');
    const line = await lineOf({ url: `http://nowhere.example:${port}/`, timeout: '1500ms' });
    expect(line).toContain('--max-time 1.5');
    expect((await shell(line)).code).toBe(28);
  });

  test('finds a port closed, or open', async () => {
    const port = await closed();
    const refused = await shell(await lineOf({ url: `tcp://nowhere.example:${port}` }));
    expect(refused).toMatchObject({ code: 7, text: expect.stringContaining('Connection refused') });
    expect(await shell(await lineOf({ url: `http://127.0.0.1:${port}/` }))).toMatchObject({ code: 7 });
    const slow = await lineOf({
      url: `tcp://nowhere.example:${await openHttp('is silent')}`,
      expect: { latency: { total: { warn: '0.0001ms' } } },
    });
    expect((await shell(slow)).text).toContain('Connected to nowhere.example (127.0.0.1)');
  });
});

describe.runIf(has('openssl', 'version'))('openssl', () => {
  test.each([
    ['expired', /certificate has expired/],
    ['of another name', /hostname mismatch/i],
    ['signed by itself', /self.signed certificate/],
    ['of a stranger', /unable to get local issuer certificate/],
    ['alone, with the address of its issuer', /unable to (get local issuer|verify the first) certificate/],
  ] as const)('refuses a certificate %s', async (name, why) => {
    const port = await openTls(identities[name]);
    const folder = folderOf({ 'root.pem': rootPem });
    for (const scheme of ['tls', 'https']) {
      const line = await lineOf({ url: `${scheme}://site.example:${port}`, ca: 'root.pem' }, {}, { folder });
      const { code, text } = await shell(line);
      expect(text).toMatch(why);
      expect(code).not.toBe(0);
    }
  });

  test('proves the name of `sni`, from the same address', async () => {
    const port = await openTls(identities.expired);
    const folder = folderOf({ 'root.pem': rootPem });
    const written = {
      url: `tls://127.0.0.1:${port}`,
      ca: 'root.pem',
      sni: 'site.example',
      source: '127.0.0.9',
    };
    const line = await lineOf(written, {}, { folder });
    expect(line).toContain('-bind 127.0.0.9:0 -servername site.example -verify_hostname site.example');
    const { text } = await shell(line);
    expect(text).toMatch(/certificate has expired/);
    expect(text).not.toMatch(/mismatch/);
  });

  test('sees the days that are left', async () => {
    const port = await openTls(identities['expires in 3 days']);
    const folder = folderOf({ 'root.pem': rootPem });
    const expectation = { certificate: { expires_in: { warn: '30d' } } };
    const written = { url: `tls://site.example:${port}`, ca: 'root.pem', expect: expectation };
    const { code, text } = await shell(await lineOf(written, {}, { folder }));
    expect([code, text]).toEqual([0, expect.stringMatching(/NotAfter: .*GMT/)]);
  });
});

describe.runIf(has('dig', '-v'))('dig', () => {
  const answers = { NXDOMAIN: rcodes.NXDOMAIN, SERVFAIL: rcodes.SERVFAIL, REFUSED: rcodes.REFUSED };

  test.each(Object.entries(answers))('is told %s', async (word, rcode) => {
    const script = { script: (asked: Parameters<typeof reply>[0]) => [reply(asked, { rcode })] };
    for (const url of ['dns:nowhere.example?type=AAAA', 'https://nowhere.example/', 'dns:+short.example']) {
      const { text } = await shell(await lineOf({ url }, {}, script));
      expect(text).toContain(`status: ${word}`);
      expect(text).toMatch(/^;(nowhere|\+short)\.example\./m);
    }
  });
});

test('what is up is not repeated', async () => {
  const result = await probed({ url: `http://nowhere.example:${await openHttp('answers')}/` });
  expect([result.status, result.repeat]).toEqual(['up', undefined]);
});
