// dns:NAME?type=A (RFC 4501 without an authority): up when the answer holds at least one record.

import { isIP } from 'node:net';
import { didYouMean } from '../../config/diagnostic.ts';
import { hostOf, refuseHost } from '../../host.ts';
import { type RecordType, recordTypes } from '../../net/dns/message.ts';
import { resolve } from '../../net/resolve.ts';
import type { Problem } from '../../shape.ts';
import type { Kind } from '../kind.ts';
import { reverseName } from './reverse.ts';

/** RFC 4501 2: parameters are separated by ';' and their names ignore case; the type is A if not said. */
function typeOf(url: URL): string {
  const parameters = url.search.replace(/^\?/, '').split(/[;&]/);
  for (const parameter of parameters) {
    const [key, value] = parameter.split('=');
    if (key?.toLowerCase() === 'type') return (value ?? '').toUpperCase();
  }
  return 'A';
}

function isRecordType(type: string): type is RecordType {
  return recordTypes.some((known) => known === type);
}

/** An address stands for its name in the tree of PTR records. */
function nameOf(url: URL): string {
  const host = hostOf(url);
  return isIP(host) === 0 ? host : reverseName(host);
}

function refuseType(url: URL): Problem | null {
  const type = typeOf(url);
  if (!isRecordType(type)) {
    const near = didYouMean(type, recordTypes);
    const hint = near === null ? `it asks for ${recordTypes.join(', ')}` : `did you mean ${near}?`;
    return { problem: `unknown record type \`${type}\``, hint };
  }
  if (isIP(hostOf(url)) === 0 || type === 'PTR') return null;
  return {
    problem: `an address has no ${type} record`,
    hint: `its name is asked for by dns:${hostOf(url)}?type=PTR`,
  };
}

export default {
  schemes: ['dns:'],
  form: 'dns:NAME?type=A',
  facts: ['dns'],
  options: ['timeoutMs', 'retry', 'resolvers', 'agree', 'ca'],
  refuse(url) {
    if (url.host !== '') {
      return {
        problem: 'a name server in a dns: URL is not supported',
        hint: `write \`url: dns:${url.pathname.replace(/^\//, '')}\` and \`resolver: ${url.host}\``,
      };
    }
    return refuseType(url) ?? refuseHost(hostOf(url));
  },
  host: hostOf,
  async probe(job, network, trace) {
    const url = new URL(job.url);
    const type = typeOf(url);
    // The loader refused every other type.
    const types = isRecordType(type) ? [type] : [];
    const { ca } = job.endpoint.options;
    // A server is what is asked about: the hosts file has no say.
    await resolve(trace, network, nameOf(url), {
      resolver: job.resolver,
      types,
      local: false,
      ca,
      until: null,
    });
  },
} satisfies Kind;
