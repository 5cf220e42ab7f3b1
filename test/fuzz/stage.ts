// Where a case is played: servers on loopback that count their connections, and end when the case does.

import { createSocket } from 'node:dgram';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTls, type TLSSocket, type TlsOptions } from 'node:tls';
import { portOf } from '../../src/lab/ports.ts';
import { identities } from '../servers/certificates.ts';
import { pause } from '../servers/listen.ts';
import type { Delivery, Strike } from './damage.ts';
import { passed } from './damage.ts';

/** How long a connection may live on after its attempt. */
const lingerMs = 3000;

export class Stage {
  readonly #sockets = new Set<Socket>();
  readonly #ends: (() => unknown)[] = [];
  #emptied = (): void => {};

  /** A TCP server; `serve` is told how many connections came before. */
  tcp(serve: (socket: Socket, count: number) => void): Promise<number> {
    let count = 0;
    return this.#open(createServer((socket) => serve(socket, count++)));
  }

  /** A server that shakes hands; `reset` resets what lies below. */
  async tls(
    options: TlsOptions,
    serve: (socket: TLSSocket, reset: () => void, count: number) => void,
  ): Promise<number> {
    let count = 0;
    const below = new Map<number | undefined, Socket>();
    const server = createTls({ ...identities.good, ...options }, (socket) => {
      socket.on('error', () => {});
      serve(socket, () => void below.get(socket.remotePort)?.resetAndDestroy(), count++);
    });
    server.on('connection', (socket: Socket) => void below.set(socket.remotePort, socket));
    return this.#open(server.on('tlsClientError', () => {}));
  }

  /** A UDP server. `tell` sends one datagram back. */
  udp(serve: (message: Buffer, tell: (bytes: Buffer) => void) => void): Promise<number> {
    const socket = createSocket('udp4');
    let over = false;
    this.#ends.push(() => {
      over = true;
      socket.close();
    });
    socket.on('error', () => {});
    socket.on('message', (message, from) => {
      serve(message, (bytes) => void (over || socket.send(bytes, from.port, from.address, () => {})));
    });
    return new Promise((resolve) => socket.bind(0, '127.0.0.1', () => resolve(socket.address().port)));
  }

  /** Hands on to another port what comes; what goes back suffers the strike. */
  relay(port: number, strike: Strike): Promise<number> {
    return this.tcp((front) => {
      const back = connect({ port, host: '127.0.0.1', noDelay: true });
      back.on('error', () => front.destroy());
      front.on('close', () => back.destroy());
      front.on('data', (chunk) => void (back.writable && back.write(chunk)));
      void passOn(back, front, strike);
    });
  }

  /** Ends all of it; how many connections the other side had left open. */
  async end(): Promise<number> {
    const emptied = new Promise<void>((resolve) => {
      this.#emptied = resolve;
    });
    if (this.#sockets.size > 0) await Promise.race([emptied, pause(lingerMs)]);
    const left = this.#sockets.size;
    for (const socket of this.#sockets) socket.destroy();
    for (const end of this.#ends) end();
    return left;
  }

  #open(server: Server): Promise<number> {
    server.on('connection', (socket: Socket) => {
      // Small pieces must not wait for the other side to acknowledge the one before.
      this.#sockets.add(socket.setNoDelay(true).on('error', () => {}));
      socket.once('close', () => {
        this.#sockets.delete(socket);
        if (this.#sockets.size === 0) this.#emptied();
      });
    });
    this.#ends.push(() => server.close());
    return portOf(server);
  }
}

/** Says all of it over one connection. */
export async function deliver(
  socket: Socket,
  { pieces, ends }: Delivery,
  reset: () => void = () => socket.resetAndDestroy(),
): Promise<void> {
  for (const { waitMs, bytes } of pieces) {
    if (waitMs > 0) await pause(waitMs);
    if (!socket.writable) return;
    await new Promise<void>((resolve) => void socket.write(bytes, () => setImmediate(resolve)));
  }
  if (ends === 'fin') socket.end();
  // A reset throws away what was not sent yet.
  if (ends === 'reset') setTimeout(reset, 5);
}

async function passOn(back: Socket, front: Socket, strike: Strike): Promise<void> {
  let at = 0;
  let count = 0;
  try {
    for await (const chunk of back) {
      const ends = strike.ends !== null && strike.ends.at < at + chunk.length ? strike.ends : null;
      const whole = ends === null ? chunk : chunk.subarray(0, Math.max(0, ends.at - at));
      const bytes = passed(strike, whole, at);
      at += chunk.length;
      for (let from = 0; from < bytes.length; count += 1) {
        const length = strike.pieces[count % strike.pieces.length] ?? bytes.length;
        const waitMs = strike.waits.get(count) ?? 0;
        if (waitMs > 0) await pause(waitMs);
        if (!front.writable) return;
        const piece = bytes.subarray(from, from + length);
        await new Promise<void>((resolve) => void front.write(piece, () => setImmediate(resolve)));
        from += length;
      }
      if (ends?.how === 'reset') return void front.resetAndDestroy();
      if (ends?.how === 'fin') return void front.end();
      if (ends?.how === 'silence') return;
    }
    front.end();
  } catch {
    front.destroy();
  }
}
