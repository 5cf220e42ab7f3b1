// HOST=FAULT as people type it. What would change nothing is refused, so that nobody trusts a demo of it.

import { isIP } from 'node:net';
import { didYouMean, UserError } from '../config/diagnostic.ts';
import { canonical } from './address.ts';
import { type Break, describe, type Fault, faults, type LabFault, matches } from './faults.ts';
import { type Site, sitesOf } from './sites.ts';
import type { World } from './world.ts';

/** Reads `HOST=FAULT`; throws a `UserError` when it cannot break anything in this world. */
export function parseBreak(text: string, world: World): Break {
  const equals = text.indexOf('=');
  if (equals < 1) {
    throw new UserError(`\`${text}\` is not HOST=FAULT`, 'for example www.example.com=503');
  }
  const host = toPattern(text.slice(0, equals));
  const fault = toFault(text.slice(equals + 1));
  const sites = sitesOf(world);
  const meant = sites.filter((site) => matches(host, site.name));
  if (meant.length === 0) {
    const names = sites.map((site) => site.name);
    const near = didYouMean(host, names);
    const hint = near
      ? `did you mean \`${near}\`?`
      : 'HOST is a name, *.name, an IP address, or * for everything.';
    throw new UserError(`no host of the simulated world matches \`${host}\``, hint);
  }
  const { at } = describe(fault);
  if (!meant.some((site) => has[at](site))) {
    throw new UserError(`${fault} would change nothing at ${host}: ${missing[at]}`);
  }
  return { host, fault };
}

/** Whether a fault at this layer could be seen at a host. */
const has: Readonly<Record<Fault['at'], (site: Site) => boolean>> = {
  dns: (site) => !site.literal || Object.values(site.ports).includes('dns'),
  tcp: (site) => Object.keys(site.ports).length > 0,
  tls: (site) => Object.values(site.ports).some((kind) => kind === 'https' || kind === 'tls'),
  http: (site) => Object.values(site.ports).some((kind) => kind === 'https' || kind === 'http'),
};

const missing: Readonly<Record<Fault['at'], string>> = {
  dns: 'an address is not looked up, and no name server is there',
  tcp: 'nothing listens there',
  tls: 'nothing speaks TLS there',
  http: 'nothing speaks HTTP there',
};

function toPattern(text: string): string {
  const bare = text
    .trim()
    .toLowerCase()
    .replace(/\.$/, '')
    .replace(/^\[(.*)\]$/, '$1');
  return isIP(bare) > 0 ? canonical(bare) : bare;
}

function toFault(text: string): LabFault {
  const bare = text.trim().toLowerCase();
  if (/^[2-5]\d\d$/.test(bare)) return Number(bare);
  if (isFaultName(bare)) return bare;
  const known = Object.keys(faults);
  const near = didYouMean(bare, known);
  const list = `Faults are an HTTP status (200 to 599), ${known.join(', ')}.`;
  throw new UserError(`unknown fault \`${text}\``, near ? `did you mean \`${near}\`? ${list}` : list);
}

function isFaultName(text: string): text is keyof typeof faults {
  return Object.hasOwn(faults, text);
}
