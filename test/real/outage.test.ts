// Name servers that are really cut off, and a resolver that really lies: unbound before knot in a network namespace,
// where nft drops what goes to a zone's servers and counts what whydown itself asks others.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Run } from '../../src/model.ts';
import { launcher, runProgram } from './cli.ts';
import { writeKnot } from './knot.mjs';
import { haveParts, program } from './parts.mjs';
import { makeFolder, removeFolder } from './process.mjs';

const own = '127.0.0.53';
const other = '9.9.9.9';
const top = '203.0.113.1';
const alpha = ['203.0.113.11', '203.0.113.12'];
const beta = ['203.0.113.21'];
/** From where the two resolvers ask others: what comes from anywhere else is whydown's. */
const asking = { [own]: '203.0.113.201', [other]: '203.0.113.202' };
const addresses = [other, top, ...alpha, ...beta];

const list = {
  version: 1,
  defaults: { timeout: '2s', retry: { times: 1, after: '100ms' } },
  providers: { Alpha: { services: ['Chat'] }, Beta: { services: ['Mail'] } },
  controls: [{ name: 'other resolver', operator: 'Quad9', url: 'dns:control.com?type=A', resolver: other }],
  endpoints: [
    { name: 'chat', service: 'Chat', component: 'messaging', url: 'dns:chat.alpha.com?type=A' },
    { name: 'web', service: 'Chat', component: 'web', url: 'dns:www.alpha.com?type=A' },
    { name: 'mail', service: 'Mail', url: 'dns:www.beta.com?type=A' },
  ],
};
const privateNames = {
  ...list,
  endpoints: ['db.corp', 'nas.local', 'printer'].map((name) => ({ name, url: `dns:${name}?type=A` })),
};

interface Scene {
  readonly list?: object;
  /** More of the configuration of our resolver. */
  readonly own?: string;
  readonly cutOff?: readonly string[];
  readonly args?: readonly string[];
}

interface Seen {
  readonly run: Run;
  /** Packets that whydown itself sent there. */
  readonly toOther: number;
  readonly toZones: number;
  /** What the other resolver was asked. */
  readonly otherLog: string;
}

describe.runIf(haveParts('unbound', 'knotd', 'nft', 'namespaces', 'ip', 'mount', 'bash'))(
  'in a network namespace, with real name servers',
  { concurrent: true, timeout: 60_000 },
  () => {
    const folder = makeFolder();
    afterAll(() => removeFolder(folder));

    /** Runs a scene in a namespace of its own. */
    async function play(name: string, scene: Scene): Promise<Seen> {
      const place = join(folder, name);
      mkdirSync(place);
      const write = (file: string, text: string) => {
        writeFileSync(join(place, file), text);
        return join(place, file);
      };
      const file = write('list.yaml', JSON.stringify(scene.list ?? list));
      const args = [launcher, '-c', file, '--format', 'json', ...(scene.args ?? [])];
      const inside = ['-rnmpf', '--kill-child', program('bash'), '-c', script(place, write, scene), 'bash'];
      const { stdout } = await runProgram(program('unshare'), [...inside, process.execPath, ...args], folder);
      const counters = readFileSync(join(place, 'counters.txt'), 'utf8');
      const count = (of: string) =>
        [...counters.matchAll(new RegExp(`packets (\\d+) .*comment "${of}"`, 'g'))]
          .map(([, packets]) => Number(packets))
          .reduce((sum, packets) => sum + packets);
      return {
        run: JSON.parse(stdout) as Run,
        toOther: count('other'),
        toZones: count('zones'),
        otherLog: readFileSync(join(place, 'other.log'), 'utf8'),
      };
    }

    test('all is well: nobody is asked but our own resolver', async () => {
      const { run, toOther, toZones } = await play('healthy', {});
      expect([run.exitCode, run.diagnoses, toOther, toZones]).toEqual([0, [], 0, 0]);
    });

    test('the servers of a zone are cut off: it is theirs, at dns, and the provider is told', async () => {
      const { run, toOther, toZones } = await play('cut-off', { cutOff: alpha });
      expect(run.exitCode).toBe(1);
      expect(run.diagnoses).toMatchObject([
        {
          rule: 'authority.unreachable',
          blame: 'them',
          scope: 'provider',
          subject: 'Alpha',
          layer: 'dns',
          members: ['chat', 'web'],
          evidence: expect.arrayContaining([
            '0 of 2 name servers of alpha.com answer',
            `the zone above refers to them: a.top.com at ${top}:53`,
          ]),
        },
      ]);
      expect([toOther > 0, toZones > 0]).toEqual([true, true]);
    });

    test('the same without third parties: nobody else is asked', async () => {
      const { run, toOther, toZones } = await play('alone', { cutOff: alpha, args: ['--no-third-parties'] });
      expect([run.exitCode, toOther, toZones]).toEqual([1, 0, 0]);
      expect(run.results.map(({ status }) => status)).toEqual(['down', 'down', 'up']);
    });

    test('a resolver that denies the names of one provider filters', async () => {
      const lie = 'local-zone: "beta.com." always_nxdomain';
      const { run } = await play('filter', { own: lie });
      expect(run.exitCode).toBe(1);
      expect(run.diagnoses).toMatchObject([
        {
          rule: 'filtered.dns',
          blame: 'between',
          scope: 'provider',
          subject: 'Beta',
          members: ['mail'],
          confidence: 'likely',
        },
      ]);
    });

    test('a resolver that is not there is ours to mend: exit 3', async () => {
      const { run } = await play('no-resolver', { cutOff: [own] });
      expect(run.exitCode).toBe(3);
      expect(run.diagnoses).toMatchObject([
        { rule: 'you.resolver', blame: 'you', scope: 'all', members: ['chat', 'web', 'mail'] },
      ]);
    });

    test('private names are asked of no public resolver', async () => {
      const denied = ['corp', 'local', 'printer'].map((name) => `local-zone: "${name}." always_nxdomain`);
      const { run, toZones, otherLog } = await play('private', {
        list: privateNames,
        own: denied.join('\n  '),
      });
      expect([run.exitCode, toZones]).toEqual([1, 0]);
      expect(otherLog).not.toMatch(/corp|nas|printer/);
    });
  },
);

