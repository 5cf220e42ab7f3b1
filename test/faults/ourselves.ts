// Our own mistakes, and where we are started.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { plan } from '../../src/config/plan.ts';
import { judge } from '../../src/judge/index.ts';
import type { Endpoint } from '../../src/model.ts';
import { machineNetwork } from '../../src/net/machine.ts';
import { createRunner } from '../../src/run/runner.ts';
import { endpointOf, runOf } from '../ask.ts';
import { folder, program as launcher, type Setting, whydown } from '../cli/command.ts';
import { closed, mute, ok } from '../cli/servers.ts';
import { silentPort } from '../servers/listen.ts';
import { networkOf } from '../servers/network.ts';
import type { CaseFault } from './fault.ts';
import { after, ask, atBegin, beside, toldBy, toldOfAsking } from './process.ts';

const wayOut = 'please report it';

/** Something goes wrong that nobody catches while an answer is waited for. */
async function withBug(code: string): Promise<string> {
  const path = folder({ 'report.json': 'the old report' });
  const report = join(path, 'report.json');
  const setting = { program: beside(atBegin(`setTimeout(() => { ${code} }, 100)`)) };
  const url = `http://127.0.0.1:${await mute()}/`;
  const ended = await ask([{ url }], setting, ['--output', `json=${report}`]).ended;
  const told = ended.stderr.split(wayOut).length - 1;
  if (told !== 1 || !ended.stderr.includes('provoked')) throw new Error(ended.stderr);
  const left = readdirSync(path).map((file) => `${file}: ${readFileSync(join(path, file), 'utf8')}`);
  if (left.join() !== 'report.json: the old report') throw new Error(left.join());
  return toldBy(ended);
}

/** Three endpoints, the second of which throws where it connects. */
async function withBrokenProbe(): Promise<string> {
  const ports = await Promise.all([ok(), ok(), ok()]);
  const program = beside(`import { Socket } from 'node:net';
    const { connect } = Socket.prototype;
    Socket.prototype.connect = function (...args) {
      if (JSON.stringify(args).includes(':${ports[1]}')) throw new Error('provoked');
      return connect.apply(this, args);
    };`);
  const endpoints = ports.map((port) => ({ url: `http://127.0.0.1:${port}/` }));
  return toldOfAsking(endpoints, { program });
}

/** Two results, and what one of them is judged by throws. */
async function withBrokenJudge(): Promise<string> {
  const url = `http://127.0.0.1:${await ok()}/`;
  const [good, bad] = [endpointOf(url), endpointOf(url, { name: 'other' })] as const;
  const { signal } = new AbortController();
  const run = createRunner({
    network: machineNetwork(),
    concurrency: 2,
    deadlineMs: null,
    interrupt: signal,
  });
  const outcomes = await run(plan([good, bad]));
  const broken: Endpoint = Object.defineProperty({ ...bad }, 'options', {
    get() {
      throw new Error('provoked');
    },
  });
  const judged = outcomes.map((outcome) =>
    outcome.job.endpoint === bad ? { ...outcome, job: { ...outcome.job, endpoint: broken } } : outcome,
  );
  const { results } = judge([good, broken], [], judged);
  return results.map(({ status, cause }) => (cause ? `${status} ${cause.code}` : status)).join(', ');
}

/** Three sites of three operators, none of which answers; the rule that speaks of it. */
async function allSilent(): Promise<string> {
  const port = await silentPort();
  const addresses = ['198.51.100.1', '203.0.113.1', '192.0.2.1'];
  const network = networkOf({
    hosts: {
      'www.one.com': addresses.slice(0, 1),
      'two.net': addresses.slice(1, 2),
      'three.org': addresses.slice(2),
    },
    tcp: Object.fromEntries(addresses.map((address) => [address, port])),
  });
  const endpoints = ['www.one.com', 'two.net', 'three.org'].map((host) => ({
    name: host,
    url: `https://${host}/`,
    timeout: '400ms',
    retry: { times: 0 },
  }));
  const { results, diagnoses, exitCode } = await runOf(network, { endpoints });
  const codes = new Set(results.map(({ status, cause }) => `${status} ${cause?.code}`));
  const rules = diagnoses.map(({ rule, blame }) => `${rule} ${blame}`);
  return [...codes, ...rules, `exit ${exitCode}`].join(', ');
}

/** A run of one endpoint that is well, started like this. */
async function started(setting: Setting): Promise<string> {
  return toldOfAsking([{ url: `http://127.0.0.1:${await ok()}/` }], setting);
}

