// HOST=FAULT as people type it, and as a replay holds it. What would change nothing is refused, so that nobody trusts
// a demo of it.

import { isIP } from 'node:net';
import { didYouMean, UserError } from '../config/diagnostic.ts';
import { canonical } from './address.ts';
import type { Fault, Which } from './fault.ts';
import { type Break, describe, faults } from './faults.ts';
import { isMeant, matches, system } from './pattern.ts';
import { type Site, sitesOf } from './sites.ts';
import { toFault } from './variants.ts';
import type { World } from './world.ts';

/** Reads `HOST=FAULT`; throws a `UserError` when it cannot break anything in this world. */
export function parseBreak(text: string, world: World): Break {
  const equals = text.indexOf('=');
  if (equals < 1) {
    throw new UserError(`\`${text}\` is not HOST=FAULT`, 'for example www.example.com=503');
  }
  return checkedBreak(text.slice(0, equals), toFault(text.slice(equals + 1)), sitesOf(world));
}

/**
 * The break of what is written `HOST`, `HOST#WHICH` (some of its addresses) or `HOST@SERVER` (as that name server
 * tells it); throws a `UserError` when it cannot break anything at these sites.
 */
export function checkedBreak(written: string, fault: Break['fault'], sites: readonly Site[]): Break {
  const [, host = '', which, server] = /^([^#@]*)(?:#([^@]*))?(?:@(.*))?$/.exec(written.trim()) ?? [];
  const only = which === undefined ? undefined : toWhich(which, written);
  const pattern = known(toPattern(host), sites);
  const asked = server === undefined ? undefined : known(toPattern(server), sites);
  const meant = sites.filter((site) => matches(pattern, site.name));
  const refuse = (why: string) =>
    new UserError(`${nameOf(fault)} would change nothing at ${written}: ${why}`);
  const { at } = describe(fault);
  if (only !== undefined && at !== 'tcp') throw refuse('an address can only fail at tcp');
  if (asked !== undefined && at !== 'dns') throw refuse('a name server only tells names');
  const dnsServer = (site: Site) => site.literal && Object.values(site.ports).includes('dns');
  if (asked !== undefined && !sites.some((site) => matches(asked, site.name) && dnsServer(site))) {
    throw refuse(`${asked} is no name server`);
  }
  if (!meant.some((site) => has[at](site))) throw refuse(missing[at]);
  if (isOfServers(fault) && !meant.some(dnsServer)) throw refuse('no name server is there');
  const some = only ?? builtInWhich(fault);
  if (some !== undefined && !meant.some((site) => hasTwo(site, some) && hasMeant(site, some))) {
    throw refuse('it has no such address, or no other');
  }
  return {
    host: pattern,
    fault,
    ...(only === undefined ? {} : { only }),
    ...(asked === undefined ? {} : { asked }),
  };
}

/** What only a name server itself can do; a name cannot. */
function isOfServers(fault: Break['fault']): boolean {
  const described = describe(fault);
  return described.at === 'dns' && described.reply === 'unreachable';
}

function builtInWhich(fault: Break['fault']): Which | undefined {
  const described = describe(fault);
  return described.at === 'tcp' ? described.only : undefined;
}

function hasMeant({ addresses }: Site, only: Which): boolean {
  return addresses.some((address) => isMeant(only, address, addresses));
}

/** Some of one address are all of it; of an address that stands for itself a family may be meant. */
function hasTwo({ addresses, literal }: Site, only: Which): boolean {
  return addresses.length > 1 || (literal && typeof only === 'string');
}

/** Whether a fault at this layer could be seen at a host. */
const has: Readonly<Record<Fault['at'], (site: Site) => boolean>> = {
  dns: (site) => !site.literal || Object.values(site.ports).includes('dns'),
  tcp: (site) => Object.keys(site.ports).length > 0,
  tls: (site) => Object.values(site.ports).some((kind) => kind === 'https' || kind === 'tls'),
  http: (site) => Object.values(site.ports).some((kind) => kind === 'https' || kind === 'http'),
  slow: (site) => Object.values(site.ports).some((kind) => /^(https?|tls)$/.test(kind)),
};

const missing: Readonly<Record<Fault['at'], string>> = {
  dns: 'an address is not looked up, and no name server is there',
  tcp: 'nothing listens there',
  tls: 'nothing speaks TLS there',
  http: 'nothing speaks HTTP there',
  slow: 'nothing answers there that could be held back',
};

/** The pattern, if it means anything. */
function known(pattern: string, sites: readonly Site[]): string {
  if (sites.some((site) => matches(pattern, site.name))) return pattern;
  const near = didYouMean(
    pattern,
    sites.map((site) => site.name),
  );
  const hint = near
    ? `did you mean \`${near}\`?`
    : `HOST is a name, *.name, an IP address, ${system} for the system's name servers, or * for everything.`;
  throw new UserError(`no host of the simulated world matches \`${pattern}\``, hint);
}

function toPattern(text: string): string {
  const bare = text
    .trim()
    .toLowerCase()
    .replace(/\.$/, '')
    .replace(/^\[(.*)\]$/, '$1');
  return isIP(bare) > 0 ? canonical(bare) : bare;
}

function toWhich(text: string, written: string): Which {
  if (text === 'ipv4' || text === 'ipv6') return text;
  if (/^[1-9]\d?$/.test(text)) return Number(text);
  throw new UserError(
    `\`${written}\` says #${text}`,
    'write #ipv4, #ipv6, or #1 for the address that is tried first',
  );
}

/** How a fault is called in words. */
function nameOf(fault: Break['fault']): string {
  if (typeof fault !== 'object') return String(fault);
  const name = Object.entries<Fault>(faults).find(([, other]) => other === fault)?.[0];
  return name ?? `a fault of ${fault.at}`;
}
