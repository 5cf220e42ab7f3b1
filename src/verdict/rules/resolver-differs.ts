// resolver.differs: a name is not found by whom we asked, yet the operating system's own resolver finds it. It
// is asked once a name, and never becomes a result.

import { groupBy } from '../../group.ts';
import { hostOf, isPrivateHost } from '../../host.ts';
import type { CauseCode, Diagnosis, Endpoint, Evidence, Question, Result } from '../../model.ts';
import type { Rule } from '../rule.ts';

const id = 'resolver.differs';

/** Each costs a process: more names than these say no more. */
const mostNames = 8;
/** Long enough for getaddrinfo(3) to give up its first server; the round is not held up for longer. */
const mostMs = 6000;
const mostAddresses = 4;

/** What another resolver may see otherwise. */
const doubtful: ReadonlySet<CauseCode> = new Set<CauseCode>([
  'dns.timeout',
  'dns.unreachable',
  'dns.nxdomain',
  'dns.nodata',
  'dns.servfail',
  'dns.refused',
  'dns.formerr',
  'dns.lame',
  'dns.malformed',
  'dns.truncated',
]);

export const resolverDiffers: Rule = {
  id,
  suspects: 'you',
  ask(results): Question[] {
    const byName = groupBy(results.filter(isDoubtful), (result) => questionFor(result).name);
    return [...byName.values()].slice(0, mostNames).flatMap(([result]) => {
      return result === undefined ? [] : [{ rule: id, control: questionFor(result) }];
    });
  },
  conclude(results, { opinions }: Evidence): Diagnosis[] {
    const found = new Map(opinions.map((opinion) => [opinion.endpoint.name, addressesIn(opinion)]));
    const concerned = results.filter(
      (result) => isDoubtful(result) && (found.get(questionFor(result).name) ?? []).length > 0,
    );
    const byName = groupBy(concerned, (result) => `${questionFor(result).name} ${isOwn(result)}`);
    return [...byName.values()].flatMap((members) => {
      const [first] = members;
      return first === undefined ? [] : [diagnosis(first, members, found.get(questionFor(first).name) ?? [])];
    });
  },
};

/** It failed for want of an address, and it was not the operating system that was asked. */
function isDoubtful(result: Result): boolean {
  const { status, cause, endpoint } = result;
  if (status !== 'down' || cause === undefined || !doubtful.has(cause.code)) return false;
  if (endpoint.options.resolvers.includes('os')) return false;
  const url = failedUrl(result);
  // Whoever names a resolver for a name of his own network may not want others to hear of it.
  if (!isOwn(result) && isPrivateHost(hostOf(url))) return false;
  return url.protocol !== 'dns:' || addressType(url) !== null;
}

/** A or AAAA, if a `dns:` URL asks for one of them. */
function addressType(url: URL): 'A' | 'AAAA' | null {
  const type = /(?:^\?|[;&])type=([^;&]*)/i.exec(url.search)?.[1]?.toUpperCase() ?? 'A';
  return type === 'A' || type === 'AAAA' ? type : null;
}

function failedUrl({ endpoint, attempts, decidedBy }: Result): URL {
  return new URL(attempts[decidedBy ?? 0]?.hops.at(-1)?.url ?? endpoint.urls[0] ?? '');
}

/** The question as an endpoint of its own; the same name is the same question. */
function questionFor(result: Result): Endpoint {
  const url = failedUrl(result);
  const host = hostOf(url);
  const type = url.protocol === 'dns:' ? addressType(url) : null;
  const { options } = result.endpoint;
  return {
    ...result.endpoint,
    name: `os ${host}${type === null ? '' : ` ${type}`}`,
    service: null,
    component: null,
    provider: null,
    urls: (type === null ? ['A', 'AAAA'] : [type]).map((each) => `dns:${host}?type=${each}`),
    atLeast: 1,
    options: {
      ...options,
      timeoutMs: Math.min(options.timeoutMs, mostMs),
      retry: { times: 0, afterMs: 0 },
      resolvers: ['os'],
      agree: false,
    },
    expect: [],
  };
}

function addressesIn({ attempts }: Result): readonly string[] {
  return attempts.flatMap(({ hops }) => hops[0]?.facts.dns?.addresses ?? []);
}

/** Whether the name servers of this machine were asked, and nobody else. */
function isOwn({ endpoint }: Result): boolean {
  return endpoint.options.resolvers.every((resolver) => resolver === 'system');
}

function diagnosis(first: Result, members: readonly Result[], addresses: readonly string[]): Diagnosis {
  const host = hostOf(failedUrl(first));
  const own = isOwn(first);
  const dns = first.attempts[first.decidedBy ?? 0]?.hops.at(-1)?.facts.dns;
  const asked = dns?.server ?? dns?.resolver ?? (own ? 'the name servers of this machine' : 'the resolver');
  const more = addresses.length > mostAddresses ? ` and ${addresses.length - mostAddresses} more` : '';
  const shown = `${addresses.slice(0, mostAddresses).join(', ')}${more}`;
  return {
    rule: id,
    blame: own ? 'you' : 'unclear',
    scope: members.length === 1 ? 'endpoint' : 'host',
    layer: 'dns',
    subject: members.length === 1 ? first.endpoint.name : host,
    members: members.map(({ endpoint }) => endpoint.name),
    evidence: [
      `${asked}: ${first.cause?.code ?? 'no answer'}`,
      `the operating system’s resolver does find it: ${shown}`,
    ],
    sentence: `The resolvers disagree on ${host}: ${asked} did not give its address, but the operating system’s resolver does find it: ${shown}.`,
    advice: own
      ? 'The name servers in /etc/resolv.conf are not what other programs use; --resolver os asks as they do.'
      : 'Ask with --resolver os, and the owner of the resolver why it differs.',
    confidence: 'likely',
  };
}
