import { expect, test } from 'vitest';
import { produces } from '../produces.ts';
import { hasNamespaces, inNamespace, inShell } from '../servers/namespace.ts';

const target = 'tcp://198.51.100.1:80';
const missing = !hasNamespaces;

/** A machine with IPv4 only, alone on its link. */
const onlyIpv4 =
  'ip link add v0 type veth peer name v1; ip link set v1 up; ip link set v0 up; ' +
  'ip address add 203.0.113.9/24 dev v0; ip route add default dev v0';

async function causeIn(setUp: string, ...words: readonly string[]) {
  const { run } = await inNamespace(setUp, ...words);
  return run.results[0]?.cause;
}

// What else stands in the way is in test/faults/ways.ts.
produces('local.no_route', 'only lo', () => causeIn('', target), missing);
produces(
  'local.denied',
  'a route that prohibits',
  () => causeIn('ip route add prohibit 198.51.100.0/24', target),
  missing,
);
produces('tcp.unreachable', 'nobody answers on the link', () => causeIn(onlyIpv4, target), missing);
produces(
  'local.ports',
  'every local port is in use',
  () => {
    // The one port there is stays with a connection to the same place.
    const hold = `const { createServer, connect } = require('net');
      createServer().listen(9000, '127.0.0.1', () => connect(9000, '127.0.0.1', () => console.log('held')));`;
    const wait = `mkfifo "$d/held"; node -e "${hold.replaceAll('\n', ' ')}" > "$d/held" & read _ < "$d/held"`;
    const setUp = `echo '40000 40000' > /proc/sys/net/ipv4/ip_local_port_range; d=$(mktemp -d); ${wait}; rm -r "$d"`;
    return causeIn(setUp, 'tcp://127.0.0.1:9000', '--timeout', '500ms');
  },
  missing,
);
produces('local.descriptors', 'no descriptor is left', async () => {
  const told = await inShell(
    'ulimit -n 128',
    `import { openSync } from 'node:fs';
     import { connect } from './dist/net/connect.js';
     import { machineNetwork } from './dist/net/machine.js';
     import { Trace } from './dist/net/trace.js';
     const trace = new Trace('tcp://127.0.0.1:9', new AbortController().signal);
     const network = machineNetwork();
     try { for (;;) openSync('/dev/null'); } catch {}
     await connect(trace, network, ['127.0.0.1'], 9);
     console.log(JSON.stringify(trace.end().failure));`,
  );
  return JSON.parse(told);
});

test.skipIf(missing)(
  'with only lo, a closed port of this machine is down and our network is not blamed',
  async () => {
    const { status, run } = await inNamespace('', 'tcp://127.0.0.1:1');
    expect([status, run.results[0]?.status, run.results[0]?.cause?.code]).toEqual([1, 'down', 'tcp.refused']);
  },
);

test.skipIf(missing)(
  'a host that has only IPv6, asked from a machine that has none, is skipped',
  async () => {
    const { status, run } = await inNamespace(onlyIpv4, 'tcp://[2001:db8::1]:80');
    expect([status, run.results[0]?.status]).toEqual([3, 'skipped']);
    expect(run.results[0]?.cause?.message).toContain('IPv6');
  },
);
