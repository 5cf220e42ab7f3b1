// Ports of 127.0.0.1 that behave as a far-away port can: listening, silent, closed.

import { createSocket } from 'node:dgram';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { startThread } from './thread.ts';

/** A port of 127.0.0.1. */
export type Port = number;

const loopback = '127.0.0.1';

/** Starts a server on a port that the system chooses. */
export function portOf(server: Server): Promise<Port> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, loopback, () => {
      server.off('error', reject);
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('the lab has no port'));
      else resolve(address.port);
    });
  });
}

/** A port that accepts and says nothing. */
export function openMutePort(): Promise<Port> {
  return portOf(createServer(mute));
}

/** Reads a connection and never writes. */
export function mute(socket: Socket): void {
  socket.on('error', () => {}).resume();
}

/**
 * A port that refuses for as long as the process lives: one that a server of ours has left while a
 * connection to it stays open. The system gives such a port to nobody, neither to listen nor as the source
 * of a connection, which could otherwise meet itself here.
 */
export function openClosedPort(): Promise<Port> {
  return new Promise((resolve, reject) => {
    const server = createServer((held) => {
      mute(held);
      server.close();
      resolve(port);
    });
    let port: Port = 0;
    portOf(server).then((found) => {
      port = found;
      mute(connect(port, loopback));
    }, reject);
  });
}

/** A UDP port where nothing listens for as long as the process lives: it is taken by a socket that hears only itself. */
export function openDeafPort(): Promise<Port> {
  return new Promise((resolve, reject) => {
    const socket = createSocket('udp4');
    socket.once('error', reject);
    socket.bind(0, loopback, () => {
      const { port } = socket.address();
      socket.connect(port, loopback, () => {
        socket.off('error', reject).on('error', () => {});
        resolve(port);
      });
    });
  });
}

/** How many connections are thrown at a queue that has room for two. */
const fillers = 8;
const fillMs = 30;

/**
 * A port where a SYN gets no answer. Its listener sits in a thread that never accepts, behind a full queue;
 * the kernel then drops what comes. The fillers that found no room keep trying, so no room opens.
 */
export async function openSilentPort(): Promise<Port> {
  const port = await startThread<Port>('hole', null).ready;
  let connected = 0;
  for (let count = 0; count < fillers; count++) {
    mute(connect(port, loopback).on('connect', () => connected++));
  }
  await new Promise((resolve) => setTimeout(resolve, fillMs));
  if (connected === fillers) throw new Error('this system accepts without end: no silent port can be made');
  return port;
}
