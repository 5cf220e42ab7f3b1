// dig for what a name server said, or did not say. Pure.

import { isIP } from 'node:net';
import { type Seen, wholeSeconds } from './seen.ts';

/** The same questions to the same server. `-q` and `-t` keep a name from being read as anything else. */
export function digLine({ url, host, hop, options, quote }: Seen): string {
  const tried = hop.steps.find(({ name }) => name === 'dns')?.tries ?? [];
  const server = options.resolvers.length === 1 ? options.resolvers[0] : undefined;
  const known = [server, hop.facts.dns?.server, tried[0]?.address];
  const asked = known.map((one) => serverWords(one ?? '')).find((words) => words.length > 0) ?? [];
  const types = url.protocol === 'dns:' ? [typeOf(url)] : ['A', 'AAAA'];
  return [
    'dig',
    ...asked.map(quote),
    `+time=${wholeSeconds(options.timeoutMs)} +tries=1`,
    ...types.map((type) =>
      type === 'PTR' && isIP(host) !== 0 ? `-x ${quote(host)}` : `-q ${quote(host)} -t ${quote(type)}`,
    ),
  ].join(' ');
}

/** RFC 4501 2: the type is A if not said. */
function typeOf({ search }: URL): string {
  return (/[?;&]type=([a-z0-9]+)/i.exec(search)?.[1] ?? 'A').toUpperCase();
}

const transports: Readonly<Record<string, readonly string[]>> = {
  tcp: ['+tcp'],
  tls: ['+tls'],
  https: ['+https'],
};

/** `udp://192.0.2.53`, `tls://192.0.2.53:853`, `[2001:db8::53]:53`, `https://dns.example/dns-query`; none for a word. */
function serverWords(text: string): readonly string[] {
  const [, scheme = 'udp', rest = ''] = /^(?:([a-z]+):\/\/)?(.*)$/.exec(text) ?? [];
  const [, host = '', path = ''] = /^([^/]*)(.*)$/.exec(rest) ?? [];
  const [, v6, other, port] = /^(?:\[([^\]]+)\]|([^:]*))(?::(\d+))?$/.exec(host) ?? [];
  const address = v6 ?? other ?? (isIP(host) === 6 ? host : '');
  // `system` and `os` are whatever the machine asks.
  if (address === '' || (isIP(address) === 0 && !address.includes('.'))) return [];
  const over = scheme === 'https' && path !== '' ? [`+https=${path}`] : (transports[scheme] ?? []);
  return [`@${address}`, ...(port === undefined || port === '53' ? [] : ['-p', port]), ...over];
}
