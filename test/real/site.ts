// A zone, a certificate authority and a web server for the tests of one file, started and stopped as one.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { Run } from '../../src/model.ts';
import { type Authority, makeKey, makeLeaf, makeRoot, type Wish } from './certificates.mjs';
import { probe, probeList } from './cli.ts';
import { startNginx } from './nginx.mjs';
import { makeFolder, removeFolder } from './process.mjs';
import { startUnbound } from './unbound.mjs';

/** Every name under it is 127.0.0.1. */
export const zone = 'site.test';

type CleanUp = () => void | Promise<void>;

export interface Workshop {
  readonly folder: string;
  readonly root: Authority;
  /** The file of the key that all servers share. */
  readonly keyFile: string;
  /** Something to be stopped after the tests; the last one first. */
  later(stop: CleanUp): void;
  /** Writes certificates, leaf first, with their key: lines for nginx. */
  certificate(name: string, ...pems: readonly string[]): string;
  /** A leaf of the trusted root, as lines for nginx. */
  leaf(name: string, wish: Wish): string;
}

export interface Plan {
  readonly ports: number;
  /** What nginx serves on its ports. */
  readonly blocks: (ports: readonly number[], workshop: Workshop) => string;
  /** More lines of the zone, and more clauses for unbound. */
  readonly records?: readonly string[];
  readonly clauses?: () => readonly string[];
}

export interface Site {
  readonly folder: string;
  readonly ports: readonly number[];
  readonly later: Workshop['later'];
  /** `https://host.zone:PORT/path` on one of the ports. */
  url(scheme: string, port: number, host: string, path?: string): string;
  /** With the zone's resolver, the root trusted, and no retry. */
  probe(...args: readonly string[]): Promise<{ code: number | null; run: Run }>;
  probeList(
    endpoints: readonly object[],
    ...args: readonly string[]
  ): Promise<{ code: number | null; run: Run }>;
}

/** Starts it before the tests of this file and hands it to `ready`. */
export function withSite(plan: Plan, ready: (site: Site) => void | Promise<void>): void {
  const cleanUps: CleanUp[] = [];
  beforeAll(async () => {
    const workshop = openWorkshop(cleanUps);
    await ready(await open(plan, workshop));
  }, 60_000);
  afterAll(async () => {
    for (const cleanUp of cleanUps) await cleanUp();
  });
}

function openWorkshop(cleanUps: CleanUp[]): Workshop {
  const folder = makeFolder();
  const later = (stop: CleanUp): void => void cleanUps.unshift(stop);
  later(() => removeFolder(folder));
  const root = makeRoot(join(folder, 'root'), 'A root of the tests');
  const keyFile = makeKey(join(folder, 'server'));
  const certificate: Workshop['certificate'] = (name, ...pems) => {
    const file = join(folder, `${name}.pem`);
    writeFileSync(file, pems.join(''));
    return `ssl_certificate ${file}; ssl_certificate_key ${keyFile};`;
  };
  const leaf: Workshop['leaf'] = (name, wish) => certificate(name, makeLeaf(root, keyFile, wish));
  return { folder, root, keyFile, later, certificate, leaf };
}

async function open(
  { ports: count, blocks, records = [], clauses }: Plan,
  workshop: Workshop,
): Promise<Site> {
  const { folder, root, later } = workshop;
  const nginx = await startNginx(folder, count, (ports) => blocks(ports, workshop));
  later(nginx.stop);
  const all = { zone, records: ['* A 127.0.0.1', ...records], clauses: clauses?.() ?? [] };
  const unbound = await startUnbound(folder, all);
  later(unbound.stop);
  const ca = join(folder, 'ca.pem');
  writeFileSync(ca, root.pem);
  const resolver = `127.0.0.1:${unbound.port}`;
  const flags = ['--resolver', resolver, '--ca', ca, '--retries', '0'];
  const defaults = { resolver: `udp://${resolver}`, ca, retry: { times: 0, after: '1s' } };
  return {
    folder,
    ports: nginx.ports,
    later,
    url: (scheme, port, host, path = '') => `${scheme}://${host}.${zone}:${nginx.ports[port]}${path}`,
    probe: (...args) => probe(folder, [...args, ...flags]),
    probeList: (endpoints, ...args) => probeList(folder, { version: 1, defaults, endpoints }, ...args),
  };
}
