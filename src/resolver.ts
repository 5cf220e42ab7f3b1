// How a resolver is written, in a list, on the command line and in a job: read once, here. Words only:
// nothing here opens a socket or asks for a name.

import { isIP } from 'node:net';
import { isProblem, type Problem } from './shape.ts';

/** An IP address without brackets, and a port from 1 to 65535. */
export interface AddressAndPort {
  readonly address: string;
  readonly port: number;
}

/** A server that is asked over TLS: by its address, or by a name that its certificate must prove. */
interface Secured {
  /** An IP address without brackets, or a host name in lower case. */
  readonly host: string;
  readonly port: number;
}

/** Who is asked for a name, and how. */
export type Resolver = OneResolver | Each;

/** Several, each asked apart and all at once, so that what they say can be held against each other. */
export interface Each {
  readonly via: 'each';
  readonly resolvers: readonly OneResolver[];
  /** The zone's own name servers, by address or name, for when nobody tells which they are. */
  readonly otherwise: readonly string[];
}

export type OneResolver =
  /** The name servers of this machine, asked by us. */
  | { readonly via: 'system' }
  /** What every other program of this machine uses: getaddrinfo(3). */
  | { readonly via: 'os' }
  /** The zone's own name servers (RFC 1034 4.2.1), or the one of this name; null stands for the first. */
  | { readonly via: 'authoritative'; readonly server: string | null }
  | ({ readonly via: 'udp' | 'tcp' } & AddressAndPort)
  /** DNS over TLS, RFC 7858. */
  | ({ readonly via: 'tls' } & Secured)
  /** DNS over HTTPS, RFC 8484; `path` begins with a slash and may hold a query. */
  | ({ readonly via: 'https'; readonly path: string } & Secured);

export const resolverWords = ['system', 'os', 'authoritative'] as const;
export const resolverSchemes = ['udp', 'tcp', 'tls', 'https'] as const;

const ports = { udp: 53, tcp: 53, tls: 853, https: 443 } as const;
const defaultPath = '/dns-query';

const hint = 'write 9.9.9.9, udp://, tcp://, tls:// or https://HOST[:PORT], system, os or authoritative';

/** The text of a resolver of one of the zone's own servers, as `readResolver` understands it. */
export function authoritativeAt(server: string): string {
  return `authoritative ${server}`;
}

/**
 * The text of several resolvers that are asked apart: `each system 9.9.9.9 authoritative or 192.0.2.53`. `authoritative`
 * stands for every name server of the zone; those of `otherwise` are meant where they are not found.
 */
export function eachOf(resolvers: readonly string[], otherwise: readonly string[] = []): string {
  return ['each', ...resolvers, ...(otherwise.length === 0 ? [] : ['or', ...otherwise])].join(' ');
}

function readEach(text: string): Each | Problem {
  const [before = '', after = ''] = text.split(' or ');
  const resolvers: OneResolver[] = [];
  for (const word of before.split(' ').slice(1)) {
    const resolver = readOne(word);
    if (isProblem(resolver)) return resolver;
    resolvers.push(resolver);
  }
  return { via: 'each', resolvers, otherwise: after.split(' ').filter(Boolean) };
}

/** What a resolver means; a Problem when it means nothing. */
export function readResolver(text: string): Resolver | Problem {
  return text.startsWith('each ') ? readEach(text) : readOne(text);
}

function readOne(text: string): OneResolver | Problem {
  if (text === 'system' || text === 'os') return { via: text };
  if (text === 'authoritative') return { via: 'authoritative', server: null };
  const server = /^authoritative (\S+)$/.exec(text)?.[1];
  if (server !== undefined) return { via: 'authoritative', server };
  const [whole = '', scheme = 'udp'] = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text) ?? [];
  const via = resolverSchemes.find((each) => each === scheme.toLowerCase());
  if (via === undefined) return { problem: `a resolver cannot be asked over \`${scheme}\``, hint };
  const rest = text.slice(whole.length);
  if (via === 'https') return readHttps(text);
  const parsed = readHost(rest, ports[via]);
  if (parsed === null) return { problem: `\`${text}\` is no resolver`, hint };
  if (isProblem(parsed)) return parsed;
  if (via === 'tls') return { via, ...parsed };
  if (isIP(parsed.host) !== 0) return { via, address: parsed.host, port: parsed.port };
  return {
    problem: `\`${text}\` is no resolver`,
    hint: isName(parsed.host)
      ? `over ${via} it is given by its address; by name: tls://${parsed.host}`
      : hint,
  };
}

