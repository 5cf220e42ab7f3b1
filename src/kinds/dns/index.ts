// dns:NAME?type=A (RFC 4501 without an authority): up when a name server gives at least one record.

import { hostOf, refuseHost } from '../../host.ts';
import type { RecordType } from '../../net/dns.ts';
import { resolve } from '../../net/resolve.ts';
import type { Kind } from '../kind.ts';

const types: readonly RecordType[] = ['A', 'AAAA'];

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
  return types.some((known) => known === type);
}

export default {
  schemes: ['dns:'],
  form: 'dns:NAME?type=A',
  facts: ['dns'],
  options: ['timeoutMs', 'retry', 'resolvers'],
  refuse(url) {
    if (url.host !== '') {
      return {
        problem: 'a name server in a dns: URL is not supported',
        hint: `write \`url: dns:${url.pathname.replace(/^\//, '')}\` and \`resolver: ${url.host}\``,
      };
    }
    if (!isRecordType(typeOf(url))) {
      return { problem: `unknown record type \`${typeOf(url)}\``, hint: `it asks for ${types.join(' or ')}` };
    }
    return refuseHost(hostOf(url));
  },
  host: hostOf,
  async probe(job, network, trace) {
    const url = new URL(job.url);
    const type = typeOf(url);
    // The loader refused every other type.
    const wanted = isRecordType(type) ? [type] : [];
    await resolve(trace, network, hostOf(url), {
      resolver: job.resolver,
      types: wanted,
      // A server is what is asked about.
      local: false,
    });
  },
} satisfies Kind;
