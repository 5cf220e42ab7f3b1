// This machine: signals, descriptors, ports. Its time is in `time.ts`.

import { execFileSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { folder, program, type Started } from '../cli/command.ts';
import { http, ok } from '../cli/servers.ts';
import { always, openNameServer } from '../servers/dns.ts';
import { listenUdp } from '../servers/listen.ts';
import { execute } from '../servers/namespace.ts';
import type { CaseFault, Endpoint } from './fault.ts';
import { after, ask, atBegin, beside, toldBy, toldOfAsking } from './process.ts';

/** `ulimit -n`: what Node itself holds and does not start without, one more that loading a program costs, and so many. */
function descriptors(spare: number): { readonly program: readonly string[] } {
  const free = `console.log(require('node:fs').openSync('/dev/null'))`;
  const first = Number(execFileSync(process.execPath, ['-e', free], { encoding: 'utf8' }));
  return { program: after(`ulimit -n ${first + 1 + spare}`) };
}

function manyOf(endpoint: Endpoint, count: number): readonly Endpoint[] {
  return Array.from({ length: count }, () => endpoint);
}

/** Ends the process by `signal` as soon as something has begun. */
async function signalled(
  signal: NodeJS.Signals,
  begin: (begun: () => void) => Promise<{ readonly endpoints: readonly Endpoint[] }>,
): Promise<string> {
  let asking: Started | undefined;
  const { endpoints } = await begin(() => void setTimeout(() => asking?.child.kill(signal), 100));
  asking = ask(endpoints);
  return toldBy(await asking.ended);
}

/** A whole run in a network of its own, where only so many local ports are free, beside a server. */
async function withPorts(count: number, times: number, hold = ''): Promise<string> {
  const serve = `require('node:http').createServer((_, r) => r.end()).listen(80, '127.0.0.1', () => { ${hold}; console.log('up') })`;
  const range = '/proc/sys/net/ipv4/ip_local_port_range';
  const path = folder({
    'list.yaml': JSON.stringify({
      defaults: { timeout: hold === '' ? '10s' : '500ms', retry: { times: 0, after: '0s' } },
      endpoints: Array.from({ length: times }, (_, i) => ({
        name: `site ${i}`,
        url: `http://127.0.0.1/${i}`,
      })),
    }),
  });
  const command = `ip link set lo up; echo '40000 ${39_999 + count}' > ${range}
    mkfifo up; "$0" -e "$1" > up & read _ < up
    "$0" "$2" -c list.yaml --format json; code=$?; kill $!; exit $code`;
  const { status, stdout } = await execute(
    'unshare',
    ['-rnpf', 'sh', '-c', command, process.execPath, serve, program],
    path,
  );
  return toldBy({ code: status, signal: null, stdout, stderr: '', ms: 0 });
}

const namespaces = ['namespaces'];

export const machine: readonly CaseFault[] = [
  {
    ids: ['M9'],
    fault: 'SIGINT while an answer is waited for',
    told: 'skipped run.interrupted, exit 130',
    show: () =>
      signalled('SIGINT', async (begun) => ({
        endpoints: [{ url: `http://127.0.0.1:${await http(begun)}/`, timeout: '60s' }],
      })),
  },
  {
    ids: ['M9'],
    fault: 'SIGTERM while a name is looked up',
    told: 'skipped run.interrupted, exit 143',
    show: () =>
      signalled('SIGTERM', async (begun) => {
        const resolver = `127.0.0.1:${await listenUdp(createSocket('udp4').once('message', begun))}`;
        return { endpoints: [{ url: 'tcp://site.example:80', resolver, timeout: '60s' }] };
      }),
  },
  {
    ids: ['M9'],
    fault: 'SIGHUP while a failure waits to be asked again',
    told: 'down http.status, exit 129',
    show: () =>
      signalled('SIGHUP', async (begun) => {
        const port = await http((_, response) => void response.writeHead(500).end(begun));
        const retry = { times: 1, after: '30s' };
        return { endpoints: [{ url: `http://127.0.0.1:${port}/`, retry, timeout: '60s' }] };
      }),
  },
  {
    ids: ['M10'],
    fault: 'fifty checks, and three descriptors left',
    told: '50 up',
    show: async () => {
      const url = `http://127.0.0.1:${await ok()}/`;
      return toldOfAsking(manyOf({ url }, 50), descriptors(3));
    },
  },
  {
    ids: ['M10', 'D6'],
    fault: 'fifty names to look up, and two descriptors left',
    told: '50 up',
    show: async () => {
      const { udp } = await openNameServer(always('192.0.2.1'));
      return toldOfAsking(
        manyOf({ url: 'dns:site.example', resolver: `127.0.0.1:${udp}` }, 50),
        descriptors(2),
      );
    },
  },
  {
    ids: ['M10'],
    fault: 'no descriptor left at all',
    told: 'unknown local.descriptors, exit 3',
    show: () => {
      const holdAll = atBegin(`try { for (;;) require('node:fs').openSync('/dev/null') } catch {}`);
      const start = beside(`import { createRequire } from 'node:module';
        const require = createRequire('/'); ${holdAll}`);
      return toldOfAsking([{ url: 'tcp://127.0.0.1:1', timeout: '500ms' }], {
        program: after('ulimit -n 64', start),
      });
    },
  },
  {
    ids: ['M10'],
    fault: 'too few descriptors to load the program',
    told: 'exit 3',
    bound: 'one line, no stack trace',
    async show() {
      const ended = await ask([{ url: 'tcp://127.0.0.1:1' }], descriptors(0)).ended;
      if (!/^whydown: .*ulimit -n\)\.\n$/.test(ended.stderr)) throw new Error(ended.stderr);
      return toldBy(ended);
    },
  },
  {
    ids: ['M11'],
    fault: 'thirty checks of one port, and ten local ports to ask from',
    told: '30 up',
    needs: namespaces,
    show: () => withPorts(10, 30),
  },
  {
    ids: ['M11'],
    fault: 'the only local port is held by another',
    told: 'unknown local.ports, exit 3',
    needs: namespaces,
    show: () => withPorts(1, 1, 'require("node:net").connect(80, "127.0.0.1")'),
  },
];
