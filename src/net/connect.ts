// The tcp step: RFC 8305 over the addresses of one host, every try recorded.

import { connect as dial, isIP, type Socket } from 'node:net';
import { failure } from '../codes.ts';
import type { Failure } from '../model.ts';
import { connectFailure, isStarved } from './failure.ts';
import { formatSocketAddress, type Network, placeFor, type SocketAddress } from './network.ts';
import { stagger } from './stagger.ts';
import type { Stepped, Trace } from './trace.ts';

/** RFC 8305 5: how long an address is waited for before the next is tried beside it. */
const connectionAttemptDelayMs = 250;

/** Connects to the first address that answers, from `localAddress` if given. Null when none does. */
export async function connect(
  trace: Trace,
  network: Network,
  addresses: readonly string[],
  port: number,
  localAddress: string | null = null,
): Promise<Socket | null> {
  const routed = await withRoute(trace, network, addresses);
  return trace.step('tcp', async () => {
    if (routed.length === 0) return { failure: failure('local.no_route') };
    const won = await stagger<SocketAddress, { socket: Socket; to: SocketAddress }>({
      candidates: interleave(routed).map((address) => ({ address, port })),
      label: formatSocketAddress,
      delayMs: connectionAttemptDelayMs,
      signal: trace.signal,
      now: () => trace.now(),
      spokesman,
      attempt: (to, stop) => connectOne(trace, network, { to, localAddress }, stop),
    });
    if ('failure' in won) {
      if (won.failure.code === 'local.no_route') trace.know({ routes: await network.routes() });
      return won;
    }
    const { socket, to } = won.value;
    trace.know({ remote: to });
    return { ...won, value: socket };
  });
}

/**
 * Leaves out the family this machine has no route for, when there is another: it is no fall-back to use
 * the one that works. With a single family the connect itself tells.
 */
async function withRoute(
  trace: Trace,
  network: Network,
  addresses: readonly string[],
): Promise<readonly string[]> {
  if (new Set(addresses.map(isIP)).size < 2) return addresses;
  const answers = await Promise.all(addresses.map((address) => network.hasRoute(address)));
  if (answers.every(Boolean)) return addresses;
  const unrouted = addresses.filter((_, index) => !answers[index]);
  trace.know({ routes: await network.routes(), unrouted });
  return addresses.filter((_, index) => answers[index]);
}

/** RFC 8305 4: IPv6 first, then the families in turn. */
export function interleave(addresses: readonly string[]): readonly string[] {
  const six = addresses.filter((address) => isIP(address) === 6);
  const four = addresses.filter((address) => isIP(address) === 4);
  const mixed: string[] = [];
  for (let index = 0; index < Math.max(six.length, four.length); index += 1) {
    mixed.push(...six.slice(index, index + 1), ...four.slice(index, index + 1));
  }
  return mixed;
}

const dialling = { noDelay: true, autoSelectFamily: false };

function connectOne(
  trace: Trace,
  network: Network,
  { to, localAddress }: { readonly to: SocketAddress; readonly localAddress: string | null },
  stop: AbortSignal,
): Promise<Stepped<{ socket: Socket; to: SocketAddress }>> {
  const place = placeFor(network, 'tcp', to);
  if ('code' in place) return Promise.resolve({ failure: place });
  return new Promise((resolve) => {
    const from = localAddress === null ? {} : { localAddress };
    const socket = dial({ ...from, host: place.address, port: place.port, ...dialling });
    const lost = (reason: Failure | Promise<Failure>, endedAt: number): void => {
      stop.removeEventListener('abort', abort);
      socket.destroy();
      Promise.resolve(reason).then((known) => resolve({ failure: known, endedAt }));
    };
    const abort = (): void => lost(failure('tcp.timeout'), trace.now());
    socket.on('error', (error) => lost(connectFailure(error, place.address, network), trace.now()));
    socket.once('connect', () => {
      const endedAt = trace.now();
      stop.removeEventListener('abort', abort);
      socket.removeAllListeners('error');
      // Whoever takes the socket over listens for itself; until then an error must not end the process.
      socket.on('error', () => {});
      resolve({ value: { socket: trace.own(socket), to }, endedAt });
    });
    stop.addEventListener('abort', abort, { once: true });
    if (stop.aborted) abort();
  });
}

/**
 * The failure that most addresses share; of equals the one that was first. An address that this machine could not ask
 * might have answered.
 */
function spokesman(failures: readonly Failure[]): Failure {
  const starved = failures.find(isStarved);
  if (starved) return starved;
  const count = (code: string) => failures.filter((other) => other.code === code).length;
  return [...failures].sort((a, b) => count(b.code) - count(a.code))[0] ?? failure('tcp.timeout');
}
