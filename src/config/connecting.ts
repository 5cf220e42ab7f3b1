// The options that say where connections go, from where, and over which family: their grammar, and what
// cannot be meant together.

import { isIP } from 'node:net';
import { familyName, familyOf, familySchema, parseFamily } from '../family.ts';
import { leadsTo, placeOf, refuseHost } from '../host.ts';
import type { ConnectTo, Family, Options } from '../model.ts';
import { oneLine, patterned } from '../shape/schema.ts';
import type { Problem } from '../shape.ts';
import { isIpv4, isIpv6 } from './address.ts';
import { asciiHost, parseConnectTo } from './connect-to.ts';
import { type Fields, oneOf, scalar } from './fields.ts';
import { oneOrSeveral } from './several.ts';

/** These options as a list spells them. */
export interface WrittenConnecting {
  addresses: Options['addresses'];
  connect: readonly ConnectTo[];
  sni: string;
  ip: Family;
  source: string;
}

/** Host and port, twice; each part may be left out. */
const detourSchema = patterned('^(?:\\[[^\\]]*\\]|[^:\\s]*):\\d*:(?:\\[[^\\]]*\\]|[^:\\s]*):\\d*$');
const detour = scalar('a detour', 'www.example.com:443:192.0.2.7:8443', detourSchema, parseConnectTo);

/** What a list may write for `addresses`. */
export const addressChoices = ['first', 'both', 'all'] as const satisfies readonly Options['addresses'][];

export const connectingFields: Fields<WrittenConnecting> = {
  addresses: oneOf('a choice of addresses', addressChoices),
  // Of several the first that fits holds.
  connect: oneOrSeveral('a detour or a list of detours', detour),
  sni: scalar('the name of a host', 'www.example.com', oneLine, parseServerName),
  ip: scalar('a family of addresses', '6', familySchema, parseFamily),
  source: scalar('an address of this machine', '192.0.2.9', patterned('^[0-9A-Fa-f.:]+$'), parseSource),
};

/** The name of each of these in the model. */
export const connectingNames = {
  addresses: 'addresses',
  connect: 'connect',
  sni: 'sni',
  ip: 'family',
  source: 'localAddress',
} as const satisfies Record<keyof WrittenConnecting, keyof Options>;

/** These options of what was written; what was not is built in. */
export function connectingOf(
  said: Partial<WrittenConnecting>,
  built: Options,
): Pick<Options, (typeof connectingNames)[keyof WrittenConnecting]> {
  const localAddress = said.source ?? built.localAddress;
  return {
    addresses: said.addresses ?? built.addresses,
    connect: said.connect ?? built.connect,
    sni: said.sni ?? built.sni,
    family: said.ip ?? (localAddress === null ? built.family : familyOf(localAddress)),
    localAddress,
  };
}

/** RFC 6066 3: a server name is a host name, never an address. */
function parseServerName(text: string): { readonly value: string } | Problem {
  const name = asciiHost(text);
  if (isIP(text.replace(/^\[(.*)\]$/, '$1')) !== 0) {
    return { problem: `\`${text}\` is an address`, hint: 'only a host name is sent as SNI (RFC 6066 3)' };
  }
  if (name === '') return { problem: `\`${text}\` is not the name of a host` };
  return refuseHost(name) ?? { value: name };
}

/** A local address to connect from. */
export function parseSource(text: string): { readonly value: string } | Problem {
  if (isIpv4(text) || isIpv6(text)) return { value: text.toLowerCase() };
  return { problem: `\`${text}\` is not an IP address`, hint: 'write an address of this machine: 192.0.2.9' };
}

/**
 * Why one URL of an endpoint cannot be asked over the only family there is: it connects from the other, or it is,
 * or a detour leads it to, an address of it. No value is shown: any may have come out of the environment.
 */
export function familyProblem({ family, localAddress, connect }: Options, url: string): Problem | null {
  if (family === null) return null;
  const name = familyName(family);
  if (localAddress !== null && familyOf(localAddress) !== family) {
    const problem = `the source is an ${familyName(familyOf(localAddress))} address, and only ${name} is asked`;
    return { problem, hint: 'give a source of the same family' };
  }
  if (!URL.canParse(url)) return null;
  const { host } = placeOf(new URL(url));
  const to = leadsTo(placeOf(new URL(url)), connect).host;
  const version = isIP(to);
  if (version === 0 || version === family) return null;
  if (to !== host) {
    const problem = `the detour leads to an IPv${version} address, and only ${name} is asked`;
    return { problem, hint: 'give it an address of the same family, or leave the family open' };
  }
  const problem = `the URL has an IPv${version} address, and only ${name} is asked`;
  return { problem, hint: 'ask for a name, or leave the family open' };
}
