// The words for the codes of connections and proxies.

import type { Words } from './words.ts';

export const tcp = {
  'tcp.timeout': {
    sentence: 'no answer to the connection attempt',
    advice: 'The host is off, cut off, or a firewall drops packets.',
  },
  'tcp.refused': {
    sentence: 'the host refused the connection',
    advice: 'The host is up, but nothing listens on this port.',
  },
  'tcp.reset': {
    sentence: 'the connection was reset',
    advice: 'The host or something on the way ended it at once.',
  },
  'tcp.unreachable': {
    sentence: 'the network says that the host cannot be reached',
    advice: 'A router on the way has no path; try from another network.',
  },
  'tcp.fallback': {
    sentence: 'an address failed and another one answered',
    advice: 'Users may wait for the dead address first; mend it or take it out of DNS.',
  },
  'tcp.family': {
    sentence: 'the connection went over another address family than expected',
    advice: 'Look whether the name has an address of that family, and whether it answers (-4, -6).',
  },
  'proxy.unreachable': { sentence: 'the proxy cannot be reached', advice: 'Check the proxy’s address.' },
  'proxy.refused': {
    sentence: 'the proxy refused to connect',
    advice: 'Ask whoever runs the proxy.',
  },
  'proxy.auth': {
    sentence: 'the proxy wants credentials',
    advice: 'Give the proxy’s user and password.',
  },
} as const satisfies Record<string, Words>;
