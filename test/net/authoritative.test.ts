import type { Answer } from 'dns-packet';
import { describe, expect, test } from 'vitest';
import type { Network } from '../../src/net/network.ts';
import { attempt, factsOf, resultOf, runOf } from '../ask.ts';
import { produces } from '../produces.ts';
import { a, cname, namedBy, openNameServer, rcodes, reply, type Script } from '../servers/dns.ts';
import { closedUdpPort } from '../servers/listen.ts';
import { networkOf } from '../servers/network.ts';

const zone = 'zone.example';

function soa(name: string, serial: number): Answer {
  const data = { mname: 'ns1.zone.example', rname: 'host.zone.example', serial };
  return { name, type: 'SOA', ttl: 60, data: { ...data, refresh: 1, retry: 1, expire: 1, minimum: 1 } };
}

/** What a resolver says of a zone with these name servers; the n-th of them is at 192.0.2.n. */
function parent(names: readonly string[]): Script {
  return (asked) => {
    const index = names.indexOf(asked.name);
    if (index >= 0) {
      return [reply(asked, { answers: asked.type === 'A' ? [a(asked.name, `192.0.2.${index + 1}`)] : [] })];
    }
    if (asked.type === 'NS' && asked.name === zone) {
      const ns = names.map((data): Answer => ({ name: zone, type: 'NS', ttl: 60, data }));
      return [reply(asked, { answers: ns.toReversed() })];
    }
    return [reply(asked, { rcode: rcodes.NXDOMAIN, authorities: [soa(zone, 1)] })];
  };
}

/** A server of the zone that has these records for every question of their type. */
function holds(...records: readonly Answer[]): Script {
  return (asked) => [
    reply(asked, { authority: true, answers: records.filter(({ type }) => type === asked.type) }),
  ];
}

/** A network with a resolver and these servers of the zone; null is one that is dead. */
async function world(scripts: readonly (Script | null)[]) {
  const names = scripts.map((_, index) => `ns${index + 1}.${zone}`);
  const resolver = await openNameServer(parent(names));
  const servers = await Promise.all(scripts.map((script) => script && openNameServer(script)));
  const udp: Record<string, number> = { '192.0.2.253': resolver.udp };
  for (const [index, server] of servers.entries()) {
    udp[`192.0.2.${index + 1}`] = server?.udp ?? (await closedUdpPort());
  }
  const network: Network = networkOf({ servers: [{ address: '192.0.2.253', port: 53 }], udp });
  return { network, resolver, servers };
}

const url = `dns:www.deep.${zone}?type=A`;
const good = holds(a(`www.deep.${zone}`, '192.0.2.80'));
const unhurried = { timeout: '5s', retry: { times: 0 } };

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
