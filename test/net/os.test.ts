import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { askOs } from '../../src/net/dns/os.ts';
import { attempt, factsOf, resultOf, runOf } from '../ask.ts';
import { haveParts } from '../real/parts.mjs';
import { namedBy, openNameServer, rcodes, reply } from '../servers/dns.ts';
import { inShell } from '../servers/namespace.ts';

// `localhost` is all that every machine finds without asking anybody.
const nobody = () => openNameServer((asked) => [reply(asked, { rcode: rcodes.NXDOMAIN })]);
const real = { simulated: false };
const unhurried = { timeout: '10s', retry: { times: 0 } };

test('os asks as every other program does', async () => {
  const { dns } = factsOf(
    await attempt(namedBy([], real), 'dns:localhost', { resolver: 'os', ...unhurried }),
  );
  expect(dns).toMatchObject({ from: 'os', resolver: 'os', types: ['A'], addresses: ['127.0.0.1'] });
});

test('os is for addresses alone', async () => {
  const { cause } = await resultOf(namedBy([], real), 'dns:localhost?type=MX', { resolver: 'os' });
  expect(cause).toMatchObject({ code: 'dns.refused', message: expect.stringContaining('only addresses') });
});

test('the box has no operating system', async () => {
  const { status, cause } = await resultOf(namedBy([]), 'dns:localhost', { resolver: 'os' });
  expect([status, cause?.code]).toEqual(['unknown', 'local.unmapped']);
});

test('when there is no time left, its process is killed', async () => {
  const stop = new AbortController();
  const asked = askOs('localhost', ['A'], stop.signal);
  stop.abort();
  expect((await asked).failure?.code).toBe('dns.timeout');
});

describe.runIf(haveParts('namespaces', 'mount'))('with a hosts file of its own', () => {
  test('a name that has addresses of the other family alone is not told as one that does not exist', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'whydown-os-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, 'hosts'), '192.0.2.4 four.test\n');
    writeFileSync(join(folder, 'nsswitch'), 'hosts: files\n');
    const mounted = [
      `mount --bind ${folder}/hosts /etc/hosts`,
      `mount --bind ${folder}/nsswitch /etc/nsswitch.conf`,
      'exec node --input-type=module -e "$1"',
    ];
    const module = `
      import { askOs } from './dist/net/dns/os.js';
      const ask = async (name) => (await askOs(name, ['AAAA'], new AbortController().signal)).failure;
      console.log(JSON.stringify([await ask('four.test'), await ask('none.test')]));`;
    const told = await inShell(`exec unshare -rm sh -c '${mounted.join(' && ')}' sh "$1"`, module);
    expect(JSON.parse(told)).toMatchObject([
      { code: 'dns.nodata', message: expect.stringContaining('no address') },
      { code: 'dns.nxdomain' },
    ]);
  });
});

describe('the process that asks', () => {
  const own = process.execPath;
  afterEach(() => {
    vi.unstubAllEnvs();
    process.execPath = own;
  });

  /** What is said of a name when this is started instead. */
  async function toldBy(script: string, mode = 0o755) {
    const folder = mkdtempSync(join(tmpdir(), 'whydown-os-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    process.execPath = join(folder, 'node');
    writeFileSync(process.execPath, `#!/bin/sh\n${script}\n`, { mode });
    return askOs('site.example', ['A'], new AbortController().signal);
  }

  test.each(['exit 0', 'printf {', 'printf null', 'exit 3'])(
    'that ends with `%s` is a bug of ours and ends no run',
    async (script) => {
      expect((await toldBy(script)).failure?.code).toBe('local.bug');
    },
  );

  test('that cannot be started for want of a right is trouble of this machine', async () => {
    expect((await toldBy('exit 0', 0o644)).failure?.code).toBe('local.denied');
  });

  test('is given what names are looked up by, and no secret', async () => {
    vi.stubEnv('API_TOKEN', 'secret');
    vi.stubEnv('RES_OPTIONS', 'attempts:1');
    const { facts } = await toldBy(
      `printf '{"id":0,"ms":1,"addresses":["%s/%s"]}' "$API_TOKEN" "$RES_OPTIONS"`,
    );
    expect(facts.addresses).toEqual(['/attempts:1']);
  });
});

test('before a name is called down, the operating system is asked once, and a disagreement is said', async () => {
  const endpoint = (name: string) => ({ name, url: 'dns:localhost?type=A', ...unhurried });
  const list = { endpoints: [endpoint('one'), endpoint('two')] };
  const run = await runOf(namedBy([await nobody()], real), list);
  expect(run.diagnoses).toMatchObject([
    {
      rule: 'resolver.differs',
      blame: 'you',
      members: ['one', 'two'],
      evidence: ['192.0.2.53:53: dns.nxdomain', 'the operating system’s resolver does find it: 127.0.0.1'],
      sentence: expect.stringContaining('127.0.0.1'),
    },
  ]);
  expect(run.results.map(({ status, attempts }) => [status, attempts.length])).toEqual([
    ['unknown', 1],
    ['unknown', 1],
  ]);
  expect(run.exitCode).toBe(3);
});
