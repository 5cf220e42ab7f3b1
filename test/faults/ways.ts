// Hosts that there is no way to: silence, a refusal, a route that ends.

import { openClosedPort } from '../../src/lab/ports.ts';
import { silentPort } from '../servers/listen.ts';
import { inNamespace } from '../servers/namespace.ts';
import { type CaseFault, type PeerFault, peer, toldOf } from './fault.ts';

export const ends: readonly PeerFault[] = [
  peer(
    'H15',
    'no answer to a SYN',
    'down tcp.timeout',
    async () => ({ url: `http://127.0.0.1:${await silentPort()}/` }),
    {
      silent: true,
    },
  ),
  peer('H16', 'a closed port', 'down tcp.refused', async () => ({
    url: `http://127.0.0.1:${await openClosedPort()}/`,
  })),
];

const there = '198.51.100.0/24';
const onLink =
  'ip link add v0 type veth peer name v1; ip link set v0 up; ip address add 203.0.113.9/24 dev v0; ' +
  'ip route add default via 203.0.113.1';
const alone = `${onLink}; ip link set v1 up`;
/** A router next to us, in a namespace of its own, with this route. */
const behind = (route: string): string =>
  `d=$(mktemp -d); mkfifo "$d/made" "$d/ready"
   unshare -n sh -c 'echo > "$0/made"; until ip link set v1 up 2> /dev/null; do sleep 0.01; done
     ip address add 203.0.113.1/24 dev v1; echo 1 > /proc/sys/net/ipv4/ip_forward
     ip route add ${route} ${there}; echo > "$0/ready"; exec sleep 60' "$d" &
   ${onLink}; read _ < "$d/made"; ip link set v1 netns $!; read _ < "$d/ready"; rm -r "$d"`;

const inside = (fault: string, told: string, setUp: string): CaseFault => ({
  ids: ['H16'],
  fault,
  told,
  needs: ['namespaces'],
  async show() {
    const { status, run } = await inNamespace(setUp, 'http://198.51.100.1/');
    return `${toldOf(run.results[0])}, exit ${status}`;
  },
});

export const ways: readonly CaseFault[] = [
  inside('nobody answers on the link', 'down tcp.unreachable, exit 1', alone),
  inside('a router says unreachable', 'down tcp.unreachable, exit 1', behind('unreachable')),
  inside('a router says prohibited', 'down tcp.unreachable, exit 1', behind('prohibit')),
  inside('no route of our own', 'unknown local.no_route, exit 3', ''),
  inside(
    'a route of our own that says unreachable',
    'unknown local.no_route, exit 3',
    `ip route add unreachable ${there}`,
  ),
  inside(
    'a route of our own that prohibits',
    'unknown local.denied, exit 3',
    `ip route add prohibit ${there}`,
  ),
  inside('a blackhole route of our own', 'unknown local.no_route, exit 3', `ip route add blackhole ${there}`),
];
