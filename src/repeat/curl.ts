// curl for http, and for a bare connection: telnet:// connects and, with nothing to send, ends. Pure.

import { isIP } from 'node:net';
import type { Hop } from '../model.ts';
import { addressesOf, hostPort, plainHost, portOf, type Seen } from './seen.ts';

const times =
  '%{http_code} dns %{time_namelookup} tcp %{time_connect} tls %{time_appconnect} ttfb %{time_starttransfer} total %{time_total}\\n';

/** The same request to the same addresses, showing what the failure is about. */
export function curlLine(seen: Seen): string {
  const { attempt, code, options, quote, version } = seen;
  const redirected = attempt.hops.length > 1 || code.startsWith('http.redirect');
  const sameOrigin = attempt.hops.every(({ url }) => new URL(url).origin === new URL(attempt.url).origin);
  // curl would carry the headers of the list to a host that is not meant to see them.
  const alone = redirected && !sameOrigin && Object.keys(options.headers).length > 0;
  const hops = alone ? [seen.hop] : attempt.hops;
  const url = alone ? seen.hop.url : attempt.url;
  return [
    'curl -sS',
    showing(seen),
    ...methodWords(options.method),
    ...(redirected && !alone ? [`-L --max-redirs ${options.redirects}`] : []),
    `--max-time ${options.timeoutMs / 1000}`,
    ...trustWords(seen),
    ...pinned(seen, hops),
    ...headerWords(seen, alone ? {} : options.headers, version),
    ...(/[[\]{}]/.test(url) ? ['-g'] : []),
    quote(url),
  ].join(' ');
}

/** A bare connection; curl tells why there is none. */
export function connectLine(seen: Seen): string {
  const { url, host, hop, options, quote } = seen;
  const target = `telnet://${hostPort(host, portOf(url))}`;
  const words = [`curl -sSv --max-time ${options.timeoutMs / 1000}`, ...pinned(seen, [hop])];
  return [...words, ...(isIP(host) === 6 ? ['-g'] : []), quote(target), '</dev/null'].join(' ');
}

/** A body is shown where it is what matters, the times where these do, else the head of the answer. */
function showing({ code, quote }: Seen): string {
  if (code.startsWith('content.')) return '-i';
  return code.startsWith('latency.') ? `-o /dev/null -w ${quote(times)}` : '-D - -o /dev/null';
}

function methodWords(method: string): readonly string[] {
  if (method === 'GET') return [];
  return [method === 'HEAD' ? '-I' : `-X ${method}`];
}

function trustWords({ options, attempt, quote }: Seen): readonly string[] {
  if (options.ca === null || !attempt.hops.some(({ url }) => url.startsWith('https:'))) return [];
  return [`--cacert ${quote(caFileOf(options.caFile))}`];
}

/** PEM text that stands in the list itself has no file yet. */
export function caFileOf(file: string | undefined): string {
  return file ?? 'the ca of the list.pem';
}

function headerWords(
  { quote }: Seen,
  headers: Readonly<Record<string, string>>,
  version: string,
): readonly string[] {
  const names = Object.keys(headers).map((name) => name.toLowerCase());
  return [
    ...(names.includes('user-agent') ? [] : [`-A ${quote(`whydown/${version}`)}`]),
    // Without a value curl wants a semicolon, else it would leave the header out.
    ...Object.entries(headers).map(([name, value]) =>
      value === '' ? `-H ${quote(`${name};`)}` : `-H ${quote(`${name}: ${value}`)}`,
    ),
  ];
}

/** Names lead where they led when it was seen, whatever a resolver says by now. */
function pinned({ quote }: Seen, hops: readonly Hop[]): readonly string[] {
  const words = hops.flatMap((hop) => {
    const url = new URL(hop.url);
    const [host, port] = [plainHost(url), portOf(url)];
    const found = addressesOf(hop);
    const [first] = found;
    if (isIP(host) !== 0 || first === undefined || hop.facts.dns?.from === 'localhost') return [];
    if (first.port !== port) {
      return [`--connect-to ${quote(`${host}:${port}:${hostPort(first.address, first.port)}`)}`];
    }
    const addresses = found.map(({ address }) => (isIP(address) === 6 ? `[${address}]` : address));
    return [`--resolve ${quote(`${host}:${port}:${addresses.join(',')}`)}`];
  });
  return [...new Set(words)];
}
