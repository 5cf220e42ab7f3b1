// What is expected and cannot be told: no verdict is none to be green by.

import { describe, expect, test } from 'vitest';
import { resultOf, runOf, type Written } from '../ask.ts';
import { serving } from '../net/addressed.ts';
import { always, cname, namedBy, openNameServer, rcodes, reply, type Script } from '../servers/dns.ts';
import { site } from '../servers/network.ts';

const url = 'http://site.example/';

async function codeOf(script: Script, target: string, written: Written): Promise<string> {
  const network = namedBy([await openNameServer(script)]);
  const { status, cause } = await resultOf(network, target, written);
  return cause?.code ?? status;
}

const gone: Script = (asked) => [reply(asked, { rcode: rcodes.NXDOMAIN })];
const loop: Script = (asked) => [reply(asked, { answers: [cname(asked.name, asked.name)] })];

describe('a failure is excused only by the code that it stands for', () => {
  test.each(['dns:site.example', url])('NOERROR does not excuse a loop: %s', async (target) => {
    expect(await codeOf(loop, target, { expect: { rcode: 'NOERROR' } })).toBe('dns.cname_loop');
  });

  test.each([{ not: 'SERVFAIL' }, ['NOERROR', 'NODATA']])('nor does %j', async (rcode) => {
    expect(await codeOf(loop, 'dns:site.example', { expect: { rcode } })).toBe('dns.cname_loop');
  });

  test('NXDOMAIN excuses it for http as well, where nothing else is expected', async () => {
    expect(await codeOf(gone, url, { expect: { rcode: 'NXDOMAIN' } })).toBe('up');
  });
});

describe('what the endpoint itself expects and nothing tells is missed', () => {
  test.each([
    [{ rcode: 'NXDOMAIN', status: 200 }, 'http.status'],
    [{ rcode: 'NXDOMAIN', body: { contains: 'x' } }, 'content.body'],
    [{ rcode: 'NXDOMAIN', family: 4 }, 'tcp.family'],
    [{ rcode: 'NXDOMAIN', records: { not: '192.0.2.1' } }, 'dns.records'],
    [{ rcode: 'NXDOMAIN', latency: { dns: '5s', total: '5s' } }, 'up'],
  ])('of a name that is gone, as expected: %j', async (wanted, code) => {
    expect(await codeOf(gone, url, { expect: wanted })).toBe(code);
  });

  test.each([
    [{ records: '127.0.0.1' }, 'dns.records'],
    [{ rcode: 'NOERROR' }, 'dns.records'],
    [{ ttl: { min: 60 } }, 'dns.records'],
    [{ tls: { version: '1.3' } }, 'tls.version'],
    [{ certificate: { expires_in: '14d' } }, 'tls.expires'],
    [{ latency: { tls: '1s' } }, 'latency.limit'],
    [{ certificate: { expires_in: { warn: '14d' } } }, 'tls.expires'],
  ])('of an address over plain http: %j', async (wanted, code) => {
    const port = await serving();
    const { cause } = await resultOf(site(port), 'http://192.0.2.1/', { expect: wanted });
    expect(cause?.code).toBe(code);
    expect(cause?.message).toContain('got nothing to tell it by');
  });

  test('a name server of the operating system, which tells no code, is none to expect one of', async () => {
    const wanted = { resolver: 'os', expect: { rcode: 'NOERROR' } };
    const network = { ...site(1), simulated: false };
    expect((await resultOf(network, 'dns:localhost', wanted)).cause?.code).toBe('dns.records');
  });

  test('many samples do not hide it', async () => {
    const written = { expect: { latency: { tls: '1s' } } };
    const { cause } = await resultOf(site(await serving()), url, written, { samples: 3 });
    expect(cause?.code).toBe('latency.limit');
  });
});

test('what only the defaults expect is passed over where it has no meaning', async () => {
  const list = (own: Written) => ({
    defaults: { expect: { certificate: { expires_in: '14d' }, latency: { tls: '1s' } }, timeout: '5s' },
    endpoints: [{ name: 'site', url, retry: { times: 0 }, ...own }],
  });
  const network = site(await serving());
  const statusOf = async (own: Written) => (await runOf(network, list(own))).results[0]?.status;
  expect(await statusOf({})).toBe('up');
  expect(await statusOf({ expect: { latency: { total: '5s' } } })).toBe('up');
  expect(await statusOf({ expect: { latency: { tls: '2s' } } })).toBe('down');
});

test('one that nobody answers is down for that, and for nothing else', async () => {
  expect(await codeOf(always('192.0.2.9'), url, { expect: { certificate: { expires_in: '14d' } } })).toMatch(
    /^(?:tcp|local)\./,
  );
});
