// dns:NAME?type=A (RFC 4501 without an authority): up when the answer holds at least one record.

import { isIP } from 'node:net';
import { didYouMean } from '../../config/diagnostic.ts';
import { hostOf, refuseHost } from '../../host.ts';
import { type RecordType, recordTypes } from '../../net/dns/message.ts';
import { resolve } from '../../net/resolve.ts';
import type { Problem } from '../../shape.ts';
import type { Kind } from '../kind.ts';
import { reverseName } from './reverse.ts';

/** RFC 4501 2: parameters are separated by ';' (people write '&' too) and their names ignore case. */
function parametersOf(url: URL): readonly { readonly name: string; readonly value: string }[] {
  const written = url.search.slice(1);
  return written
    .split(/[;&]/)
    .filter(Boolean)
    .map((parameter) => {
      const [name = '', ...value] = parameter.split('=');
      return { name: name.toLowerCase(), value: value.join('=') };
    });
}

/** The type is A if not said. */
function typeOf(url: URL): string {
  return (parametersOf(url).find(({ name }) => name === 'type')?.value ?? 'A').toUpperCase();
}

/** What would be passed over without a word, while the question is another than what was meant. */
function refuseRest(url: URL): Problem | null {
  const rest = /[/\\#?@:].*/.exec(
    isIP(hostOf(url)) === 0 ? `${unescaped(url.pathname)}${url.hash}` : url.hash,
  );
  if (rest) return { problem: `nothing may follow the name but \`?type=\``, hint: 'write dns:NAME?type=A' };
  const names = parametersOf(url).map(({ name }) => name);
  const unknown = names.find((name) => !parameters.some((known) => known === name));
  if (unknown !== undefined) {
    const near = didYouMean(unknown, parameters);
    const hint = near === null ? 'write dns:NAME?type=A' : `did you mean ${near}?`;
    return { problem: `unknown parameter \`${unknown}\` of a dns: URL`, hint };
  }
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    return { problem: `\`${twice}\` is given twice`, hint: 'make it an endpoint of its own' };
  }
  const other = parametersOf(url).find(({ name, value }) => name === 'class' && value.toUpperCase() !== 'IN');
  return other ? { problem: `unknown class \`${other.value}\``, hint: 'only class IN is asked' } : null;
}

const parameters = ['type', 'class'] as const;

/** Text that cannot be decoded is no host, which is found out later. */
function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
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
    return refuseRest(url) ?? refuseType(url) ?? refuseHost(hostOf(url));
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
