// The built-in list must never be asked outside of a namespace without a way out: these are the only tests
// that start it.

import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { launcher, runProgram } from './cli.ts';
import { haveParts, program } from './parts.mjs';
import { makeFolder, removeFolder } from './process.mjs';

const own = 'It is your network';

describe.runIf(haveParts('namespaces', 'ip', 'mount'))(
  'in a network namespace of its own',
  { concurrent: true },
  () => {
    const folder = makeFolder();
    afterAll(() => removeFolder(folder));

    /** Runs a script of sh there, then whydown; files of /etc can be laid over. */
    function run(
      before: readonly string[],
      args: readonly string[],
      etc: Readonly<Record<string, string>> = {},
    ) {
      const place = mkdtempSync(join(folder, 'etc-'));
      const mounts = Object.entries(etc).map(([name, text]) => {
        writeFileSync(join(place, name), text);
        return `${program('mount')} --bind ${join(place, name)} /etc/${name}`;
      });
      const script = [...mounts, ...before, 'exec "$@"'].join(' && ');
      const inside = ['sh', '-c', script, 'sh', process.execPath, launcher, ...args];
      return runProgram(program('unshare'), ['-r', '-n', '-m', ...inside], folder);
    }
    const loopback = `${program('ip')} link set lo up`;

    test('without a route, the built-in list says that it is our own network, and exits 3', async () => {
      const { code, stdout } = await run([], []);
      expect([code, stdout]).toEqual([3, expect.stringContaining(own)]);
      expect(stdout).not.toMatch(/ down at /);
    }, 60_000);

    test.each([
      ['that is empty', ''],
      ['that names a server on the internet', 'nameserver 192.0.2.53\n'],
      ['that names a server of this machine', 'nameserver 127.0.0.53\noptions edns0 trust-ad\nsearch .\n'],
      ['that names a server over IPv6', 'nameserver 2001:db8::53\n'],
      [
        'that names a search domain',
        'nameserver 192.0.2.53\nsearch corp.example example.com\noptions ndots:5\n',
      ],
    ])(
      'without a route, a resolv.conf %s does not change that',
      async (_, text) => {
        const { code, stdout } = await run([], [], { 'resolv.conf': text });
        expect([code, stdout]).toEqual([3, expect.stringContaining(own)]);
      },
      60_000,
    );

    test('with only lo up, the built-in list says the same', async () => {
      const { code, stdout } = await run([loopback], [], { 'resolv.conf': 'nameserver 192.0.2.53\n' });
      expect([code, stdout]).toEqual([3, expect.stringContaining(own)]);
    }, 60_000);

    test('with only lo up, a closed port of this machine is refused, and exits 1', async () => {
      const { code, stdout } = await run([loopback], ['tcp://127.0.0.1:1', '--format', 'json']);
      expect(code).toBe(1);
      expect(JSON.parse(stdout).results).toMatchObject([
        { status: 'down', cause: { code: 'tcp.refused', layer: 'tcp' } },
      ]);
    });

    test('without lo, the same port has no route, and exits 3', async () => {
      const { code, stdout } = await run([], ['tcp://127.0.0.1:1', '--format', 'json']);
      expect(code).toBe(3);
      expect(JSON.parse(stdout).results).toMatchObject([
        { cause: { code: 'local.no_route', layer: 'local' } },
      ]);
    });

    test.each([
      ['an empty resolv.conf', { 'resolv.conf': '' }],
      [
        'a server that is not there',
        { 'resolv.conf': 'nameserver 192.0.2.53\nsearch example.com\noptions ndots:15\n' },
      ],
      [
        'a hosts file that lies',
        { hosts: '192.0.2.1 web.whatsapp.com www.instagram.com www.facebook.com localhost\n' },
      ],
    ])(
      'the internet in a box needs nothing but lo: with %s all is up',
      async (_, etc) => {
        const { code, stdout } = await run([loopback], ['demo'], etc);
        expect([code, stdout]).toEqual([0, expect.stringContaining('SIMULATED')]);
      },
      60_000,
    );
  },
);
