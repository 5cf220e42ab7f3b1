// This machine's own network: name servers, hosts file, resolv.conf, routes. Nothing is sent from here.

import { createSocket } from 'node:dgram';
import { getServers } from 'node:dns';
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { parseSocketAddress } from '../resolver.ts';
import { errorCode } from './failure.ts';
import type { Network, SocketAddress } from './network.ts';

/** Reads what this machine knows. Missing files mean their defaults. */
export function machineNetwork(): Network {
  const resolv = parseResolvConf(textOf('/etc/resolv.conf'));
  return {
    simulated: false,
    servers: systemServers(),
    search: resolv.search,
    ndots: resolv.ndots,
    hosts: parseHosts(textOf(hostsFile())),
    roots: null,
    place: (_transport, to) => to,
    hasRoute,
    // Documentation addresses (RFC 5737, RFC 3849): only the default route leads there.
    routes: async () => ({ ipv4: await hasRoute('192.0.2.1'), ipv6: await hasRoute('2001:db8::1') }),
  };
}

function systemServers(): readonly SocketAddress[] {
  try {
    return getServers()
      .map((server) => parseSocketAddress(server, 53))
      .filter((server): server is SocketAddress => server !== null);
  } catch {
    return [];
  }
}

function hostsFile(): string {
  const root = process.env.SystemRoot;
  return process.platform === 'win32' && root ? join(root, 'System32/drivers/etc/hosts') : '/etc/hosts';
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** hosts(5): address, then names; the first address of a family stands first. */
export function parseHosts(text: string): ReadonlyMap<string, readonly string[]> {
  const hosts = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const [address, ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
    if (!address || isIP(address) === 0) continue;
    for (const name of names) {
      const key = name.toLowerCase();
      const known = hosts.get(key);
      if (!known) hosts.set(key, [address]);
      else if (!known.includes(address)) known.push(address);
    }
  }
  return hosts;
}

/** resolv.conf(5): `search` and `domain` (the last one counts), and `ndots`, at most 15. */
export function parseResolvConf(text: string): { search: readonly string[]; ndots: number } {
  let search: string[] = [];
  let ndots = 1;
  for (const line of text.split('\n')) {
    const [key, ...values] = line
      .replace(/[#;].*/, '')
      .trim()
      .split(/\s+/);
    if (key === 'search') search = values;
    if (key === 'domain') search = values.slice(0, 1);
    if (key !== 'options') continue;
    for (const value of values) {
      const digits = /^ndots:(\d+)$/.exec(value)?.[1];
      if (digits) ndots = Math.min(Number(digits), 15);
    }
  }
  return { search: search.map((domain) => domain.replace(/\.$/, '')).filter(Boolean), ndots };
}

/** What a connect answers when the routing table has no way (any other error tells nothing of routes). */
const noRoute = new Set(['ENETUNREACH', 'EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EHOSTUNREACH', 'EINVAL']);

/** Connecting a UDP socket asks the routing table and sends nothing. */
function hasRoute(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket(isIP(address) === 6 ? 'udp6' : 'udp4');
    const done = (error?: unknown) => {
      socket.removeAllListeners();
      socket.close();
      resolve(!noRoute.has(errorCode(error)));
    };
    socket.once('connect', () => done());
    socket.once('error', done);
    try {
      socket.connect(9, address);
    } catch (error) {
      done(error);
    }
  });
}
