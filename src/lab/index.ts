// The internet in a box: servers in a thread on ports of 127.0.0.1, and a network that leads only to them.
// Needs no rights, no configuration and no other network. Imported only by `demo` and the tests.

import type { Network } from '../net/network.ts';
import type { Break } from './faults.ts';
import { createLabNetwork } from './network.ts';
import { startThread } from './thread.ts';
import type { Opened, Order } from './worker.ts';
import type { World } from './world.ts';

export { parseBreak } from './break.ts';
export type { Fault } from './fault.ts';
export { type Break, describe, type FaultName, faults, type LabFault, noFaults } from './faults.ts';
export { isTime, type Phase, type Replay, readReplay } from './replay.ts';
export { builtInReplay, replayNames } from './replays.ts';
export { readWorld, type World } from './world.ts';

/** A running box. */
export interface Lab {
  readonly network: Network;
  /** Ends its servers and every connection to them. */
  close(): Promise<void>;
}

/** Starts the servers of a world, some of them broken. */
export async function startLab(options: {
  readonly world: World;
  readonly breaks?: readonly Break[];
}): Promise<Lab> {
  const order: Order = { world: options.world, breaks: options.breaks ?? [] };
  const thread = startThread<Opened>('worker', order);
  try {
    const { ports, roots } = await thread.ready;
    return { network: createLabNetwork(ports, roots), close: thread.stop };
  } catch (error) {
    await thread.stop();
    throw error;
  }
}
