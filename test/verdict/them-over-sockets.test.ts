// The rules that blame them, over real sockets: what breaks in the box, and what a run says of it.

import { expect, test } from 'vitest';
import { parseBreak, readWorld, startLab } from '../../src/lab/index.ts';
import type { Run } from '../../src/model.ts';
import { runOf } from '../ask.ts';
import { named } from '../net/addressed.ts';
import { identities, rootPem } from '../servers/certificates.ts';
import { openHttps, openNoHandshake } from '../servers/tls.ts';

const world = readWorld(new URL('./owners.yaml', import.meta.url));

const options = { timeout: '2s', retry: { times: 1, after: '0s' } };
/** Less than the budget that they share with the retries. */
const ofControls = { timeout: '1s' };

function of(host: string, service: string, component: string, edge?: string) {
  return { name: host, url: `https://${host}/`, service, component, ...(edge ? { edge } : {}), ...options };
}

const list = {
  providers: { North: { services: ['Shop', 'Blog'] }, South: { services: ['Bank'] } },
  controls: ['one', 'two'].map((name) => ({
    operator: name,
    url: `http://${name}.control.org/`,
    ...ofControls,
  })),
  endpoints: [
    of('www.north-shop.com', 'Shop', 'web', 'shield'),
    of('api.north-shop.com', 'Shop', 'api'),
    of('img.north-shop.com', 'Shop', 'media'),
    of('www.north-blog.com', 'Blog', 'web'),
    of('img.north-blog.com', 'Blog', 'media'),
    of('www.south-bank.com', 'Bank', 'web', 'shield'),
    { name: 'alone', url: 'https://www.alone.net/', ...options },
  ],
};

async function broken(...breaks: readonly string[]): Promise<Run> {
  const lab = await startLab({ world, breaks: breaks.map((text) => parseBreak(text, world)) });
  try {
    return await runOf(lab.network, list);
  } finally {
    await lab.close();
  }
}

function told({ diagnoses, exitCode }: Run): readonly string[] {
  const each = diagnoses.map(
    ({ rule, blame, scope, subject, layer, members, confidence }) =>
      `${rule}: ${blame} ${confidence}, ${scope} ${subject}, ${layer}, ${members.length}`,
  );
  return [...each, `exit ${exitCode}`];
}

test.each<[string, readonly string[], readonly string[]]>([
  ['nothing', [], ['exit 0']],
  [
    'media of both services',
    ['img.north-shop.com=503', 'img.north-blog.com=502'],
    ['component.http: them certain, component media of North, http, 2', 'exit 1'],
  ],
  [
    'two components of a service',
    ['api.north-shop.com=tcp.refused', 'img.north-shop.com=503'],
    ['service.down: them likely, service Shop, tcp, 2', 'exit 1'],
  ],
  [
    'the network of a provider',
    ['*.north-shop.com=tcp.timeout', '*.north-blog.com=tcp.timeout'],
    ['provider.network: them likely, provider North, tcp, 5', 'exit 1'],
  ],
  [
    'what a provider runs',
    ['*.north-shop.com=500', 'www.north-blog.com=503'],
    ['provider.http: them certain, provider North, http, 4', 'exit 1'],
  ],
  [
    'the names of a provider',
    ['*.north-shop.com=dns.servfail', '*.north-blog.com=dns.servfail'],
    ['shared.cause: them likely, provider North, dns, 5', 'exit 1'],
  ],
  [
    'an edge',
    ['www.north-shop.com=500', 'www.south-bank.com=520'],
    ['edge.http: them likely, edge shield, http, 2', 'exit 1'],
  ],
  [
    'a certificate',
    ['www.south-bank.com=tls.expired'],
    ['certificate: them likely, host www.south-bank.com, tls, 1', 'exit 1'],
  ],
  [
    'a page of no service',
    ['www.alone.net=500'],
    ['application: them certain, endpoint alone, http, 1', 'exit 1'],
  ],
  [
    'two things at once',
    ['www.alone.net=tcp.refused', 'www.south-bank.com=503'],
    [
      'component.http: them certain, component web of Bank, http, 1',
      'service.down: them likely, endpoint alone, tcp, 1',
      'exit 1',
    ],
  ],
  ['everything', ['*=tcp.timeout'], ['you.network: you likely, all all, tcp, 7', 'exit 3']],
])('when %s is broken', async (_, breaks, expected) => {
  expect(told(await broken(...breaks))).toEqual(expected);
});

test('where TLS fails at one address the others are asked, once each, and a good one is told', async () => {
  const bad = await openNoHandshake('closes');
  const good = await openHttps((_, response) => response.end(), identities.good);
  const network = { ...named({ '192.0.2.1': bad, '192.0.2.2': good }), roots: rootPem };
  const run = await runOf(network, {
    endpoints: [{ name: 'site', url: 'https://site.example/', ...options }],
  });
  expect(told(run)).toEqual(['host.address: them likely, host site.example, tls, 1', 'exit 1']);
  expect(run.diagnoses[0]?.evidence).toContain('asked besides, and fine: 192.0.2.2');
});
