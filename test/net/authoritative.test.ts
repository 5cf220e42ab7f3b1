import { describe, expect, test } from 'vitest';
import { attempt, factsOf, resultOf } from '../ask.ts';
import { produces } from '../produces.ts';
import { a, cname, namedBy, openNameServer, rcodes, reply, type Script } from '../servers/dns.ts';
import { closedUdpPort } from '../servers/listen.ts';
import { networkOf } from '../servers/network.ts';
import { good, holds, parent, soa, url, world, zone } from './zone.ts';

describe('authoritative', () => {
  test('finds the zone above the name, and asks its servers without recursion', async () => {
    const { network, resolver, servers } = await world([good]);
    const { dns } = factsOf(await attempt(network, url, { resolver: 'authoritative' }));
    expect(dns).toMatchObject({
      zone,
      servers: [`ns1.${zone}`],
      server: `ns1.${zone} at 192.0.2.1:53`,
      addresses: ['192.0.2.80'],
      flags: ['aa'],
    });
    expect(servers[0]?.asked.map(({ name, packet }) => [name, packet.flag_rd])).toEqual([
      [`www.deep.${zone}`, false],
    ]);
    expect(resolver.asked.filter(({ type }) => type === 'NS').map(({ name }) => name)).toEqual([
      `www.deep.${zone}`,
      zone,
    ]);
  });

  test('asks every server of the zone, each once', async () => {
    const { network, servers } = await world([good, good, good, good]);
    const result = await resultOf(network, url, { resolver: 'authoritative' });
    expect(result.status).toBe('up');
    expect(servers.map((server) => server?.asked.length)).toEqual([1, 1, 1, 1]);
    const told = result.attempts.map((each) => factsOf(each).dns?.server?.slice(0, 3));
    expect(told.sort()).toEqual(['ns1', 'ns2', 'ns3', 'ns4']);
  });

  test.each([
    [2, 'up'],
    [3, 'down'],
  ])('at least %i of 4, of which 2 are dead: %s', async (atLeast, status) => {
    const { network } = await world([null, good, null, good]);
    expect((await resultOf(network, url, { resolver: 'authoritative', atLeast })).status).toBe(status);
  });

  test('that a zone has fewer servers than must answer is told', async () => {
    const { network } = await world([good, good]);
    const result = await resultOf(network, url, { resolver: 'authoritative', atLeast: 3 });
    expect([result.status, result.cause?.message]).toEqual([
      'down',
      'at least 3 must pass, and there are only 2 to ask',
    ]);
  });

  test('a server that failed is asked again, the others are not', async () => {
    let count = 0;
    const late: Script = (asked) =>
      ++count === 1 ? [reply(asked, { authority: true, rcode: rcodes.SERVFAIL })] : good(asked);
    const { network, servers } = await world([good, late]);
    const result = await resultOf(network, url, {
      resolver: 'authoritative',
      atLeast: 2,
      retry: { times: 1, after: '1ms' },
    });
    expect([result.status, result.cause?.code]).toEqual(['degraded', 'run.flaky']);
    expect(servers.map((server) => server?.asked.length)).toEqual([1, 2]);
  });

  test('an alias into another zone is an answer', async () => {
    const alias: Script = (asked) => [
      reply(asked, { authority: true, answers: [cname(asked.name, 'cdn.example')] }),
    ];
    const { network } = await world([alias]);
    const { dns } = factsOf(await attempt(network, url, { resolver: 'authoritative' }));
    expect(dns?.records.map(({ data }) => data)).toEqual(['cdn.example']);
  });

  produces('dns.lame', 'a server of the zone that does not speak for it', async () => {
    const { network } = await world([(asked) => [reply(asked, { answers: [a(asked.name, '192.0.2.80')] })]]);
    return (await resultOf(network, url, { resolver: 'authoritative' })).cause;
  });

  test('a zone whose servers cannot be found says so', async () => {
    const resolver = await openNameServer((asked) => [reply(asked, { rcode: rcodes.SERVFAIL })]);
    const result = await resultOf(namedBy([resolver]), url, { resolver: 'authoritative' });
    expect(result.cause).toMatchObject({
      code: 'dns.servfail',
      message: expect.stringContaining(`the name servers of www.deep.${zone} cannot be found`),
    });
  });

  test('of the addresses of one server no more are asked than a zone has servers', async () => {
    const many = Array.from({ length: 40 }, (_, index) => `198.51.100.${index}`);
    const told = parent([`ns1.${zone}`]);
    const resolver = await openNameServer((asked) =>
      asked.type === 'A' && asked.name.startsWith('ns1')
        ? [reply(asked, { answers: many.map((address) => a(asked.name, address)) })]
        : told(asked),
    );
    const closed = await closedUdpPort();
    const udp = { '192.0.2.253': resolver.udp, ...Object.fromEntries(many.map((one) => [one, closed])) };
    const network = networkOf({ servers: [{ address: '192.0.2.253', port: 53 }], udp });
    const { hops } = await attempt(network, url, { resolver: 'authoritative' });
    const asked = hops[0]?.steps[0]?.tries?.map(({ address }) => address) ?? [];
    expect(new Set(asked.filter((address) => address.startsWith('198.'))).size).toBe(13);
  });

  test('without an answer from anybody the climb up ends', async () => {
    const nobody = await openNameServer((asked) => [reply(asked, { rcode: rcodes.NXDOMAIN })]);
    const result = await resultOf(namedBy([nobody]), 'dns:a.b.c?type=A', { resolver: 'authoritative' });
    expect(result.cause?.message).toBe('no zone holds a.b.c');
    expect(nobody.asked.map(({ name }) => name)).toEqual(['a.b.c', 'b.c', 'c']);
  });
});

