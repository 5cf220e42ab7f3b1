// The flags that say where connections go, as a user gives them, over loopback and in namespaces without a way out.

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hasNamespaces, inNamespace } from '../servers/namespace.ts';
import { folder, list, type Reported, report, rows, whydown } from './command.ts';
import { listen, ok } from './servers.ts';

/** Names under localhost have both families (RFC 6761 6.3), whatever the hosts file says. */
const noIpv6 = !Object.values(networkInterfaces())
  .flat()
  .some((each) => each?.address === '::1');

const quick = ['--retries', '0', '--timeout', '5s'];

test.concurrent('--connect-to goes elsewhere, and the server is asked for the name', async () => {
  const hosts: (string | undefined)[] = [];
  const port = await listen(
    createServer((request, response) => {
      hosts.push(request.headers.host);
      response.end();
    }),
  );
  const { run } = await report([
    'http://www.example.com/',
    '--connect-to',
    'other.example.com::127.0.0.1:1',
    '--connect-to',
    `www.example.com:80:127.0.0.1:${port}`,
    ...quick,
  ]);
  expect(rows(run)).toEqual(['http://www.example.com/ up']);
  expect(hosts).toEqual(['www.example.com']);
});

test.concurrent('--connect-to comes before what the list says', async () => {
  const port = await ok();
  const file = list(`endpoints: [{name: api, url: "http://www.example.com/", connect: "::127.0.0.1:1"}]\n`);
  const { run } = await report(['-c', file, '--connect-to', `::127.0.0.1:${port}`, ...quick]);
  expect(rows(run)).toEqual(['api up']);
});

test
  .skipIf(noIpv6)
  .concurrent('each address that differs has a row with its address, in the table and in JSON', async () => {
    const port = await ok();
    const file = join(folder(), 'run.json');
    const args = [
      `http://site.localhost:${port}/`,
      '--addresses',
      'all',
      '--output',
      `json=${file}`,
      ...quick,
    ];
    const { code, stdout } = await whydown(args, { env: { COLUMNS: '120' } });
    expect(code).toBe(1);
    const run: Reported = JSON.parse(readFileSync(file, 'utf8'));
    expect(run.results.map(({ address, status, cause }) => [address, status, cause?.code])).toEqual([
      ['127.0.0.1', 'up', undefined],
      ['::1', 'down', 'tcp.refused'],
    ]);
    expect(stdout).toMatch(/@ ::1 .*DOWN tcp\.refused/);
    expect(stdout).toMatch(/@ 127\.0\.0\.1 .*up/);
    expect(stdout).toMatch(/The endpoint is partly down from here: http.* @ ::1 \(tcp\)\./);
    expect(stdout).toMatch(/1 of 2 addresses fails:\s::1 tcp\.refused/);
    expect(stdout).toContain('1 endpoint: 1 down');
  });

test.skipIf(noIpv6).concurrent.each([
  ['-4', 'up'],
  ['--ipv6', 'down tcp.refused'],
])('%s asks over one family only', async (flag, told) => {
  const url = `http://site.localhost:${await ok()}/`;
  expect(rows((await report([url, flag, ...quick])).run)).toEqual([`${url} ${told}`]);
});

test.concurrent('--source is where connections come from', async () => {
  const from: (string | undefined)[] = [];
  const port = await listen(
    createServer((request, response) => {
      from.push(request.socket.remoteAddress);
      response.end();
    }),
  );
  const { run } = await report([`http://site.localhost:${port}/`, '--source', '127.0.0.7', ...quick]);
  expect([rows(run), from]).toEqual([[`http://site.localhost:${port}/ up`], ['127.0.0.7']]);
});

test.concurrent('a source that is not of this machine is our own trouble: exit 3', async () => {
  const url = `tcp://127.0.0.1:${await ok()}`;
  const { code, run } = await report([url, '--source', '192.0.2.99', ...quick]);
  expect([code, rows(run)]).toEqual([3, [`${url} unknown local.source`]]);
});

test.concurrent.each<[string, readonly string[], RegExp]>([
  ['both families', ['-4', '-6'], /'-6, --ipv6' cannot be used with option '-4, --ipv4'|cannot be used with/],
  ['a choice that is none', ['--addresses', 'some'], /first, both, all/],
  ['a detour of two parts', ['--connect-to', 'a.example:443'], /not a detour of four parts; as in curl/],
  ['a source that is a name', ['--source', 'eth0'], /`eth0` is not an IP address/],
  ['a target of the other family', ['http://127.0.0.1/', '-6'], /an IPv4 address, and only IPv6 is asked/],
  [
    'a detour to the other family',
    ['http://a.example/', '-4', '--connect-to', '::[::1]:80'],
    /the detour leads to an IPv6 address, and only IPv4 is asked/,
  ],
  ['a source of the other family', ['-6', '--source', '127.0.0.1'], /only IPv6 is asked/],
])('%s is a mistake: exit 2, and nothing is asked', async (_, args, message) => {
  const { code, stdout, stderr } = await whydown(args);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(message);
});

test('a flag that contradicts an endpoint of the list points at it', async () => {
  const file = list('endpoints:\n  - http://site.localhost:1/\n  - http://127.0.0.1:1/\n');
  const { code, stderr } = await whydown(['-c', file, '-6']);
  expect(code).toBe(2);
  expect(stderr).toMatch(/list\.yaml:3:5: the URL has an IPv4 address, and only IPv6 is asked/);
});

test('-6 leaves an endpoint that only asks a name server as it is', async () => {
  const file = list('endpoints: [{name: zone, url: "dns:example.com", resolver: "127.0.0.1:1"}]\n');
  const { run } = await report(['-c', file, '-6', '--addresses', 'all', ...quick]);
  expect(rows(run)).toEqual(['zone down dns.unreachable']);
});

/** A machine with IPv4 only, alone on its link. */
const onlyIpv4 =
  'ip link add v0 type veth peer name v1; ip link set v1 up; ip link set v0 up; ' +
  'ip address add 203.0.113.9/24 dev v0; ip route add default dev v0';

test.skipIf(!hasNamespaces)(
  'a wanted family that this machine has no route for is skipped: exit 3',
  async () => {
    const { status, run } = await inNamespace(onlyIpv4, '-6', 'tcp://[2001:db8::7]:80');
    expect([status, run.results[0]?.status, run.results[0]?.cause?.message]).toEqual([
      3,
      'skipped',
      'only IPv6 is asked, and this machine has no IPv6',
    ]);
  },
);

test.skipIf(!hasNamespaces)(
  'a source that leads nowhere is not told as a family without a route',
  async () => {
    const { status, run } = await inNamespace(onlyIpv4, '--source', '127.0.0.1', 'tcp://198.51.100.1:80');
    expect([status, run.results[0]?.status, run.results[0]?.cause?.code]).toEqual([
      3,
      'unknown',
      'local.no_route',
    ]);
  },
);
