// A list of somebody else's: nothing of this machine is told to it, and nothing but the public internet asked.

import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { hasNamespaces, inNamespace } from '../servers/namespace.ts';
import { folder, list, report, rows, whydown } from './command.ts';
import { ok } from './servers.ts';

const hostile = `endpoints:
  - name: a
    url: http://127.0.0.1/
    headers: {x-token: "\${env:GITHUB_TOKEN}", x-file: "\${file:token.txt}"}
    ca: root.pem
`;

test.concurrent.each([['check'], ['run'], ['why', 'a'], ['baseline', 'save', 'base.json']])(
  '%s --untrusted refuses what it may not say, and reads nothing',
  async (...words) => {
    const cwd = folder({ 'probes.yaml': hostile, 'token.txt': 'sesame', 'root.pem': 'sesame' });
    const { code, stdout, stderr } = await whydown([...words, '--untrusted'], {
      cwd,
      env: { GITHUB_TOKEN: 'sesame' },
    });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).not.toContain('sesame');
    expect(stderr.match(/^probes\.yaml:\d+:\d+/gm)).toEqual([
      'probes.yaml:4:25',
      'probes.yaml:4:56',
      'probes.yaml:5:9',
    ]);
  },
);

test.concurrent('a variable that is allowed is used', async () => {
  const path = list('endpoints: [{name: a, url: "tcp://${env:ADDRESS}:1", retry: {times: 0}}]');
  const env = { ADDRESS: '127.0.0.1' };
  const { code, run } = await report(['-c', path, '--untrusted', '--allow-env', 'ADDRESS'], { env });
  expect([code, rows(run)]).toEqual([3, ['a unknown local.forbidden']]);
});

test.concurrent('--allow-env alone is a mistake', async () => {
  const { code, stderr } = await whydown(['--allow-env', 'A', 'tcp://127.0.0.1:1']);
  expect([code, stderr]).toEqual([2, expect.stringContaining('add --untrusted')]);
});

test.concurrent('a target of this machine is not asked, and it says why', async () => {
  const { code, stdout } = await whydown([`http://127.0.0.1:${await ok()}/`, '--untrusted']);
  expect(code).toBe(3);
  expect(stdout).toContain('(local.forbidden)\n  127.0.0.1 is loopback (RFC 1122), and --untrusted');
  expect(stdout).not.toContain('repeat');
});

/** Listens on these addresses of the namespace, then makes the file. */
const server = `
const { createServer } = require('node:http');
const answer = (request, response) => {
  if (request.url === '/in') response.writeHead(302, { location: 'http://127.0.0.1/' });
  response.end('ok');
};
const [, , ready, ...addresses] = process.argv;
let left = addresses.length;
const listening = () => (left -= 1) > 0 || require('node:fs').writeFileSync(ready, '');
for (const address of addresses) createServer(answer).listen(80, address, listening);
`;

describe.runIf(hasNamespaces)('in a network of its own, where 1.2.3.4 is on lo', () => {
  const own = folder({
    'server.cjs': server,
    'list.yaml': `endpoints:
  - {name: out, url: http://1.2.3.4/}
  - {name: in, url: http://1.2.3.4/in}
  - {name: here, url: http://127.0.0.1/}
`,
  });

  test.concurrent.each([
    [['--untrusted'], 3, ['up', 'local.forbidden', 'local.forbidden']],
    [[], 0, ['up', 'up', 'up']],
  ])('with %j, exit %i: %j', { timeout: 60_000 }, async (flags, exit, told) => {
    const ready = join(folder(), 'ready');
    const setUp = `ip addr add 1.2.3.4/32 dev lo
      node ${own}/server.cjs ${ready} 1.2.3.4 127.0.0.1 &
      until [ -e ${ready} ]; do sleep 0.02; done`;
    const { status, run } = await inNamespace(setUp, '-c', join(own, 'list.yaml'), ...flags);
    expect(run.results.map(({ status, cause }) => cause?.code ?? status)).toEqual(told);
    expect(status).toBe(exit);
  });
});
