// A captive portal of real parts: an nginx that redirects every request to its own page, with one certificate for
// every name, in the place of every address that is dialled.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Network } from '../../src/net/network.ts';
import { runOf } from '../ask.ts';
import { ofName } from '../servers/certificates.ts';
import { networkOf } from '../servers/network.ts';
import { startNginx } from './nginx.mjs';
import { haveParts } from './parts.mjs';
import { makeFolder, removeFolder } from './process.mjs';

const names = ['google.com', 'apple.com', 'firefox.com', 'iana.org', 'shop.com', 'mail.com', 'chat.com'];

describe.runIf(haveParts('nginx'))('behind a portal that redirects everything', () => {
  const folder = makeFolder();
  let network: Network;
  let stop = async (): Promise<void> => {};

  beforeAll(async () => {
    const { cert, key } = ofName('login.hotel.com');
    writeFileSync(join(folder, 'portal.pem'), cert);
    writeFileSync(join(folder, 'portal.key'), key);
    const tls = `ssl_certificate ${folder}/portal.pem; ssl_certificate_key ${folder}/portal.key;`;
    const away = 'location / { return 302 https://login.hotel.com/?from=$host; }';
    const nginx = await startNginx(
      folder,
      2,
      ([plain, secure]) => `
server { listen 127.0.0.1:${plain}; ${away} }
server { listen 127.0.0.1:${secure} ssl; ${tls} ${away} }`,
    );
    stop = nginx.stop;
    const [plain = 0, secure = 0] = nginx.ports;
    const hosts = Object.fromEntries(names.map((name, at) => [name, [`198.51.100.${at + 1}`]]));
    network = {
      ...networkOf({ hosts: { ...hosts, 'shop.internal': ['10.0.0.7'] } }),
      // Whatever is dialled, it is the portal that answers; nothing leaves this machine.
      place: (_, { port }) => ({ address: '127.0.0.1', port: port === 80 ? plain : secure }),
    };
  }, 60_000);

  afterAll(async () => {
    await stop();
    removeFolder(folder);
  });

  const control = (operator: string, url: string) => ({ operator, url, timeout: '2s' });
  const controls = [
    { ...control('Google', 'http://google.com/generate_204'), redirects: 0, expect: { status: 204 } },
    { ...control('Apple', 'http://apple.com/'), expect: { status: 200, body: { contains: 'Success' } } },
    { ...control('Mozilla', 'http://firefox.com/'), expect: { status: 200, body: { contains: 'success' } } },
    control('IANA', 'https://iana.org/'),
    control('Google by address', 'tcp://8.8.8.8:443'),
  ];
  const ask = (name: string, url: string, more = {}) => ({
    name,
    url,
    timeout: '2s',
    retry: { times: 0 },
    ...more,
  });

  test('it is your network, and nothing of what was asked is told as down', async () => {
    const run = await runOf(network, {
      controls,
      endpoints: [
        ask('shop', 'https://shop.com/'),
        ask('mail', 'tls://mail.com:993'),
        ask('plain', 'http://shop.com/', { redirects: 0, expect: { status: ['2xx', '3xx'] } }),
        ask('chat', 'tcp://chat.com:5222'),
      ],
    });
    expect(run.diagnoses).toMatchObject([
      { rule: 'you.portal', blame: 'you', scope: 'all', layer: 'tls', members: ['shop', 'mail', 'plain'] },
    ]);
    expect(run.diagnoses[0]?.evidence.join('\n')).toContain('a redirect to login.hotel.com');
    expect(run.results.map(({ status }) => status)).toEqual(['unknown', 'unknown', 'unknown', 'up']);
    expect(run.exitCode).toBe(3);
  });

  test('without controls nobody can tell, and it stays theirs', async () => {
    const run = await runOf(network, { endpoints: [ask('shop', 'https://shop.com/')] });
    expect(run.diagnoses.map(({ rule, blame }) => `${rule} ${blame}`)).toEqual(['service.down them']);
  });
});
