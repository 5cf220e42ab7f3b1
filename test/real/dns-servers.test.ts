import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeKey, makeLeaf, makeRoot } from './certificates.mjs';
import { launcher, probeList, runProgram } from './cli.ts';
import { attemptOf, codeOf, resultOf } from './found.ts';
import { startKnot, writeKnot } from './knot.mjs';
import { haveParts, program } from './parts.mjs';
import { makeFolder, removeFolder } from './process.mjs';
import { startUnbound } from './unbound.mjs';

const types = {
  CNAME: ['alias.names.test', 'web.names.test'],
  MX: ['names.test', '10 mail.names.test'],
  TXT: ['names.test', 'v=spf1 -all'],
  NS: ['names.test', 'ns.names.test'],
  SOA: ['names.test', 'ns.names.test hostmaster.names.test 1 3600 600 86400 60'],
} as const;

const own = ['@ NS ns1', 'ns1 A 127.0.0.1', 'web A 127.0.0.9'];

describe.runIf(haveParts('unbound', 'knotd', 'keymgr', 'openssl'))('a real unbound in front of knot', () => {
  const folder = makeFolder();
  const cleanUps = [() => removeFolder(folder)];
  let found: Awaited<ReturnType<typeof probeList>>['run'];
  const ca = join(folder, 'root', 'own.pem');

  beforeAll(async () => {
    const zone = (serial: number) => ({ name: 'moved.test', records: own, serial });
    const knots = await Promise.all([
      startKnot(join(folder, 'first'), [
        { name: 'signed.test', records: own, signed: true },
        { name: 'bogus.test', records: own, signed: true },
        zone(7),
      ]),
      startKnot(join(folder, 'same'), [zone(7)]),
      startKnot(join(folder, 'other'), [zone(8)]),
    ]);
    cleanUps.unshift(...knots.map(({ stop }) => stop));
    const [first, same, other] = knots.map(({ port }) => `127.0.0.1:${port}`);
    const { port, anchors } = knots[0];
    const root = makeRoot(join(folder, 'root'), 'A root of the tests');
    const stranger = makeRoot(join(folder, 'stranger'), 'A root of others');
    const key = makeKey(join(folder, 'server'));
    const certificate = join(folder, 'server.pem');
    writeFileSync(certificate, makeLeaf(root, key, { subject: 'dns', names: ['127.0.0.1'] }));
    const stub = (name: string) => `stub-zone:\n  name: "${name}"\n  stub-addr: 127.0.0.1@${port}`;
    const unbound = await startUnbound(folder, {
      zone: 'names.test',
      records: ['web A 127.0.0.1', 'alias CNAME web', '@ MX 10 mail', '@ TXT "v=spf1 " "-all"'],
      modules: 'validator iterator',
      secure: { key, certificate },
      server: [
        'ede: yes',
        'domain-insecure: "names.test"',
        `trust-anchor: "${anchors[0]}"`,
        // The digest of another key: what the zone shows is not what its parent vouches for.
        `trust-anchor: "bogus.test. DS 1 13 2 ${'ab'.repeat(32)}"`,
      ],
      clauses: [stub('signed.test'), stub('bogus.test')],
    });
    cleanUps.unshift(unbound.stop);
    const [plain, tls, https] = unbound.ports;
    const udp = `127.0.0.1:${plain}`;
    const all = [udp, `tcp://${udp}`, `tls://127.0.0.1:${tls}`, `https://127.0.0.1:${https}/dns-query`];
    const typed = Object.entries(types).map(([type, [name, records]]) => {
      return { name: type, url: `dns:${name}?type=${type}`, expect: { records, ttl: { max: '5m' } } };
    });
    const moved = (name: string, ...resolver: readonly (string | undefined)[]) => {
      return { name, url: 'dns:moved.test?type=SOA', resolver, agree: true };
    };
    const list = {
      version: 1,
      defaults: { ca, timeout: '5s', retry: { times: 0 }, resolver: udp },
      endpoints: [
        { name: 'every way', url: 'dns:web.names.test', resolver: all, atLeast: 4, agree: true },
        { name: 'strange root', url: 'dns:web.names.test', resolver: all[2], ca: stranger.pem },
        { name: 'signed', url: 'dns:web.signed.test' },
        { name: 'bogus', url: 'dns:web.bogus.test', resolver: all[2] },
        moved('one serial', first, same),
        moved('two serials', first, same, other),
        ...typed,
      ],
    };
    ({ run: found } = await probeList(folder, list));
  }, 60_000);

  afterAll(async () => {
    for (const cleanUp of cleanUps) await cleanUp();
  });

  test('it answers over UDP, TCP, TLS and HTTPS, and says the same', () => {
    expect(codeOf(found, 'every way')).toBe('up');
    const transports = resultOf(found, 'every way').attempts.map(({ hops }) => hops[0]?.facts.dns?.transport);
    expect(transports.sort()).toEqual(['https', 'tcp', 'tls', 'udp']);
  });

  test('over TLS its certificate must be good', () => {
    expect(codeOf(found, 'strange root')).toBe('dns.unreachable');
    expect(resultOf(found, 'strange root').cause?.message).toContain('tls.');
  });

  test.each(Object.keys(types))('%s records are what they are', (type) => {
    expect(codeOf(found, type)).toBe('up');
  });

  test('a signed zone is told as validated', () => {
    expect(codeOf(found, 'signed')).toBe('up');
    expect(attemptOf(found, 'signed').hops[0]?.facts.dns).toMatchObject({
      flags: ['ad'],
      addresses: ['127.0.0.9'],
    });
  });

  test('a bogus zone is down, and the extended error says why', () => {
    expect(codeOf(found, 'bogus')).toBe('dns.servfail');
    const { dns } = attemptOf(found, 'bogus').hops[0]?.facts ?? {};
    expect(dns?.rcode).toBe('SERVFAIL');
    // Which of the DNSSEC errors it is, is unbound's to say.
    expect(dns?.extendedErrors?.[0]?.code).toBeGreaterThan(4);
    expect(resultOf(found, 'bogus').cause?.message).toMatch(/\(EDE \d+\)/);
  });

  test('authorities of one serial agree, of two they do not', () => {
    expect(codeOf(found, 'one serial')).toBe('up');
    expect(codeOf(found, 'two serials')).toBe('dns.disagree');
    expect(resultOf(found, 'two serials').cause?.message).toMatch(
      /127\.0\.0\.1:\d+ says ns1\.moved\.test host\.moved\.test 8 /,
    );
  });
});

