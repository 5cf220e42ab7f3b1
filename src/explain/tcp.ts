// The codes of connections and proxies, explained.

import type { tcp as codes } from '../codes/tcp.ts';
import type { Explanation } from './explanation.ts';

export const tcp: Readonly<Record<keyof typeof codes, Explanation>> = {
  'tcp.timeout': {
    meaning:
      'The SYN was sent, and sent again, and nothing came back: neither an acceptance nor a refusal. Every address of the name was tried.',
    causes: [
      'A firewall or security group drops the packets without a word.',
      'The host is off, or its address is no longer routed to it.',
      'Packets, or the answers to them, get lost on the way.',
      'The queue of the listening socket is full.',
    ],
    remedies: [
      'Try from another network: if it works there, the way or a filter is the cause.',
      'Check the firewall on both ends and that the host still has the address that DNS gives.',
    ],
    look: ['nc -vz HOST PORT', 'traceroute -T -p PORT HOST', 'ss -lnt sport = :PORT'],
  },
  'tcp.refused': {
    meaning:
      'The host answered the SYN with a reset (ECONNREFUSED): it can be reached, and nothing accepts connections on this port.',
    causes: [
      'The service is not running, or has crashed.',
      'It listens on another port, or on 127.0.0.1 or one family only.',
      'A firewall that rejects with a reset.',
    ],
    remedies: [
      'Start the service and look at its log.',
      'On the host, check which addresses and ports it listens on.',
    ],
    look: ['ss -lntp sport = :PORT', 'systemctl --failed', 'nc -vz HOST PORT'],
  },
  'tcp.reset': {
    meaning: 'The connection was reset (ECONNRESET) while it was being set up, or at once after it was.',
    causes: [
      'A load balancer without a healthy backend.',
      'A firewall or a filter on the way that ends connections with forged resets.',
      'The process died, or its queue overflowed, at that very moment.',
    ],
    remedies: [
      'Look at the load balancer’s backends and at the server’s log.',
      'Capture on both ends: a reset that the server never sent comes from something in between; its TTL often tells.',
    ],
    look: ['tcpdump -n "tcp[tcpflags] & tcp-rst != 0 and host HOST"', 'traceroute -T -p PORT HOST'],
  },
  'tcp.unreachable': {
    meaning:
      'A router, or the last hop, answered by ICMP that the host, network or port cannot be reached (EHOSTUNREACH, ENETUNREACH). This machine itself has a route.',
    causes: [
      'The host is off: its neighbour router gets no answer to ARP or neighbour discovery.',
      'The prefix was withdrawn from BGP, or routing in between is broken.',
      'A firewall that rejects with "administratively prohibited".',
    ],
    remedies: [
      'Find the last hop that answers; whoever runs it, or the next, can mend it.',
      'Try from another network, and look whether the prefix is announced.',
    ],
    look: ['traceroute HOST', 'mtr -rwc 10 HOST', 'ip route get ADDRESS'],
  },
  'tcp.fallback': {
    meaning:
      'One of the addresses of the name did not accept the connection; another one did (RFC 8305). It works, but clients that are less patient or less clever wait or fail.',
    causes: [
      'IPv6 is announced in DNS (AAAA) and does not work on the server or on the way.',
      'One of several servers is down and still in DNS.',
    ],
    remedies: [
      'Mend the dead address, or take it out of DNS.',
      'If all IPv6 addresses fail for every site, the trouble is the IPv6 of this network.',
    ],
    look: ['curl -6 -v URL', 'curl -4 -v URL', 'dig NAME AAAA'],
  },
  'proxy.unreachable': {
    meaning: 'The proxy that the request must go through could not be reached. The endpoint was not asked.',
    causes: [
      'The proxy is down, or its name or port is wrong.',
      'This machine is not in the network of the proxy.',
    ],
    remedies: ['Check the address of the proxy and that its port answers.'],
    look: ['env | grep -i _proxy', 'nc -vz HOST PORT'],
  },
  'proxy.refused': {
    meaning: 'The proxy answered, and refused to open the tunnel (CONNECT, RFC 9110 9.3.6).',
    causes: [
      'Its rules do not allow this host or this port; many allow 443 only.',
      'The proxy itself cannot resolve or reach the host.',
    ],
    remedies: [
      'Ask whoever runs the proxy to allow it.',
      'Read the status it gave: 403 is a rule, 502 to 504 are trouble behind it.',
    ],
    look: ['curl -v -x http://PROXY:PORT URL'],
  },
  'proxy.auth': {
    meaning: 'The proxy wants to know who is asking (407, RFC 9110 15.5.8).',
    causes: ['No user and password for the proxy were given, or wrong ones.'],
    remedies: ['Give the credentials of the proxy, or use one that needs none.'],
    look: ['curl -v -x http://PROXY:PORT --proxy-user USER URL'],
  },
  'tcp.family': {
    meaning: 'It works, over another address family than the list expects.',
    causes: [
      'The name has no address of that family, or that one does not answer.',
      'This machine has no route for that family.',
    ],
    remedies: ['Ask each family alone (-4, -6) to see which fails.', 'Mend the address or its DNS record.'],
    look: ['dig NAME AAAA', 'curl -6 -v URL', 'curl -4 -v URL'],
  },
};
