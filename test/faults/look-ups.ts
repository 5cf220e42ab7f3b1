// Look-ups that hang, that this machine has nothing left for, or whose answers change.

import { runOf } from '../ask.ts';
import { folder } from '../cli/command.ts';
import { openCollector } from '../servers/collector.ts';
import { a, always, namedBy, openNameServer, reply } from '../servers/dns.ts';
import { lies } from '../servers/dns-lies.ts';
import { openHttp } from '../servers/http.ts';
import { closedUdpPort, pause } from '../servers/listen.ts';
import { inNamespace, inShell } from '../servers/namespace.ts';
import { type CaseFault, unstalled } from './fault.ts';
import { onScreen, runOn, told, toldOf } from './runs.ts';

/** A web server at 127.0.0.1, and a name server that gives it first and then another address, in turn. */
async function changing(): Promise<{
  readonly url: string;
  readonly resolver: string;
  readonly count: () => number;
}> {
  let count = 0;
  const server = await openNameServer((heard) => {
    if (heard.type === 'A') count += 1;
    const address = count % 2 === 1 ? '127.0.0.1' : '127.0.0.66';
    return [reply(heard, { answers: heard.type === 'A' ? [a(heard.name, address)] : [] })];
  });
  const url = `http://site.example:${await openHttp('answers')}/`;
  return { url, resolver: `127.0.0.1:${server.udp}`, count: () => count };
}

/** One name that is well among many about which the name server is silent; the answer takes 20 ms. */
async function amongSilent(count: number, concurrency: number, silentMs: number): Promise<string> {
  const server = await openNameServer(async (heard) => {
    await pause(20);
    return heard.name === 'well.example' ? (always('127.0.0.1')(heard) as readonly Buffer[]) : [];
  });
  const endpoint = (name: string) => ({
    name,
    url: `dns:${name}.example`,
    timeout: `${silentMs}ms`,
    retry: { times: 0 },
  });
  const silent = Array.from({ length: count }, (_, index) => endpoint(`silent${index}`));
  const list = { endpoints: [...silent, endpoint('well')] };
  const { results } = await unstalled(() => runOf(namedBy([server]), list, { concurrency }));
  const { status, attempts } = results.at(-1) ?? {};
  const step = attempts?.[0]?.hops[0]?.steps[0];
  const others = new Set(results.slice(0, -1).map((result) => result.cause?.code));
  const slow = step === undefined || step.ms < 19 || step.ms > 500 ? `, slow: ${step?.ms} ms` : '';
  return `${status}${slow}; the others ${[...others].join()}`;
}

/** A network of its own, whose only name server swallows everything, and a system that waits two minutes for it. */
const swallowing = (etc: string): string => `
  ip link add v0 type veth peer name v1; ip link set v1 up; ip link set v0 up
  ip address add 203.0.113.9/24 dev v0
  ip neigh add 203.0.113.53 lladdr 02:00:00:00:00:01 dev v0
  mount --bind ${etc}/resolv.conf /etc/resolv.conf; mount --bind ${etc}/hosts /etc/hosts`;

/** So many names by the system's own resolver, of which all but `localhost` are never answered. */
async function swallowed(count: number): Promise<string> {
  const silent = Array.from({ length: count }, (_, index) => ({
    name: `n${index}`,
    url: `dns:n${index}.example`,
  }));
  const list = {
    defaults: { resolver: 'os', timeout: '3s' },
    endpoints: [...silent, { name: 'well', url: 'dns:localhost' }],
  };
  const etc = folder({
    'resolv.conf': 'nameserver 203.0.113.53\noptions timeout:60 attempts:2\n',
    hosts: '127.0.0.1 localhost\n',
    'list.yaml': JSON.stringify(list),
  });
  const startedAt = performance.now();
  const words = ['-c', `${etc}/list.yaml`, '--concurrency', String(count + 1)];
  const { run, status } = await inNamespace(swallowing(etc), ...words);
  const end = performance.now() - startedAt < 30_000 ? 'soon' : 'late';
  const others = new Set(run.results.slice(0, -1).map(({ cause }) => cause?.code));
  return `${run.results.at(-1)?.status}; the others ${[...others].join()}, exit ${status} ${end}`;
}

