import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { attempt, factsOf, failureOf, type Written } from '../ask.ts';
import { produces } from '../produces.ts';
import {
  a,
  aaaa,
  always,
  cname,
  namedBy,
  openNameServer,
  rcodes,
  reply,
  type Script,
  serverAddress,
} from '../servers/dns.ts';
import { closedUdpPort, listen } from '../servers/listen.ts';

const url = 'dns:site.example?type=A';
const short: Written = { timeout: '300ms' };
const good = always('192.0.2.1');
const referral = { name: 'example', type: 'NS', ttl: 60, data: 'ns.example' } as const;

async function failureOn(script: Script, written: Written = {}) {
  return failureOf(namedBy([await openNameServer(script)]), url, written);
}

/** What one server says to every question. */
function says(told: Parameters<typeof reply>[1]): Script {
  return (asked) => [reply(asked, told)];
}

produces('dns.nxdomain', 'the server says so', () => failureOn(says({ rcode: rcodes.NXDOMAIN })));
produces('dns.nodata', 'an answer without records', () => failureOn(says({})));
produces('dns.servfail', 'the server says so', () => failureOn(says({ rcode: rcodes.SERVFAIL })));
produces('dns.refused', 'the server says so', () => failureOn(says({ rcode: rcodes.REFUSED })));
produces('dns.formerr', 'also without EDNS', () => failureOn(says({ rcode: rcodes.FORMERR })));
produces('dns.lame', 'a referral', () => failureOn(says({ authorities: [referral], iterative: true })));
produces('dns.timeout', 'silence', () => failureOn(() => [], short));
produces('dns.malformed', 'a message cut short', () =>
  failureOn((asked) => [reply(asked, { answers: [a(asked.name, '192.0.2.1')] }).subarray(0, -3)]),
);
produces('dns.cname_loop', 'two names that are aliases of each other', () =>
  failureOn((asked) => [
    reply(asked, { answers: [cname(asked.name, 'other.example'), cname('other.example', asked.name)] }),
  ]),
);
produces('dns.truncated', 'cut, and nothing on TCP', async () => {
  const server = await openNameServer((asked) => (asked.over === 'udp' ? [reply(asked, { cut: true })] : []));
  const network = namedBy([
    { ...server, tcp: await listen(createServer((socket) => void socket.destroy())) },
  ]);
  return failureOf(network, url);
});
produces('dns.unreachable', 'no server on the port', async () => {
  const server = await openNameServer(good);
  return failureOf(namedBy([{ ...server, udp: await closedUdpPort() }]), url);
});
produces('dns.unreachable', 'no name server at all', () => failureOf(namedBy([]), url));
produces('local.unmapped', 'a name server outside the box', async () =>
  failureOf(namedBy([await openNameServer(good)]), url, { resolver: '192.0.2.99' }),
);

test('that a server will not answer is told by its own code', async () => {
  const failure = await failureOn(says({ rcode: rcodes.NOTIMP }));
  expect(failure?.message).toBe('the name server will not answer the question (NOTIMP)');
});

test('a cut answer is had over TCP', async () => {
  const server = await openNameServer((asked) =>
    asked.over === 'udp' ? [reply(asked, { cut: true })] : good(asked),
  );
  const observation = await attempt(namedBy([server]), url);
  expect(factsOf(observation).dns?.addresses).toEqual(['192.0.2.1']);
  expect(server.asked.map(({ over }) => over)).toEqual(['udp', 'tcp']);
});

test('a server that knows no EDNS is asked again without', async () => {
  const server = await openNameServer((asked) =>
    asked.edns ? [reply(asked, { rcode: rcodes.FORMERR })] : good(asked),
  );
  expect(await failureOf(namedBy([server]), url)).toBeUndefined();
  expect(server.asked.map(({ edns }) => edns)).toEqual([true, false]);
});

test('the chain of aliases is followed and told', async () => {
  const script: Script = (asked) => [
    reply(asked, {
      answers: [
        cname(asked.name, 'One.Example'),
        cname('one.example', 'two.example'),
        a('two.example', '192.0.2.2'),
        a('two.example', '192.0.2.3'),
        a('other.example', '192.0.2.66'),
      ],
    }),
  ];
  const { dns } = factsOf(await attempt(namedBy([await openNameServer(script)]), url));
  expect(dns?.addresses).toEqual(['192.0.2.2', '192.0.2.3']);
  expect(dns?.records.map(({ type, data }) => `${type} ${data}`)).toEqual([
    'CNAME One.Example',
    'CNAME two.example',
    'A 192.0.2.2',
    'A 192.0.2.3',
  ]);
  expect([dns?.from, dns?.server, dns?.rcode]).toEqual(['server', `${serverAddress(0)}:53`, 'NOERROR']);
});

test('AAAA asks for AAAA alone', async () => {
  const server = await openNameServer((asked) => [
    reply(asked, { answers: [aaaa(asked.name, '2001:db8::1')] }),
  ]);
  const { dns } = factsOf(await attempt(namedBy([server]), 'dns:site.example?type=AAAA'));
  expect(dns?.addresses).toEqual(['2001:db8::1']);
  expect(server.asked.map(({ type }) => type)).toEqual(['AAAA']);
});

test('a failed look-up keeps who was asked, and what each said', async () => {
  const broken = await openNameServer(says({ rcode: rcodes.SERVFAIL }));
  const refusing = await openNameServer(says({ rcode: rcodes.REFUSED }));
  const observation = await attempt(namedBy([broken, refusing]), url);
  const tries = observation.hops[0]?.steps[0]?.tries?.map(({ address, failure }) => [address, failure?.code]);
  expect(tries).toEqual([
    [`${serverAddress(0)}:53`, 'dns.servfail'],
    [`${serverAddress(1)}:53`, 'dns.refused'],
  ]);
  expect(observation.failure?.code).toBe('dns.servfail');
});