/** The text of a resolver, the same for the same one: default ports and paths are left out. */
export function formatResolver(resolver: Resolver): string {
  switch (resolver.via) {
    case 'system':
    case 'os':
      return resolver.via;
    case 'each':
      return eachOf(resolver.resolvers.map(formatResolver), resolver.otherwise);
    case 'authoritative':
      return resolver.server === null ? 'authoritative' : authoritativeAt(resolver.server);
    case 'udp':
      return resolver.port === ports.udp ? resolver.address : formatSocketAddress(resolver);
    case 'tcp':
      return `tcp://${hostAndPort(resolver.address, resolver.port, ports.tcp)}`;
    case 'tls':
      return `tls://${hostAndPort(resolver.host, resolver.port, ports.tls)}`;
    case 'https':
      return `https://${hostAndPort(resolver.host, resolver.port, ports.https)}${resolver.path}`;
  }
}

/** `192.0.2.53`, `192.0.2.53:5353`, `2001:db8::53`, `[2001:db8::53]:5353`; null for anything else. */
export function parseSocketAddress(text: string, defaultPort: number): AddressAndPort | null {
  // As it stands: the name of an interface behind a `%` has its own spelling.
  if (isIP(text) !== 0) return { address: text, port: defaultPort };
  const parsed = readHost(text, defaultPort);
  if (parsed === null || isProblem(parsed) || isIP(parsed.host) === 0) return null;
  return { address: parsed.host, port: parsed.port };
}

/** `192.0.2.7:443`, `[2001:db8::7]:443`. */
export function formatSocketAddress({ address, port }: AddressAndPort): string {
  return `${bracketed(address)}:${port}`;
}

function bracketed(host: string): string {
  return isIP(host) === 6 ? `[${host}]` : host;
}

function hostAndPort(host: string, port: number, usual: number): string {
  return port === usual ? bracketed(host) : `${bracketed(host)}:${port}`;
}

/** Host and port; null when it is no such thing. */
function readHost(text: string, defaultPort: number): Secured | Problem | null {
  if (isIP(text) !== 0) return { host: text.toLowerCase(), port: defaultPort };
  const [, inBrackets, bare, digits] = /^(?:\[([^\]]+)\]|([^:/?#[\]@\s]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  if (inBrackets !== undefined && isIP(inBrackets) !== 6) return null;
  const host = (inBrackets ?? bare ?? '').toLowerCase();
  if (isIP(host) === 0 && !isName(host)) return null;
  const port = digits === undefined ? defaultPort : Number(digits);
  return notAPort(port) ?? { host, port };
}

function notAPort(port: number): Problem | null {
  if (port >= 1 && port <= 65_535) return null;
  return { problem: `${port} is not a port`, hint: 'ports go from 1 to 65535' };
}

/** A host name of RFC 1123 2.1; four numbers are an address with a slip. */
function isName(text: string): boolean {
  return (
    text.length <= 253 &&
    /^(?!-)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*\.?$/.test(text) &&
    !/^[0-9.]+$/.test(text)
  );
}

function readHttps(text: string): OneResolver | Problem {
  const problem = `\`${text}\` is not the URL of a resolver`;
  if (!URL.canParse(text) || /[\s#]/.test(text)) {
    return { problem, hint: `write https://dns.example${defaultPath}` };
  }
  const { username, password, hostname, port, pathname, search } = new URL(text);
  if (username !== '' || password !== '') {
    return { problem: 'the URL of a resolver must not hold a user or password', hint: 'leave it out' };
  }
  const number = port === '' ? ports.https : Number(port);
  const wrong = notAPort(number);
  if (wrong) return wrong;
  return {
    via: 'https',
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: number,
    path: `${pathname === '/' ? defaultPath : pathname}${search}`,
  };
}