type Write = (file: string, text: string) => string;

/** Starts everything, then what it is given, and notes the counters at its end. */
function script(place: string, write: Write, scene: Scene): string {
  const below = (name: string, servers: readonly string[]) => [
    ...servers.flatMap((address, index) => [`@ NS ns${index + 1}`, `ns${index + 1} A ${address}`]),
    ...(name === 'alpha.com' ? ['chat A 203.0.113.80', 'www A 203.0.113.80'] : ['www A 203.0.113.81']),
  ];
  const cut = (name: string, servers: readonly string[]) =>
    servers.flatMap((address, index) => [
      `${name} NS ns${index + 1}.${name}`,
      `ns${index + 1}.${name} A ${address}`,
    ]);
  const com = [
    '@ NS a.top',
    `a.top A ${top}`,
    'control A 203.0.113.82',
    ...cut('alpha', alpha),
    ...cut('beta', beta),
  ];
  const zones = [
    { name: 'alpha.com', records: below('alpha.com', alpha) },
    { name: 'beta.com', records: below('beta.com', beta) },
  ];
  const knots = [
    writeKnot(join(place, 'top'), `${top}@53`, [{ name: 'com', records: com }]),
    writeKnot(
      join(place, 'zones'),
      `[${[...alpha, ...beta].map((address) => `${address}@53`).join(', ')}]`,
      zones,
    ),
  ];
  const resolvers = [
    write('own.conf', unbound(place, own, scene.own ?? '')),
    write('other.conf', unbound(place, other, `log-queries: yes\n  logfile: "${join(place, 'other.log')}"`)),
  ];
  write('other.log', '');
  const rules = write('rules.nft', ruleset(scene.cutOff ?? []));
  const resolv = write('resolv.conf', `nameserver ${own}\n`);
  const ip = program('ip');
  return [
    `${program('mount')} --bind ${resolv} /etc/resolv.conf`,
    `${ip} link set lo up`,
    ...[...addresses, ...Object.values(asking)].map((address) => `${ip} addr add ${address}/32 dev lo`),
    ...knots.map((file) => `${program('knotd')} -c ${file} >/dev/null 2>&1 &`),
    ...resolvers.map((file) => `${program('unbound')} -d -c ${file} >/dev/null 2>&1 &`),
    ...[own, ...addresses].map(
      (address) => `until (exec 3<>/dev/tcp/${address}/53) 2>/dev/null; do sleep 0.05; done`,
    ),
    // What the waiting above sent is not counted.
    `${program('nft')} -f ${rules}`,
    '"$@"',
    'code=$?',
    `${program('nft')} list ruleset > ${join(place, 'counters.txt')}`,
    'exit $code',
  ].join('\n');
}

/** Output that is dropped would be refused to who sends it; input is silent. */
function ruleset(cutOff: readonly string[]): string {
  // Of a connection its first packet counts: the last of those that were tried before may still be on the way.
  const mine = ['udp dport 53', 'tcp dport 53 tcp flags & (syn | ack) == syn'].flatMap((packets) =>
    Object.entries({ other, zones: '203.0.113.0/24' }).map(
      ([name, to]) =>
        `${packets} ip saddr != { ${Object.values(asking).join(', ')} } ip daddr ${to} counter comment "${name}"`,
    ),
  );
  const drop =
    cutOff.length === 0 ? '' : `meta l4proto { tcp, udp } th dport 53 ip daddr { ${cutOff.join(', ')} } drop`;
  return `table inet test {
  chain out {
    type filter hook output priority 0;
    ${mine.join('\n    ')}
  }
  chain in {
    type filter hook input priority 0;
    ${drop}
  }
}
`;
}

function unbound(folder: string, address: typeof own | typeof other, more: string): string {
  return `server:
  interface: ${address}@53
  outgoing-interface: ${asking[address]}
  access-control: 0.0.0.0/0 allow
  username: ""
  chroot: ""
  pidfile: ""
  directory: "${folder}"
  use-syslog: no
  do-ip6: no
  do-not-query-localhost: no
  module-config: "iterator"
  ede: yes
  ${more}
stub-zone:
  name: "com"
  stub-addr: ${top}@53
`;
}
