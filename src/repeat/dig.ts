// dig for what a name server said, or did not say. Pure.

import { isIP } from 'node:net';
import type { Hop } from '../model.ts';
import { parseSocketAddress, readResolver } from '../resolver.ts';
import { isProblem } from '../shape.ts';
import { type Seen, wholeSeconds } from './seen.ts';

/** The same questions to the same server. `-q` and `-t` keep a name from being read as anything else. */
export function digLine(seen: Seen): string {
  const { url, host, options, quote } = seen;
  const types = url.protocol === 'dns:' ? [typeOf(url)] : ['A', 'AAAA'];
  return [
    'dig',
    ...askedWords(seen).map(quote),
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

/** The server, and how it was spoken to; nothing where the machine's own way is all that is known. */
function askedWords({ hop, options }: Seen): readonly string[] {
  const named =
    hop.facts.dns?.resolver ?? (options.resolvers.length === 1 ? options.resolvers[0] : undefined);
  const resolver = named === undefined ? null : readResolver(named);
  if (resolver === null || isProblem(resolver) || !('port' in resolver)) return answeredWords(hop);
  switch (resolver.via) {
    case 'udp':
      return at(resolver.address, resolver.port, 53);
    case 'tcp':
      return [...at(resolver.address, resolver.port, 53), '+tcp'];
    case 'tls':
      return [...at(resolver.host, resolver.port, 853), '+tls'];
    case 'https':
      return [...at(resolver.host, resolver.port, 443), `+https=${resolver.path}`];
  }
}

/** Who answered, `ns1.example at 192.0.2.7:53` where the zone's own was sought, or the first that was tried. */
function answeredWords({ facts: { dns }, steps }: Hop): readonly string[] {
  const tried = steps.find(({ name }) => name === 'dns')?.tries ?? [];
  const [, own, text = ''] = /^(\S+ at )?(.*)$/.exec(dns?.server ?? tried[0]?.address ?? '') ?? [];
  const server = parseSocketAddress(text, 53);
  if (server === null) return [];
  return [...at(server.address, server.port, 53), ...(own === undefined ? [] : ['+norecurse'])];
}

function at(host: string, port: number, usual: number): readonly string[] {
  return [`@${host}`, ...(port === usual ? [] : ['-p', String(port)])];
}
