// Servers of one test on ports of 127.0.0.1 that the system chooses. They end with the test.

import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import type { Server, Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { openSilentPort, portOf } from '../../src/lab/ports.ts';

/** On a port that the system chooses, or at a place where nobody listens yet. */
export async function listen(server: Server, place?: { address: string; port: number }): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket.on('error', () => {}).once('close', () => sockets.delete(socket)));
  });
  const port = place ? await listenAt(server, place) : await portOf(server);
  onTestFinished(async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  });
  return port;
}

function listenAt(server: Server, { address, port }: { address: string; port: number }): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(port, address, () => resolve(port));
  });
}

export function listenUdp(socket: UdpSocket, port = 0): Promise<number> {
  onTestFinished(() => new Promise((resolve) => void socket.close(resolve)));
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(port, '127.0.0.1', () => resolve(socket.address().port));
  });
}

/** A UDP port that answers with ICMP: its owner is connected to somebody else. */
export async function closedUdpPort(): Promise<number> {
  const socket = createSocket('udp4');
  const port = await listenUdp(socket);
  await new Promise<void>((resolve) => socket.connect(9, '127.0.0.2', resolve));
  return port;
}

let silent: Promise<number> | undefined;

/** A port that does not answer a SYN; one for all tests of a worker. */
export function silentPort(): Promise<number> {
  silent ??= openSilentPort();
  return silent;
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
