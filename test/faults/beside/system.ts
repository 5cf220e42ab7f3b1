// Where a tool finds what a row means. Detours and other names in the handshake become lines of a hosts file, and the
// name servers of the row those of the system, in a mount namespace. A name server of the system has port 53, so each
// gets a relay there that passes on every byte, and nothing from anybody else.

import { createSocket } from 'node:dgram';
import { writeFileSync } from 'node:fs';
import { connect, createServer, isIP } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { program } from '../../real/parts.mjs';
import type { Endpoint } from '../fault.ts';
import type { Unasked } from './tool.ts';

interface Server {
  readonly address: string;
  readonly port: number;
}

/** The URL to ask, and how a program is started that is to find it. */
export interface Way {
  readonly url: URL;
  readonly within: readonly string[];
}

export interface Ways {
  /** For who can be told of detours and of a name for the handshake: the URL stays. */
  readonly told: Way | Unasked;
  /** For all others the place stands in the URL, and its name in the hosts file. */
  readonly moved: Way | Unasked;
}

export async function waysTo(endpoint: Endpoint, folder: string): Promise<Ways> {
  const url = new URL(endpoint.url);
  const names = await namesMount(endpoint, url, folder);
  if ('unasked' in names) return { told: names, moved: names };
  const told = { url, within: inside(names) };
  const moved = move(endpoint, url);
  if (moved === null) return { told, moved: told };
  if ('unasked' in moved) return { told, moved };
  const hosts = mount(folder, 'hosts', moved.hosts);
  return { told, moved: { url: moved.url, within: inside([hosts, ...names]) } };
}

/** Starts what follows where these files are laid over others. */
function inside(mounts: readonly string[]): readonly string[] {
  if (mounts.length === 0) return [];
  const script = [...mounts, 'exec "$@"'].join(' && ');
  return [program('unshare'), '-m', 'sh', '-c', script, 'sh'];
}

/** The place that is really asked, under the name that is asked for. Null where nothing leads elsewhere. */
function move(
  { sni, connect: detour }: Endpoint,
  from: URL,
): { readonly url: URL; readonly hosts: string } | Unasked | null {
  if (from.protocol === 'dns:' || (sni === undefined && detour === undefined)) return null;
  const own = isIP(hostOf(from)) === 0 ? '' : hostOf(from);
  const led = detour === undefined ? ['', '', own, ''] : partsOf(detour);
  if (led === null) return { unasked: 'no way to say connect' };
  const [host = '', port = '', address = '', toPort = ''] = led;
  const name = typeof sni === 'string' ? sni : hostOf(from);
  const fits = (host === '' || host === hostOf(from)) && (port === '' || port === portOf(from));
  if (!fits || address === '' || isIP(name) !== 0) return { unasked: 'no way to say connect' };
  const url = withPort(from, toPort);
  url.host = `${name}${url.port === '' ? '' : `:${url.port}`}`;
  return { url, hosts: `127.0.0.1 localhost\n${address} ${name}\n` };
}

/** Of one detour to an IPv4 address. */
function partsOf(detour: unknown): readonly string[] | null {
  return /^([^:]*):(\d*):(\d+(?:\.\d+){3}):(\d*)$/.exec(String(detour))?.slice(1) ?? null;
}

function withPort(from: URL, port: string): URL {
  const { protocol, host, pathname, search } = from;
  const named = host.replace(/:\d+$/, '');
  return new URL(`${protocol}//${port === '' ? host : `${named}:${port}`}${pathname}${search}`);
}

export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}

function portOf({ port, protocol }: URL): string {
  return port || (protocol === 'http:' ? '80' : '443');
}

/** The shell's words that lay a file of these lines over the one of /etc. */
function mount(folder: string, name: string, lines: string): string {
  const file = join(folder, name);
  writeFileSync(file, lines);
  return `${program('mount')} --bind '${file}' /etc/${name}`;
}

/** The name servers of the row as those of the system. */
async function namesMount(
  { resolver }: Endpoint,
  url: URL,
  folder: string,
): Promise<readonly string[] | Unasked> {
  if (resolver === undefined || url.protocol === 'dns:' || isIP(hostOf(url)) !== 0) return [];
  const servers = [resolver].flat().map(plainServer);
  const known = servers.filter((server) => server !== null);
  if (known.length < servers.length) return { unasked: 'no way to say resolver' };
  const addresses = await Promise.all(known.map((server, index) => relay(server, `127.53.53.${index + 1}`)));
  return [mount(folder, 'resolv.conf', addresses.map((address) => `nameserver ${address}\n`).join(''))];
}

function plainServer(resolver: unknown): Server | null {
  const [, address, port = '53'] = /^(?:udp:\/\/)?(\d+(?:\.\d+){3})(?::(\d+))?$/.exec(String(resolver)) ?? [];
  return address === undefined ? null : { address, port: Number(port) };
}

/** Stands at port 53 of an address for the length of the test. */
async function relay(server: Server, address: string): Promise<string> {
  const near = createSocket('udp4');
  near.on('message', (question, from) => {
    const far = createSocket('udp4');
    far.on('error', () => {});
    far.on('message', (answer, { address: by, port }) => {
      if (by === server.address && port === server.port) near.send(answer, from.port, from.address);
    });
    far.send(question, server.port, server.address);
    setTimeout(() => far.close(), 10_000).unref();
  });
  const stream = createServer((socket) => {
    const far = connect(server.port, server.address);
    for (const [one, other] of [
      [socket, far],
      [far, socket],
    ] as const) {
      one
        .on('error', () => other.destroy())
        .on('close', () => other.destroy())
        .pipe(other);
    }
  });
  await new Promise<void>((resolve, reject) => {
    near.once('error', reject).bind(53, address, () => resolve());
  });
  await new Promise<void>((resolve, reject) => {
    stream.once('error', reject).listen(53, address, () => resolve());
  });
  onTestFinished(async () => {
    await new Promise<void>((resolve) => near.close(() => resolve()));
    stream.close();
  });
  return address;
}
