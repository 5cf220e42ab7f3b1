// Programs that ask the system's name servers are asked in a mount namespace where those are the servers of the row.
// Such servers have port 53, so each gets a relay there that passes on every byte, and nothing from anybody else.

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

/** How a program is started that is to resolve names as the row says. */
export async function within(endpoint: Endpoint, folder: string): Promise<readonly string[] | Unasked> {
  if (endpoint.resolver === undefined || endpoint.url.startsWith('dns:')) return [];
  const host = new URL(endpoint.url.replace(/^\w+:/, 'http:')).hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0) return [];
  const servers = [endpoint.resolver].flat().map(plainServer);
  const known = servers.filter((server) => server !== null);
  if (known.length < servers.length) return { unasked: `the system asks no ${endpoint.resolver}` };
  const addresses = await Promise.all(known.map((server, index) => relay(server, `127.53.53.${index + 1}`)));
  const file = join(folder, 'resolv.conf');
  writeFileSync(file, addresses.map((address) => `nameserver ${address}\n`).join(''));
  const script = `${program('mount')} --bind "$0" /etc/resolv.conf && exec "$@"`;
  return [program('unshare'), '-m', 'sh', '-c', script, file];
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
