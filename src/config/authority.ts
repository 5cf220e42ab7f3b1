// The name servers of a provider's zones: `authority:`, as the grammar has it.

import { hostOf, isAddress, isPrivateHost, refuseHost } from '../host.ts';
import { patterned } from '../shape/schema.ts';
import type { Problem } from '../shape.ts';
import { isIpv4, isIpv6 } from './address.ts';
import { type Field, type Fields, readRecord, reportKind, scalar } from './fields.ts';
import { report } from './reading.ts';
import { oneOrSeveral } from './several.ts';

/** `authority:` of a provider. */
export interface WrittenAuthority {
  /** In ASCII and lower case, without a dot at the end. */
  readonly zones: readonly string[];
  /** IP addresses, and names of which the addresses are looked up. */
  readonly servers: readonly string[];
}

const example = '{zones: [example.com], servers: [192.0.2.53]}';

/** More than a zone has in the world. */
const mostServers = 13;

const zone = scalar(
  'a zone or a list of zones',
  'example.com',
  patterned('^(?=.{1,253}$)[^\\s/:?#@.]{1,63}(?:\\.[^\\s/:?#@.]{1,63})+$'),
  parseZone,
);

const server = scalar(
  'a name server or a list of them',
  '192.0.2.53',
  patterned('^(?:[0-9A-Fa-f.:]+|[^\\s/:?#@.]{1,63}(?:\\.[^\\s/:?#@.]{1,63})+)$'),
  parseServer,
);

const fields: Fields<WrittenAuthority> = {
  zones: oneOrSeveral(zone.expected, zone),
  servers: oneOrSeveral(server.expected, server),
};

/** Both keys are needed: servers of unknown zones cannot be asked, and zones without servers say nothing. */
export const authorityField: Field<WrittenAuthority> = {
  expected: 'a map of zones and servers',
  example,
  schema: {
    type: 'object',
    properties: { zones: fields.zones.schema, servers: fields.servers.schema },
    required: ['zones', 'servers'],
    additionalProperties: false,
  },
  read(node, reading) {
    if (node.kind !== 'map') {
      reportKind(node, this, reading);
      return undefined;
    }
    const { zones, servers } = readRecord(node, fields, reading);
    for (const name of Object.keys(fields)) {
      const written = node.entries.some(({ key }) => key.text === name);
      if (!written) report(reading, node, `an authority needs \`${name}\``, `for example ${example}`);
    }
    if (servers !== undefined && servers.length > mostServers) {
      report(reading, node, `an authority has at most ${mostServers} servers`);
    }
    return zones === undefined || servers === undefined ? undefined : { zones, servers };
  },
};

function parseZone(text: string): { readonly value: string } | Problem {
  const host = publicName(text);
  return host === null
    ? { problem: `\`${text}\` is no zone of the public internet`, hint: 'for example example.com' }
    : { value: host };
}

function parseServer(text: string): { readonly value: string } | Problem {
  if (isIpv4(text) || isIpv6(text)) return { value: text.toLowerCase() };
  const host = publicName(text);
  if (host !== null) return { value: host };
  const hint = 'give its address, which is there also when its name is gone';
  return { problem: `\`${text}\` is no name server`, hint };
}

/** A name of several labels in ASCII and lower case, of which anybody may hear; null for anything else. */
function publicName(text: string): string | null {
  if (/[\s/:?#@]/.test(text) || !URL.canParse(`dns:${text}`)) return null;
  const host = hostOf(new URL(`dns:${text}`)).replace(/\.$/, '');
  const isName = host !== '' && refuseHost(host) === null && !isAddress(host) && !/^[0-9.]+$/.test(host);
  return isName && !isPrivateHost(host) ? host : null;
}
