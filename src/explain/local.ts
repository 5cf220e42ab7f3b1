// The codes of our own machine, explained.

import type { local as codes } from '../codes/local.ts';
import type { Explanation } from './explanation.ts';

export const local: Readonly<Record<keyof typeof codes, Explanation>> = {
  'local.no_route': {
    meaning:
      'The system refused to send to the address: its routing table has no entry for it (ENETUNREACH). Nothing left this machine, so it says nothing about the endpoint.',
    causes: [
      'The network is down: no link, no lease, Wi-Fi not joined.',
      'There is no default route, often because a VPN went away and took it along.',
      'The address is IPv6 and this machine has IPv4 only.',
    ],
    remedies: [
      'Bring the link up and check that it has an address and a default route of the right family.',
      'In a container or a network namespace, check the routes inside it, not those of the host.',
    ],
    look: ['ip route get ADDRESS', 'ip -6 route show default', 'ip address'],
  },
  'local.descriptors': {
    meaning:
      'A socket could not be opened because the process (EMFILE) or the whole system (ENFILE) holds as many files open as it may. Fewer were asked at once and it was tried again, as long as its timeout allows; there was still none left.',
    causes: [
      'A low limit, 256 on macOS, together with a high --concurrency.',
      'Other processes of this machine leak descriptors (ENFILE).',
    ],
    remedies: [
      'Raise the limit of the shell or the unit: `ulimit -n 4096`, `LimitNOFILE=` in systemd.',
      'Lower --concurrency.',
    ],
    look: ['ulimit -n', 'cat /proc/sys/fs/file-nr'],
  },
  'local.ports': {
    meaning:
      'No local port was free for a connection to that address and port (EADDRNOTAVAIL), also when it was tried again, as long as its timeout allows. The endpoint was not asked.',
    causes: [
      'Something on this machine opens very many connections to one place; each closed one keeps its port for a minute (TIME_WAIT).',
      'The range of ephemeral ports was made small.',
    ],
    remedies: [
      'Wait a minute and run it again; find out who holds the connections.',
      'Widen net.ipv4.ip_local_port_range.',
    ],
    look: ['ss -s', 'ss -tan state time-wait | wc -l', 'sysctl net.ipv4.ip_local_port_range'],
  },
  'local.denied': {
    meaning:
      'The system forbade the connection (EACCES, EPERM). The packet was stopped on this machine, before the network.',
    causes: [
      'A firewall rule on the way out that rejects (nftables, iptables, an endpoint protection agent).',
      'A sandbox, container or seccomp profile without network access.',
      'A broadcast or otherwise forbidden address.',
    ],
    remedies: [
      'Look for the rule and allow what is asked, or run the probe elsewhere.',
      'Run it as the same user outside the sandbox to compare.',
    ],
    look: ['nft list ruleset', 'iptables -S OUTPUT', 'journalctl -k --grep "denied|DROP"'],
  },
  'local.forbidden': {
    meaning:
      'With --untrusted only public addresses are asked: none that is private, loopback, link-local, shared by a carrier, multicast or otherwise of special purpose (IANA), nor an IPv6 address that stands for one. It is the address that would have been connected, after the look-up and at every redirect. Nothing was sent to it.',
    causes: [
      'The list names a host of your own network, or of this machine.',
      'A name, a redirect, a detour or a resolver of the list leads there. If the list came from somebody else, it may have been meant to.',
    ],
    remedies: [
      'Read the list. Where it is good and yours, probe it without --untrusted.',
      'This machine’s own name servers may be private, and need no --resolver.',
    ],
    look: ['whydown show NAME', 'dig +short HOST'],
  },
  'local.stalled': {
    meaning:
      'This machine ran whydown so late that nothing can be said of the endpoint: it was silent while nobody listened, it gave up a connection that stood still, or it was slower than the limit only by the time in which whydown did not run (`stalledMs` in the JSON). It was asked once more, with the same result.',
    causes: [
      'CPU used up by others, or throttled by the limits of a container.',
      'The machine or the process was suspended or stopped, or it swapped, while the attempt ran.',
      'The system allows no further process or thread for now.',
    ],
    remedies: [
      'Run it again when the load is lower.',
      'Lower --concurrency, or give the container more CPU.',
    ],
    look: ['uptime', 'vmstat 1 5', 'cat /sys/fs/cgroup/cpu.stat'],
  },
  'local.unmapped': {
    meaning:
      'In the demo nothing real is asked, and the internet in a box has no host with this name or address.',
    causes: ['A list of your own was given to `whydown demo` with hosts the box does not simulate.'],
    remedies: ['Probe it for real with `whydown run`.', 'Ask only hosts of the built-in list in the demo.'],
    look: ['whydown list', 'whydown run URL'],
  },
  'local.bug': {
    meaning: 'whydown itself failed while it probed. The endpoint may be fine.',
    causes: ['A case that nobody thought of.'],
    remedies: [
      'Report it with the detail shown, the version, and the URL if it can be told.',
      'Ask the endpoint with another tool meanwhile.',
    ],
    look: ['whydown --version', 'node --version', 'curl -v URL'],
  },
  'local.source': {
    meaning:
      'The address to connect from (`source:` or --source) is not one of this machine. Nothing was sent.',
    causes: [
      'A typing error, or the list came from another machine.',
      'The interface that has the address is down.',
    ],
    remedies: ['Give an address of this machine, of the family that is asked.', 'Bring the interface up.'],
    look: ['ip address', 'ip route get ADDRESS'],
  },
};
