// Small servers of our own with known delays, to stand behind the real ones: what they wait is what the
// phase of that wait must show.

import { createSocket } from 'node:dgram';
import { createServer } from 'node:http';
import { connect, createServer as createTcpServer } from 'node:net';
import * as codec from 'dns-packet';

/**
 * @typedef {object} Peer
 * @property {number} port
 * @property {() => Promise<void>} stop
 */

/**
 * @param {import('node:net').Server} server
 * @param {Set<import('node:net').Socket>} sockets
 * @returns {Promise<Peer>}
 */
async function listening(server, sockets) {
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(null)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const stop = async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return { port, stop };
}

/**
 * A web server that thinks for a while about every request; to `/half` it answers half at once and the rest
 * after that while.
 * @param {number} ms
 */
export function startSlowWeb(ms) {
  const server = createServer(({ url }, response) => {
    if (url === '/half') response.write('first half, ');
    setTimeout(() => response.end('the rest'), ms);
  });
  return listening(server, new Set());
}

/**
 * A relay that accepts at once and holds back what the client says first: a slow start of TLS.
 * @param {number} ms
 * @param {number} port of 127.0.0.1, where the relay leads
 */
export function startSlowRelay(ms, port) {
  const sockets = /** @type {Set<import('node:net').Socket>} */ (new Set());
  const server = createTcpServer({ noDelay: true }, (client) => {
    client.once('data', (first) => {
      client.pause();
      setTimeout(() => {
        const onward = connect({ host: '127.0.0.1', port, noDelay: true });
        sockets.add(onward);
        onward.on('error', () => client.destroy()).on('close', () => sockets.delete(onward));
        onward.write(first);
        client.pipe(onward).pipe(client);
      }, ms);
    });
  });
  return listening(server, sockets);
}

/**
 * A name server for one zone that takes its time; its answers may not be kept.
 * @param {number} ms
 * @returns {Promise<Peer>}
 */
export async function startSlowNames(ms) {
  const socket = createSocket('udp4');
  socket.on('message', (message, { port, address }) => {
    const { id, questions } = codec.decode(message);
    const isAddress = questions?.[0]?.type === 'A';
    const name = questions?.[0]?.name ?? '.';
    const answer = codec.encode({
      type: 'response',
      id: id ?? 0,
      flags: codec.AUTHORITATIVE_ANSWER,
      questions: questions ?? [],
      answers: isAddress ? [{ type: 'A', name, ttl: 0, data: '127.0.0.1' }] : [],
    });
    setTimeout(() => socket.send(answer, port, address), ms);
  });
  await new Promise((resolve) => socket.bind(0, '127.0.0.1', () => resolve(null)));
  return {
    port: socket.address().port,
    stop: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}
