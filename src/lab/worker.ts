// Thread: the servers of the box. Opens a port for everything in the world, healthy or broken, and reports
// where each virtual address and port really is.

import { parentPort, workerData } from 'node:worker_threads';
import { type Authority, createAuthority } from './authority.ts';
import type { Break } from './faults.ts';
import { createResponder, serveTcp, serveUdp } from './name-server.ts';
import { nobodyKey, placeKey, unreachable } from './network.ts';
import { faultAt } from './pattern.ts';
import { openClosedPort, openDeafPort, openMutePort, openSilentPort, type Port, portOf } from './ports.ts';
import { type Site, sitesOf } from './sites.ts';
import { createSiteServer } from './web-server.ts';
import type { PortKind, World } from './world.ts';
import { type Names, namesOf } from './zones.ts';

/** What the thread is started with. */
export interface Order {
  readonly world: World;
  readonly breaks: readonly Break[];
}

/** What it reports: `placeKey` to real port, and the PEM of the box's root. */
export interface Opened {
  readonly ports: ReadonlyMap<string, Port>;
  readonly roots: string;
}

/** What all hosts share. */
interface Box {
  readonly breaks: readonly Break[];
  readonly names: Names;
  readonly authority: Authority;
  /** Ports that are opened when they are first wanted. */
  readonly shared: Readonly<
    Record<'mute' | 'closed' | 'silent' | 'deaf' | 'unreachable', () => Promise<Port>>
  >;
}

parentPort?.once('message', () => process.exit());
parentPort?.postMessage(await open(workerData));

async function open({ world, breaks }: Order): Promise<Opened> {
  const sites = sitesOf(world);
  const box: Box = {
    breaks,
    names: namesOf(world, sites),
    authority: createAuthority(new Date()),
    shared: {
      mute: once(openMutePort),
      closed: once(openClosedPort),
      silent: once(openSilentPort),
      deaf: once(openDeafPort),
      unreachable: async () => unreachable,
    },
  };
  const ports = new Map<string, Port>();
  await Promise.all(
    sites.flatMap((site) =>
      Object.entries(site.ports).map(([port, kind]) => openSite(box, site, Number(port), kind, ports)),
    ),
  );
  ports.set(nobodyKey, await box.shared.closed());
  return { ports, roots: box.authority.roots };
}

/** A port of a host at each of its addresses. */
async function openSite(
  box: Box,
  site: Site,
  port: number,
  kind: PortKind,
  ports: Map<string, Port>,
): Promise<void> {
  const healthy = once(() => listen(box, site, kind));
  const deaf = faultAt(box.breaks, site.name, 'dns')?.reply === 'unreachable';
  for (const address of site.addresses) {
    const fault = faultAt(box.breaks, site.name, 'tcp', { address, addresses: site.addresses });
    const open = fault ? box.shared[fault.port] : deaf && kind === 'dns' ? box.shared.closed : healthy;
    ports.set(placeKey('tcp', { address, port }), await open());
    if (kind !== 'dns') continue;
    const answering = () => serveUdp(createResponder(box.names, box.breaks, site));
    ports.set(placeKey('udp', { address, port }), await (deaf ? box.shared.deaf : answering)());
  }
}

function listen({ breaks, names, authority, shared }: Box, site: Site, kind: PortKind): Promise<Port> {
  if (kind === 'tcp') return shared.mute();
  if (kind === 'dns') return serveTcp(createResponder(names, breaks, site));
  return portOf(createSiteServer(site, kind, breaks, authority));
}

function once<T>(create: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => {
    made ??= create();
    return made;
  };
}
