// curl for http, and for a bare connection: telnet:// connects and, with nothing to send, ends. Pure.

import { isIP } from 'node:net';
import type { Hop } from '../model.ts';
import type { Quote } from './quote.ts';
import { addressesOf, hostPort, plainHost, portOf, provenName, type Seen } from './seen.ts';

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
  const asked = alone ? seen.hop.url : attempt.url;
  const url = withProvenName(seen, asked);
  return [
    'curl -sS',
    showing(seen),
    ...methodWords(options.method),
    ...(redirected && !alone ? [`-L --max-redirs ${options.redirects}`] : []),
    `--max-time ${options.timeoutMs / 1000}`,
    ...sourceWords(seen),
    ...trustWords(seen),
    ...pinned(seen, hops),
    ...headerWords(seen, { ...hostHeader(asked, url), ...(alone ? {} : options.headers) }, version),
    ...(/[[\]{}]/.test(url) ? ['-g'] : []),
    quote(url),
  ].join(' ');
}

/** curl takes the name for TLS out of the URL alone: where another was sent, it stands there. */
function withProvenName(seen: Seen, text: string): string {
  const url = new URL(text);
  const name = provenName(seen, url);
  if (url.protocol !== 'https:' || name === plainHost(url)) return text;
  url.hostname = name;
  return url.href;
}

/** The server is still asked for the host of the list. */
function hostHeader(asked: string, url: string): Readonly<Record<string, string>> {
  return asked === url ? {} : { host: new URL(asked).host };
}

/** A bare connection; curl tells why there is none. */
export function connectLine(seen: Seen): string {
  const { url, host, hop, options, quote } = seen;
  const target = `telnet://${hostPort(host, portOf(url))}`;
  const words = [
    `curl -sSv --max-time ${options.timeoutMs / 1000}`,
    ...sourceWords(seen),
    ...pinned(seen, [hop]),
  ];
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

function sourceWords({ options, quote }: Seen): readonly string[] {
  return options.localAddress === null ? [] : [`--interface ${quote(options.localAddress)}`];
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
      value === ''
        ? `-H ${quote(`${name};`)}`
        : (userWords(name, value, quote) ?? `-H ${quote(`${name}: ${value}`)}`),
    ),
  ];
}

/** A user and a password that has a variable of its own, as people write them; null for any other header. */
function userWords(name: string, value: string, quote: Quote): string | null {
  const [, encoded] =
    /^Basic ([A-Za-z0-9+/]+=*)$/.exec(name.toLowerCase() === 'authorization' ? value : '') ?? [];
  if (encoded === undefined) return null;
  const both = Buffer.from(encoded, 'base64').toString();
  const password = both.slice(both.indexOf(':') + 1);
  return /^"\$\w+"$/.test(quote(password)) ? `-u ${quote(both)}` : null;
}

/** Names lead where they led when it was seen, whatever a resolver says by now. */
function pinned(seen: Seen, hops: readonly Hop[]): readonly string[] {
  const { quote } = seen;
  const words = hops.flatMap((hop) => {
    const url = new URL(withProvenName(seen, hop.url));
    const [host, port] = [plainHost(url), portOf(url)];
    const found = addressesOf(hop);
    const [first] = found;
    if (first === undefined || (first.address === host && first.port === port)) return [];
    // A connection that was led elsewhere: `--resolve` knows no other port, and no address in place of a name.
    if (first.port !== port || isIP(host) !== 0) {
      return [`--connect-to ${quote(`${hostPort(host, port)}:${hostPort(first.address, first.port)}`)}`];
    }
    if (hop.facts.dns?.from === 'localhost' && host === plainHost(new URL(hop.url))) return [];
    const addresses = found.map(({ address }) => (isIP(address) === 6 ? `[${address}]` : address));
    return [`--resolve ${quote(`${host}:${port}:${addresses.join(',')}`)}`];
  });
  return [...new Set(words)];
}
