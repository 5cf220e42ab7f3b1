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

export async function wayTo(endpoint: Endpoint, folder: string): Promise<Way | Unasked> {
  const url = new URL(endpoint.url);
  if (url.protocol === 'dns:') return { url, within: [] };
  const moved = move(endpoint, url);
  if ('unasked' in moved) return moved;
  const mounts = moved.hosts === null ? [] : [mount(folder, 'hosts', moved.hosts)];
  if (endpoint.resolver !== undefined && isIP(hostOf(moved.url)) === 0) {
    const servers = [endpoint.resolver].flat().map(plainServer);
    const known = servers.filter((server) => server !== null);
    if (known.length < servers.length) return { unasked: `the system asks no ${endpoint.resolver}` };
    const addresses = await Promise.all(
      known.map((server, index) => relay(server, `127.53.53.${index + 1}`)),
    );
    mounts.push(mount(folder, 'resolv.conf', addresses.map((address) => `nameserver ${address}\n`).join('')));
  }
  if (mounts.length === 0) return { url: moved.url, within: [] };
  const script = [...mounts, 'exec "$@"'].join(' && ');
  return { url: moved.url, within: [program('unshare'), '-m', 'sh', '-c', script, 'sh'] };
}

/** The place that is really asked, under the name that is asked for. */
function move(
  { sni, connect: detour }: Endpoint,
  from: URL,
): { readonly url: URL; readonly hosts: string | null } | Unasked {
  if (sni === undefined && detour === undefined) return { url: from, hosts: null };
  const [, host = '', port = '', address = '', toPort = ''] =
    /^([^:]*):(\d*):(\d+(?:\.\d+){3})?:(\d*)$/.exec(String(detour ?? ':::')) ?? [];
  const url = withPort(from, toPort);
  if ((host !== '' && host !== hostOf(from)) || (port !== '' && port !== portOf(from)))
    return { unasked: 'no way to say connect' };
  const name = typeof sni === 'string' ? sni : hostOf(from);
  const at = address || (isIP(hostOf(from)) === 0 ? '' : hostOf(from));
  if (at === '') return { unasked: 'no way to say sni' };
  if (isIP(name) !== 0) return { unasked: 'no way to say connect' };
  url.host = `${name}${url.port === '' ? '' : `:${url.port}`}`;
  return { url, hosts: `127.0.0.1 localhost\n${at} ${name}\n` };
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