describe('agree', () => {
  const serials = (...all: readonly number[]) => world(all.map((serial) => holds(soa(zone, serial))));
  const wanted = { resolver: 'authoritative', agree: true };
  const question = `dns:${zone}?type=SOA`;

  test('servers of one serial agree', async () => {
    const { network } = await serials(7, 7, 7);
    expect((await resultOf(network, question, wanted)).status).toBe('up');
  });

  produces('dns.disagree', 'two serials', async () => {
    const { network } = await serials(7, 8, 7);
    const { status, cause } = await resultOf(network, question, wanted);
    expect(status).toBe('down');
    expect(cause?.message).toContain(`ns1.${zone} at 192.0.2.1:53 and ns3.${zone} at 192.0.2.3:53 say`);
    expect(cause?.message).toMatch(/ns2\S+ at \S+ says \S+ \S+ 8 /);
    return cause;
  });

  test('a server of the zone that refuses is no agreement', async () => {
    const refuses: Script = (asked) => [reply(asked, { rcode: rcodes.REFUSED })];
    const { network } = await world([holds(soa(zone, 7)), refuses, holds(soa(zone, 7))]);
    const { cause } = await resultOf(network, question, wanted);
    expect(cause?.code).toBe('dns.refused');
    expect(cause?.message).toContain(`2 of 3 passed, 3 needed; not via authoritative ns2.${zone}`);
  });

  test('without agree: true, nobody minds', async () => {
    const { network } = await serials(7, 8);
    expect((await resultOf(network, question, { resolver: 'authoritative' })).status).toBe('up');
  });

  test('who disagreed only at first is flaky', async () => {
    let count = 0;
    const moving: Script = (asked) => holds(soa(zone, ++count === 1 ? 7 : 8))(asked);
    const { network } = await world([moving, holds(soa(zone, 8))]);
    const result = await resultOf(network, question, { ...wanted, retry: { times: 1, after: '1ms' } });
    expect([result.status, result.cause?.code]).toEqual(['degraded', 'run.flaky']);
  });
});
