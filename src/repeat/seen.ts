// What all lines need to know of the attempt that they repeat. Pure.

import { isIP } from 'node:net';
import { hostOf } from '../host.ts';
import type { CauseCode, Hop, Observation, Options } from '../model.ts';
import type { Quote } from './quote.ts';

/** What is to be repeated. */
export interface Seen {
  readonly attempt: Observation;
  /** The hop at which it ended. */
  readonly hop: Hop;
  readonly url: URL;
  /** Without brackets and the final dot of DNS. */
  readonly host: string;
  readonly code: CauseCode;
  readonly options: Options;
  readonly quote: Quote;
  /** Of whydown, which some servers answer in their own way. */
  readonly version: string;
}

const defaultPorts: Readonly<Record<string, number>> = { 'https:': 443, 'http:': 80, 'tls:': 443 };

/** The port a URL means; 0 where it has none. */
export function portOf(url: URL): number {
  return Number(url.port || (defaultPorts[url.protocol] ?? 0));
}

/** The host a URL means, without brackets and the final dot. */
export function plainHost(url: URL): string {
  return hostOf(url).replace(/\.$/, '');
}

/**
 * The name that was sent and sought in the certificate: `sni` on the endpoint's own host, else the host itself.
 */
export function provenName({ attempt, options }: Seen, url: URL): string {
  const own = hostOf(url) === hostOf(new URL(attempt.url));
  return options.sni !== null && own && url.protocol !== 'http:' ? options.sni : plainHost(url);
}

/** `host:port` where a host may be IPv6. */
export function hostPort(host: string, port: number): string {
  return `${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
}

/** The addresses a hop connected to, or tried to, each once: the one that answered, else all of them. */
export function addressesOf({ facts, steps }: Hop): readonly { address: string; port: number }[] {
  if (facts.remote) return [facts.remote];
  const tries = steps.filter(({ name }) => name === 'tcp').flatMap((step) => step.tries ?? []);
  const addresses = [...new Set(tries.map(({ address }) => address))];
  return addresses.flatMap((text) => {
    const [, address = '', port = ''] = /^\[?([^\]]*?)\]?:(\d+)$/.exec(text) ?? [];
    return isIP(address) === 0 ? [] : [{ address, port: Number(port) }];
  });
}

/** Whole seconds, for tools that know no parts of them. */
export function wholeSeconds(ms: number): string {
  return String(Math.max(1, Math.ceil(ms / 1000)));
}