/** What a run comes to in a process that has no descriptor left. */
async function starved(resolver: string): Promise<string> {
  const endpoint = { name: 'site', url: 'dns:site.example', resolver, timeout: '500ms', retry: { times: 0 } };
  const module = `
    import { openSync } from 'node:fs';
    import { main } from './dist/main.js';
    import { machineNetwork } from './dist/net/machine.js';
    const files = [{ name: 'list.yaml', folder: '/', bytes: Buffer.from(${JSON.stringify(JSON.stringify({ endpoints: [endpoint] }))}) }];
    const network = machineNetwork();
    const ask = () => main({
      files, network, context: { env: {}, readFile: () => new Uint8Array() }, words: [], tags: [], flags: {},
      concurrency: 1, deadlineMs: null, failOn: [], interrupt: new AbortController().signal,
    });
    // What is loaded late is loaded now.
    await ask();
    try { for (;;) openSync('/dev/null'); } catch {}
    const { results: [{ status, cause }], exitCode } = await ask();
    console.log(status, cause.code + ', exit', exitCode);`;
  return (await inShell('ulimit -n 128', module)).trim();
}

export const lookUps: readonly CaseFault[] = [
  {
    ids: ['D2'],
    fault: 'a hundred names that hang, all asked at once, and one that is well',
    told: 'up; the others dns.timeout',
    show: () => amongSilent(100, 101, 2000),
    bound: 'its dns time is below 500 ms',
  },
  {
    ids: ['D2'],
    fault: 'forty names that hang, sixteen asked at a time, and one that is well',
    told: 'up; the others dns.timeout',
    show: () => amongSilent(40, 16, 400),
    bound: 'its dns time is below 500 ms',
  },
  {
    ids: ['D1', 'D2'],
    fault: 'forty names for which getaddrinfo(3) hangs, and one that is well',
    told: 'up; the others dns.timeout, exit 1 soon',
    show: () => swallowed(40),
    needs: ['namespaces'],
    bound: 'the process ends, though getaddrinfo(3) would take two minutes',
  },
  {
    ids: ['D6'],
    fault: 'no descriptor left to ask a name server',
    told: 'unknown local.descriptors, exit 3',
    show: async () => starved(`127.0.0.1:${(await openNameServer(lies['is right'])).udp}`),
  },
  {
    ids: ['D6'],
    fault: 'no descriptor left to ask a name server over TCP',
    told: 'unknown local.descriptors, exit 3',
    show: async () => starved(`tcp://127.0.0.1:${(await openNameServer(lies['is right'])).tcp}`),
  },
  {
    ids: ['D6'],
    fault: 'no descriptor left to ask getaddrinfo(3)',
    told: 'unknown local.descriptors, exit 3',
    show: () => starved('os'),
  },
  {
    ids: ['D4'],
    fault: 'three name servers of the system, all silent',
    told: 'down dns.timeout, 3 asked',
    show: async () => {
      const silent = () => openNameServer(lies['is silent']);
      const network = namedBy([await silent(), await silent(), await silent()]);
      const run = await runOn({ url: 'dns:site.example' }, network, '2500ms');
      const tries = run.results[0]?.attempts[0]?.hops[0]?.steps[0]?.tries ?? [];
      return `${told(run)}, ${new Set(tries.map(({ address }) => address)).size} asked`;
    },
  },
  {
    ids: ['D4'],
    fault: 'two name servers of the system, and nothing on their ports',
    told: 'down dns.unreachable',
    show: async () => {
      const dead = async () => ({ ...(await openNameServer(lies['is silent'])), udp: await closedUdpPort() });
      return toldOf({ url: 'dns:site.example' }, namedBy([await dead(), await dead()]));
    },
  },
  {
    ids: ['D4'],
    fault: 'a system without a name server',
    told: 'down dns.unreachable',
    show: () => toldOf({ url: 'dns:site.example' }, namedBy([])),
  },
  {
    ids: ['D11'],
    fault: 'a resolver that sends everybody to itself',
    told: 'down http.status, site.example is 127.0.0.1 by it',
    show: async () => {
      const { port } = await openCollector(() => ({ status: 511 }));
      const { udp } = await openNameServer(lies['is right']);
      const run = await runOn({ url: `http://site.example:${port}/`, resolver: `127.0.0.1:${udp}` });
      const shown = onScreen(run).includes(`127.0.0.1 (127.0.0.1:${udp})`);
      return `${told(run)}, site.example is ${shown ? '127.0.0.1 by it' : 'somewhere'}`;
    },
  },
  {
    ids: ['D14'],
    fault: 'an answer that changes with every question',
    told: 'up at the address that was told, 1 question',
    show: async () => {
      const { count, ...endpoint } = await changing();
      const run = await runOn(endpoint);
      const { dns, remote } = run.results[0]?.attempts[0]?.hops[0]?.facts ?? {};
      const same =
        dns?.addresses.join() === remote?.address ? 'the address that was told' : 'another address';
      return `${told(run)} at ${same}, ${count()} question`;
    },
  },
];