export const ourselves: readonly CaseFault[] = [
  {
    ids: ['M15'],
    fault: 'an exception that nobody catches',
    told: 'exit 3',
    bound: 'told once, asks to be reported, the file of --output stays as it was',
    show: () => withBug(`throw new Error('provoked')`),
  },
  {
    ids: ['M15'],
    fault: 'a rejection that nobody handles',
    told: 'exit 3',
    bound: 'told once, asks to be reported, the file of --output stays as it was',
    show: () => withBug(`Promise.reject(new Error('provoked')); Promise.reject(new Error('another'))`),
  },
  {
    ids: ['M15'],
    fault: 'nothing is left to wait for, and the work is not done',
    told: 'exit 3',
    bound: 'asks to be reported',
    async show() {
      const never = `import { Socket } from 'node:net';
        Socket.prototype.connect = function () { return this };
        ${atBegin('globalThis.setTimeout = () => ({ unref() {} })')}`;
      const ended = await ask([{ url: 'tcp://127.0.0.1:1' }], { program: beside(never) }).ended;
      if (!ended.stderr.includes(wayOut)) throw new Error(ended.stderr);
      return toldBy(ended);
    },
  },
  {
    ids: ['M16'],
    fault: 'one of three probes throws',
    told: '2 up, 1 unknown local.bug, exit 3',
    show: withBrokenProbe,
  },
  {
    ids: ['M16'],
    fault: 'judging one of two results throws',
    told: 'up, unknown local.bug',
    show: withBrokenJudge,
  },
  {
    ids: ['M16'],
    fault: 'printing the report throws',
    told: 'exit 3',
    bound: 'asks to be reported',
    async show() {
      const broken = `const { stringify } = JSON;
        JSON.stringify = (value, how, indent) => {
          if (indent === 2) throw new Error('provoked');
          return stringify(value, how, indent);
        };`;
      const ended = await ask([{ url: `http://127.0.0.1:${await ok()}/` }], { program: beside(broken) })
        .ended;
      if (!ended.stderr.includes(wayOut)) throw new Error(ended.stderr);
      return toldBy(ended);
    },
  },
  {
    ids: ['M17'],
    fault: 'three sites of three operators are silent, and no control can be asked',
    told: 'down tcp.timeout, you.perhaps unclear, exit 1',
    show: allSilent,
  },
  {
    ids: ['M17'],
    fault: 'no route leads anywhere',
    told: '3 unknown local.no_route, exit 3',
    needs: ['namespaces'],
    show: () => {
      const urls = ['tcp://198.51.100.1:80', 'tcp://203.0.113.1:80', 'tcp://192.0.2.1:80'];
      const program = ['unshare', '-rn', 'sh', '-c', 'ip link set lo up; exec "$0" "$@"', process.execPath];
      return toldOfAsking(
        urls.map((url) => ({ url })),
        { program: [...program, launcher] },
      );
    },
  },
  {
    ids: ['M18'],
    fault: 'no HOME, no TERM, a PATH that leads nowhere, LANG=C',
    told: 'exit 0',
    bound: 'the table is plain ASCII without an escape',
    async show() {
      const url = `http://127.0.0.1:${await ok()}/`;
      const bare = ['/usr/bin/env', '-i', 'PATH=/nowhere', 'LANG=C', process.execPath, launcher];
      const ended = await whydown([url], { program: bare });
      if (!/^[\n -~]*up from here[\n -~]*$/.test(ended.stdout)) throw new Error(ended.stdout);
      return `exit ${ended.code}`;
    },
  },
  {
    ids: ['M18'],
    fault: 'stdin, stdout and stderr are closed, and all is well',
    told: 'exit 0',
    show: () => started({ program: after('exec <&- >&- 2>&-') }),
  },
  {
    ids: ['M18'],
    fault: 'stdin, stdout and stderr are closed, and something is down',
    told: 'exit 1',
    show: async () =>
      toldOfAsking([{ url: `tcp://127.0.0.1:${await closed()}` }], { program: after('exec <&- >&- 2>&-') }),
  },
  {
    ids: ['M18'],
    fault: 'the working directory is gone',
    told: 'up',
    show: () => started({ cwd: folder(), program: after('rmdir "$PWD"') }),
  },
  {
    ids: ['M18'],
    fault: 'the working directory is gone, and a list is meant to be in it',
    told: 'exit 2',
    bound: 'one line, no stack trace',
    async show() {
      const ended = await whydown(['-c', 'list.yaml'], { cwd: folder(), program: after('rmdir "$PWD"') });
      if (!/^whydown: the working directory is gone.*\n$/.test(ended.stderr)) throw new Error(ended.stderr);
      return toldBy(ended);
    },
  },
  {
    ids: ['M18'],
    fault: 'nothing can be written anywhere',
    told: 'up',
    needs: ['namespaces', 'mount'],
    show: () =>
      started({
        program: ['unshare', '-rm', ...after('mount -o remount,bind,ro / && ! touch /whydown-probe 2>&-')],
      }),
  },
  {
    ids: ['M18'],
    fault: 'a user whom the system does not know, without any rights',
    told: 'up',
    needs: ['namespaces'],
    show: () =>
      started({ env: { HOME: '/nonexistent' }, program: ['unshare', '-U', process.execPath, launcher] }),
  },
];
