// Servers as child processes on free ports of loopback, with a folder of their own; both go when they stop.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const startMs = 10_000;
const tries = 3;

/** A new folder for one test's files; remove it with `removeFolder`. */
export function makeFolder() {
  return mkdtempSync(join(tmpdir(), 'whydown-real-'));
}

/** @param {string} folder */
export function removeFolder(folder) {
  rmSync(folder, { recursive: true, force: true });
}

/**
 * Ports of 127.0.0.1 on which nothing listens just now. Another process may take one before it is used, so
 * whoever starts a server on them tries again.
 * @param {number} count
 * @returns {Promise<number[]>}
 */
export async function freePorts(count) {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise((resolve, reject) =>
        server.once('error', reject).listen(0, '127.0.0.1', () => resolve(null)),
      );
      return server;
    }),
  );
  const ports = servers.map(
    (server) => /** @type {import('node:net').AddressInfo} */ (server.address()).port,
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

/**
 * @typedef {object} Started
 * @property {() => Promise<void>} stop
 */

/**
 * Starts a server and waits until it accepts connections on all its ports of 127.0.0.1, and until it is `ready`: whoever
 * accepts may be somebody else who took the port before it.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {readonly number[]} ports
 * @param {() => Promise<boolean>} [ready]
 * @returns {Promise<Started>}
 */
export async function startProcess(command, args, ports, ready = async () => true) {
  const child = spawn(command, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    // The system's OpenSSL settings may forbid what a test wants to see, such as TLS 1.1.
    env: { ...process.env, OPENSSL_CONF: '/dev/null' },
  });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const ended = new Promise((resolve) => {
    child.once('error', resolve).once('exit', resolve);
  });
  let over = false;
  ended.then(() => {
    over = true;
  });
  const kill = () => void child.kill('SIGKILL');
  process.once('exit', kill);
  const stop = async () => {
    process.off('exit', kill);
    child.kill('SIGKILL');
    await ended;
  };
  const until = performance.now() + startMs;
  for (const isReady of [...ports.map((port) => () => accepts(port)), ready]) {
    while (!(await isReady())) {
      if (over || performance.now() > until) {
        await stop();
        throw new Error(`${command} did not start: ${said}`);
      }
      await sleep(20);
    }
  }
  // Something else may be the one that listens there.
  if (over) throw new Error(`${command} did not start: ${said}`);
  return { stop };
}

/**
 * @param {number} port
 * @returns {Promise<boolean>}
 */
function accepts(port) {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    const end = (/** @type {boolean} */ answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => end(true)).once('error', () => end(false));
  });
}

/**
 * Starts a server on free ports, anew with others when one of them was taken meanwhile.
 * @param {number} count
 * @param {(ports: number[]) => { command: string, args: readonly string[] }} prepare
 * @param {(ports: readonly number[]) => Promise<boolean>} [ready]
 * @returns {Promise<Started & { ports: number[] }>}
 */
export async function startServer(count, prepare, ready = async () => true) {
  for (let left = tries; ; left -= 1) {
    const ports = await freePorts(count);
    const { command, args } = prepare(ports);
    try {
      return { ...(await startProcess(command, args, ports, () => ready(ports))), ports };
    } catch (error) {
      if (left <= 1) throw error;
    }
  }
}
