// Host and port out of a URL. `new URL` treats hosts of schemes it does not know as opaque text.

import { BlockList, isIP } from 'node:net';
import { domainToASCII, domainToUnicode } from 'node:url';
import type { ConnectTo } from './model.ts';
import type { Problem } from './shape.ts';

/** RFC 1035 2.3.4, without the trailing dot. */
const maxNameLength = 253;
const maxLabelLength = 63;

/**
 * The host without brackets, in ASCII and lower case; '' when there is none or it is no host. Of a `dns:`
 * URL (RFC 4501) it is the name asked for.
 */
export function hostOf(url: URL): string {
  const bare = (url.protocol === 'dns:' ? url.pathname : url.hostname).replace(/^\[(.*)\]$/, '$1');
  if (isAddress(bare)) return bare;
  let text = bare;
  try {
    text = decodeURIComponent(bare);
  } catch {
    return '';
  }
  return domainToASCII(text);
}

/**
 * The URL and, where its name can be written in Unicode and in ASCII (RFC 5890), the spelling that it does not
 * have: two names may read alike in the one, and nobody can read the other. What is no URL, such as one that is
 * masked, stays as it is.
 */
export function inBothSpellings(url: string): string {
  if (!URL.canParse(url)) return url;
  const ascii = hostOf(new URL(url));
  const unicode = domainToUnicode(ascii);
  if (unicode === '' || unicode === ascii) return url;
  return `${url} (${url.includes(ascii) ? unicode : ascii})`;
}

/** True for an IP address without brackets. */
export function isAddress(host: string): boolean {
  return isIP(host) !== 0;
}

/** What is wrong with a host as the name of a machine; null when nothing is. */
export function refuseHost(host: string): Problem | null {
  if (isAddress(host)) return null;
  if (host === '') return { problem: 'this URL has no valid host' };
  const name = host.replace(/\.$/, '');
  if (name.length > maxNameLength)
    return { problem: `the host name is longer than ${maxNameLength} characters` };
  if (name.split('.').some((label) => label === '' || label.length > maxLabelLength)) {
    return { problem: `every part of a host name has 1 to ${maxLabelLength} characters` };
  }
  return null;
}

/** The same for a URL that is nothing but a host and a port. */
export function refuseHostAndPort(url: URL, form: string): Problem | null {
  const rest = url.pathname.replace(/^\/$/, '') + url.search + url.hash;
  if (rest !== '') return { problem: 'nothing may follow the port', hint: `write ${form}` };
  return refuseHost(hostOf(url));
}

const defaultPorts: Readonly<Record<string, number>> = { 'https:': 443, 'http:': 80, 'tls:': 443 };

/** A host without brackets, and a port. */
interface Place {
  readonly host: string;
  readonly port: number;
}

/** Where the URL says to connect to. */
export function placeOf(url: URL): Place {
  return { host: hostOf(url), port: Number(url.port || defaultPorts[url.protocol]) };
}

/** Where a connection really goes: by the first line that fits, as curl's --connect-to has it. */
export function leadsTo({ host, port }: Place, lines: readonly ConnectTo[]): Place {
  const name = host.replace(/\.$/, '');
  const line = lines.find(
    (each) => (each.host === null || each.host === name) && (each.port === null || each.port === port),
  );
  return { host: line?.toHost ?? host, port: line?.toPort ?? port };
}

const privateAddresses = new BlockList();
// RFC 1918, 6598, 3927, 1122; RFC 4193, 4291, 6666. 198.18.0.0/15 (RFC 2544) is left out: it stands for
// the public internet in test beds.
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const) {
  privateAddresses.addSubnet(net, prefix, 'ipv4');
}
for (const [net, prefix] of [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
] as const) {
  privateAddresses.addSubnet(net, prefix, 'ipv6');
}

/** RFC 6761, 6762, 8375, 9476 and ICANN's reserved `internal`; `lan`, `corp`, `home` by custom. */
const privateSuffixes =
  /(^|\.)(localhost|local|internal|intranet|lan|corp|home|private|test|example|invalid|home\.arpa|alt)$/;

/** True for an address that says nothing about the public internet. */
export function isPrivateAddress(address: string): boolean {
  const family = isIP(address);
  return family !== 0 && privateAddresses.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

/** True for a host that only a local network knows: a private address, a single label, a private suffix. */
export function isPrivateHost(host: string): boolean {
  if (isAddress(host)) return isPrivateAddress(host);
  const name = host.toLowerCase().replace(/\.$/, '');
  return !name.includes('.') || privateSuffixes.test(name);
}
