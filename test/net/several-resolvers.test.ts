import { describe, expect, test } from 'vitest';
import { runOf } from '../ask.ts';
import { produces } from '../produces.ts';
import { a, namedBy, openNameServer, rcodes, reply, type Script } from '../servers/dns.ts';
import { unhurried } from './zone.ts';

describe('several resolvers', () => {
  const says = (...addresses: readonly string[]): Script => {
    return (asked) => [reply(asked, { answers: addresses.map((address) => a(asked.name, address)) })];
  };
  const list = (more: object) => ({
    endpoints: [
      {
        name: 'site',
        url: 'dns:site.example',
        resolver: ['192.0.2.53', '192.0.2.54', 'system'],
        ...unhurried,
        ...more,
      },
    ],
  });

  test('each is asked, and atLeast counts them', async () => {
    const dead = await openNameServer((asked) => [reply(asked, { rcode: rcodes.REFUSED })]);
    const servers = [await openNameServer(says('192.0.2.1')), dead];
    const network = { ...namedBy(servers), servers: [{ address: '192.0.2.53', port: 53 }] };
    expect((await runOf(network, list({ atLeast: 2 }))).results[0]?.status).toBe('up');
    expect((await runOf(network, list({ atLeast: 3 }))).results[0]?.cause?.code).toBe('dns.refused');
    expect(dead.asked.length).toBeGreaterThan(0);
  });

  test('the order of the addresses does not matter to agree', async () => {
    const one = await openNameServer(says('192.0.2.1', '192.0.2.2'));
    const two = await openNameServer(says('192.0.2.2', '192.0.2.1'));
    const network = namedBy([one, two], { servers: [{ address: '192.0.2.53', port: 53 }] });
    expect((await runOf(network, list({ agree: true }))).results[0]?.status).toBe('up');
  });

  test('to agree all must answer, if no less is said, and who did not is named', async () => {
    const dead = await openNameServer((asked) => [reply(asked, { rcode: rcodes.REFUSED })]);
    const network = namedBy([await openNameServer(says('192.0.2.1')), dead], {
      servers: [{ address: '192.0.2.53', port: 53 }],
    });
    const { status, cause } = (await runOf(network, list({ agree: true }))).results[0] ?? {};
    expect([status, cause?.code]).toEqual(['down', 'dns.refused']);
    expect(cause?.message).toContain('(2 of 3 passed, 3 needed; not via 192.0.2.54)');
    expect((await runOf(network, list({ agree: true, atLeast: 2 }))).results[0]?.status).toBe('up');
  });

  test('that a name does not exist is an answer that can disagree', async () => {
    const one = await openNameServer(says('192.0.2.1'));
    const two = await openNameServer((asked) => [reply(asked, { rcode: rcodes.NXDOMAIN })]);
    const { cause } = (await runOf(namedBy([one, two]), list({ agree: true }))).results[0] ?? {};
    expect(cause?.code).toBe('dns.disagree');
    expect(cause?.message).toContain('192.0.2.54:53 says NXDOMAIN');
  });

  produces('dns.disagree', 'two resolvers, two addresses', async () => {
    const servers = [await openNameServer(says('192.0.2.1')), await openNameServer(says('192.0.2.2'))];
    return (await runOf(namedBy(servers), list({ agree: true }))).results[0]?.cause;
  });
});
