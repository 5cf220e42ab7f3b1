// Servers on loopback for the command line to ask.

import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import { atEnd } from '../leftovers.ts';

/** Listens on a free port of 127.0.0.1 (or another loopback address) until the tests of the file end. */
export async function listen(server: Server, address = '127.0.0.1'): Promise<number> {
  await new Promise<void>((resolve, reject) => server.on('error', reject).listen(0, address, resolve));
  atEnd(() => void server.close());
  return (server.address() as AddressInfo).port;
}

/** The port of an HTTP server. */
export function http(answer: RequestListener): Promise<number> {
  return listen(createServer({ keepAlive: false }, answer));
}

/** The port of a server that answers 200 to everything. */
export function ok(): Promise<number> {
  return http((_, response) => void response.end('fine'));
}

/** The port of a server that accepts and says nothing. */
export function mute(address?: string): Promise<number> {
  return listen(
    createTcpServer((socket) => {
      socket.on('error', () => {});
      atEnd(() => void socket.destroy());
    }),
    address,
  );
}

/** A port on which nobody listens. */
export async function closed(): Promise<number> {
  const server = createTcpServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
