import type { Answer } from 'dns-packet';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { presentSvcb } from '../../src/net/dns/svcb.ts';
import { attempt, factsOf, failureOf } from '../ask.ts';
import { namedBy, openNameServer, reply, type Script } from '../servers/dns.ts';

const name = 'site.example';

/** The answer of a server that has this record for every question. */
async function recordsOf(type: string, ...data: readonly unknown[]) {
  const server = await openNameServer((asked) => [
    reply(asked, {
      answers: data.map((each) => ({ name, type: asked.type, ttl: 60, data: each }) as Answer),
    }),
  ]);
  const { dns } = factsOf(await attempt(namedBy([server]), `dns:${name}?type=${type}`));
  expect(dns?.types).toEqual([type]);
  return dns?.records.map((record) => `${record.type} ${record.data}`);
}

test.each([
  ['A', ['192.0.2.1', '192.0.2.2'], ['192.0.2.1', '192.0.2.2']],
  ['AAAA', ['2001:db8::1'], ['2001:db8::1']],
  ['CNAME', ['other.example'], ['other.example']],
  ['NS', ['ns1.example'], ['ns1.example']],
  ['PTR', ['host.example'], ['host.example']],
  ['MX', [{ preference: 10, exchange: 'mail.example' }], ['10 mail.example']],
  ['TXT', [['v=spf1 ', '-all'], ['two']], ['v=spf1 -all', 'two']],
  ['SRV', [{ priority: 1, weight: 2, port: 443, target: 'srv.example' }], ['1 2 443 srv.example']],
  ['CAA', [{ flags: 128, tag: 'issue', value: 'letsencrypt.org' }], ['128 issue "letsencrypt.org"']],
  [
    'SOA',
    [
      {
        mname: 'ns1.example',
        rname: 'host.example',
        serial: 7,
        refresh: 1,
        retry: 2,
        expire: 3,
        minimum: 4,
      },
    ],
    ['ns1.example host.example 7 1 2 3 4'],
  ],
])('%s records are told as a zone writes them', async (type, data, shown) => {
  expect(await recordsOf(type, ...data)).toEqual(shown.map((each) => `${type} ${each}`));
});

/** Priority, target and parameters, in bytes (RFC 9460 2.2). */
function svcb(priority: number, target: string, params: Readonly<Record<number, Buffer>>): Buffer {
  const labels = target.split('.').filter(Boolean);
  const param = ([key, value]: readonly [string, Buffer]) => {
    const head = Buffer.alloc(4);
    head.writeUInt16BE(Number(key), 0);
    head.writeUInt16BE(value.length, 2);
    return Buffer.concat([head, value]);
  };
  return Buffer.concat([
    Buffer.of(priority >> 8, priority & 255),
    ...labels.map((label) => Buffer.concat([Buffer.of(label.length), Buffer.from(label)])),
    Buffer.of(0),
    ...Object.entries(params).map(param),
  ]);
}

const service = svcb(1, '', {
  0: Buffer.of(0, 1, 0, 99),
  1: Buffer.from('\x02h2\x05http3', 'latin1'),
  2: Buffer.alloc(0),
  3: Buffer.of(1, 0xbb),
  4: Buffer.of(192, 0, 2, 1, 192, 0, 2, 2),
  5: Buffer.from('ech'),
  6: Buffer.from('20010db8000000000000000000000001', 'hex'),
  7: Buffer.from('/q{?dns}'),
  99: Buffer.from('x'),
});

test('HTTPS records are told with their parameters', async () => {
  expect(await recordsOf('HTTPS', svcb(0, 'other.example', {}), service)).toEqual([
    'HTTPS 0 other.example',
    'HTTPS 1 . mandatory=alpn,key99 alpn="h2,http3" no-default-alpn port=443 ipv4hint=192.0.2.1,192.0.2.2 ech=ZWNo ipv6hint=2001:db8::1 dohpath="/q{?dns}" key99="x"',
  ]);
});

test('an HTTPS record that is cut short makes the answer malformed', async () => {
  const script: Script = (asked) => [
    reply(asked, {
      answers: [{ name, type: asked.type, ttl: 60, data: service.subarray(0, -1) } as Answer],
    }),
  ];
  const failure = await failureOf(namedBy([await openNameServer(script)]), `dns:${name}?type=HTTPS`);
  expect(failure?.code).toBe('dns.malformed');
});

test('any bytes are read as an HTTPS record or refused, and nothing worse', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      try {
        expect(typeof presentSvcb(Buffer.from(bytes))).toBe('string');
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
      }
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ['192.0.2.1', '1.2.0.192.in-addr.arpa'],
  ['2001:db8::1', `1.${'0.'.repeat(23)}8.b.d.0.1.0.0.2.ip6.arpa`],
  ['1.2.0.192.in-addr.arpa', '1.2.0.192.in-addr.arpa'],
])('the PTR of %s is asked for by its name', async (host, asked) => {
  const server = await openNameServer((heard) => [
    reply(heard, { answers: [{ name: heard.name, type: 'PTR', ttl: 60, data: 'host.example' }] }),
  ]);
  const { dns } = factsOf(await attempt(namedBy([server]), `dns:${host}?type=PTR`));
  expect(server.asked.map((heard) => heard.name)).toEqual([asked]);
  expect(dns?.records[0]?.data).toBe('host.example');
});

test('the flags of an answer are told, and asked for', async () => {
  const server = await openNameServer((asked) => {
    const message = reply(asked, { answers: [{ name, type: 'A', ttl: 60, data: '192.0.2.1' }] });
    // AA in the third byte, AD in the fourth (RFC 1035 4.1.1, RFC 4035 3.2.3).
    message[2] = (message[2] ?? 0) | 0x04;
    message[3] = (message[3] ?? 0) | 0x20;
    return [message];
  });
  const { dns } = factsOf(await attempt(namedBy([server]), `dns:${name}`));
  expect(dns?.flags).toEqual(['aa', 'ad']);
  expect(server.asked[0]?.packet.flag_ad).toBe(true);
});

test('extended errors are kept, and say more of the failure', async () => {
  const script: Script = (asked) => [
    reply(asked, {
      rcode: 2,
      extended: [
        [6, 'no signature\u001b[31m\0'],
        [4711, ''],
      ],
    }),
  ];
  const observation = await attempt(namedBy([await openNameServer(script)]), `dns:${name}`);
  expect(factsOf(observation).dns).toMatchObject({
    rcode: 'SERVFAIL',
    server: '192.0.2.53:53',
    transport: 'udp',
    extendedErrors: [
      { code: 6, name: 'DNSSEC Bogus', text: 'no signature\u001b[31m' },
      { code: 4711, name: 'Unassigned', text: '' },
    ],
  });
  expect(observation.failure).toMatchObject({
    code: 'dns.servfail',
    message: expect.stringContaining('DNSSEC Bogus (EDE 6)'),
    detail: expect.stringContaining('SERVFAIL from 192.0.2.53:53: DNSSEC Bogus (EDE 6): no signature'),
  });
});
