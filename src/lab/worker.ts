// Thread: the servers of the box. Opens a port for everything in the world, healthy or broken, and reports
// where each virtual address and port really is.

import { parentPort, workerData } from 'node:worker_threads';
import { type Authority, createAuthority } from './authority.ts';
import { type Break, faultAt } from './faults.ts';
import { createResponder, serveTcp, serveUdp } from './name-server.ts';
import { placeKey } from './network.ts';
import { openClosedPort, openMutePort, openSilentPort, type Port, portOf } from './ports.ts';
import { type Site, sitesOf } from './sites.ts';
import { createSiteServer } from './web-server.ts';
import type { PortKind, World } from './world.ts';

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

parentPort?.once('message', () => process.exit());
parentPort?.postMessage(await open(workerData));

async function open({ world, breaks }: Order): Promise<Opened> {
  const sites = sitesOf(world);
  const authority = createAuthority(new Date());
  const shared = { mute: once(openMutePort), closed: once(openClosedPort), silent: once(openSilentPort) };
  const openTcp = (site: Site, kind: PortKind): Promise<Port> => {
    const fault = faultAt(breaks, site.name, 'tcp');
    if (fault) return shared[fault.port]();
    if (kind === 'tcp') return shared.mute();
    return listen(site, kind, sites, breaks, authority);
  };
  const ports = new Map<string, Port>();
  const opening = sites.flatMap((site) =>
    Object.entries(site.ports).flatMap(([virtual, kind]) => {
      const put = (transport: 'tcp' | 'udp', port: Port) => {
        for (const address of site.addresses) {
          ports.set(placeKey(transport, { address, port: Number(virtual) }), port);
        }
      };
      const tcp = openTcp(site, kind).then((port) => put('tcp', port));
      if (kind !== 'dns') return [tcp];
      const udp = serveUdp(createResponder(sites, breaks, site)).then((port) => put('udp', port));
      return [tcp, udp];
    }),
  );
  await Promise.all(opening);
  return { ports, roots: authority.roots };
}

function listen(
  site: Site,
  kind: Exclude<PortKind, 'tcp'>,
  sites: readonly Site[],
  breaks: readonly Break[],
  authority: Authority,
): Promise<Port> {
  if (kind === 'dns') return serveTcp(createResponder(sites, breaks, site));
  return portOf(createSiteServer(site, kind, breaks, authority));
}

function once<T>(create: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => {
    made ??= create();
    return made;
  };
}