/** Of no private suffix; there is no way out of the namespace. */
const zone = 'zone.example.net';

const needed = ['unbound', 'knotd', 'namespaces', 'ip', 'mount', 'bash'] as const;

describe.runIf(haveParts(...needed))('in a network namespace, with servers on port 53', () => {
  const folder = makeFolder();
  afterAll(() => removeFolder(folder));

  let found: Awaited<ReturnType<typeof probeList>>['run'];
  const write = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };

  /** Two servers of the zone are up, two dead, and a resolver stands in front. */
  function script(): string {
    const names = [1, 2, 3, 4].flatMap((number) => [`@ NS ns${number}`, `ns${number} A 127.0.0.1${number}`]);
    const knots = [1, 2].map((serial) => {
      const zones = [{ name: zone, records: [...names, 'web A 127.0.0.9'], serial }];
      return writeKnot(join(folder, `ns${serial}`), `127.0.0.1${serial}@53`, zones);
    });
    const unbound = write('unbound.conf', configuration(folder));
    const resolv = write('resolv.conf', 'nameserver 127.0.0.53\n');
    const hosts = write('hosts', `127.0.0.1 localhost\n127.0.0.7 gone.${zone}\n`);
    return [
      `${program('mount')} --bind ${resolv} /etc/resolv.conf`,
      `${program('mount')} --bind ${hosts} /etc/hosts`,
      `${program('ip')} link set lo up`,
      ...knots.map((file) => `${program('knotd')} -c ${file} >/dev/null 2>&1 &`),
      `${program('unbound')} -d -c ${unbound} >/dev/null 2>&1 &`,
      ...['127.0.0.11', '127.0.0.12', '127.0.0.53'].map(
        (address) => `until (exec 3<>/dev/tcp/${address}/53) 2>/dev/null; do sleep 0.02; done`,
      ),
      'exec "$@"',
    ].join('\n');
  }

  beforeAll(async () => {
    const endpoints = [
      { name: 'two', url: `dns:web.${zone}`, resolver: 'authoritative', atLeast: 2 },
      { name: 'three', url: `dns:web.${zone}`, resolver: 'authoritative', atLeast: 3 },
      { name: 'serials', url: `dns:${zone}?type=SOA`, resolver: 'authoritative', agree: true },
      { name: 'gone', url: `dns:gone.${zone}`, resolver: '127.0.0.53' },
      { name: 'os', url: `dns:gone.${zone}`, resolver: 'os' },
    ];
    const defaults = { timeout: '5s', retry: { times: 0 } };
    const list = write('list.yaml', JSON.stringify({ version: 1, defaults, endpoints }));
    const command = [process.execPath, launcher, '-c', list, '--format', 'json'];
    const inside = ['-rnmpf', '--kill-child', program('bash'), '-c', script(), 'bash', ...command];
    found = JSON.parse((await runProgram(program('unshare'), inside, folder)).stdout);
  }, 60_000);

  test('at least two of four name servers answer, and not three', () => {
    expect(codeOf(found, 'two')).toBe('up');
    const { dns } = attemptOf(found, 'two').hops[0]?.facts ?? {};
    expect([dns?.zone, dns?.servers?.length]).toEqual([zone, 4]);
    expect(resultOf(found, 'two').attempts).toHaveLength(4);
    expect(codeOf(found, 'three')).toBe('dns.unreachable');
  });

  test('that their serials differ is told', () => {
    expect(codeOf(found, 'serials')).toBe('dns.disagree');
  });

  test('a name that only the operating system finds is told as a disagreement', () => {
    expect(codeOf(found, 'gone')).toBe('dns.nxdomain');
    expect(codeOf(found, 'os')).toBe('up');
    expect(found.diagnoses).toContainEqual(
      expect.objectContaining({
        rule: 'resolver.differs',
        members: ['gone'],
        evidence: [expect.any(String), expect.stringContaining('127.0.0.7')],
      }),
    );
  });
});

function configuration(folder: string): string {
  return `server:
  interface: 127.0.0.53@53
  username: ""
  chroot: ""
  pidfile: ""
  directory: "${folder}"
  use-syslog: no
  do-ip6: no
  do-not-query-localhost: no
  module-config: "iterator"
stub-zone:
  name: "${zone}"
  stub-addr: 127.0.0.11@53
`;
}
