// resolver.differs: a name is not found by whom we asked, yet the operating system's own resolver finds it. It
// is asked once a name, and never becomes a result.

import { builtInOptions } from '../../config/builtin.ts';
import { groupBy } from '../../group.ts';
import { hostOf, isAddress, isPrivateHost } from '../../host.ts';
import type { CauseCode, Diagnosis, Endpoint, Evidence, Family, Question, Result } from '../../model.ts';
import type { Rule } from '../rule.ts';

const id = 'resolver.differs';

const prefix = 'os ';

/** Each costs a process: more names than these say no more in a run. */
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
  ask(results, { asked }: Evidence): Question[] {
    const before = new Set(
      asked.flatMap(({ purpose, endpoint: { name } }) =>
        purpose === 'question' && name.startsWith(prefix) ? name : [],
      ),
    );
    const wanted = new Map(
      results
        .filter(isDoubtful)
        .map(questionFor)
        .map((question) => [question.name, question]),
    );
    return [...wanted.values()]
      .filter(({ name }) => !before.has(name))
      .slice(0, Math.max(0, mostNames - before.size))
      .map((endpoint) => ({ rule: id, endpoint }));
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
  // An address wanted of a family that it has not is no name; behind a detour it was another name that failed.
  if (isAddress(hostOf(url)) || endpoint.options.connect.some(({ toHost }) => toHost !== null)) return false;
  // Whoever names a resolver for a name of his own network may not want others to hear of it.
  if (!isOwn(result) && isPrivateHost(hostOf(url))) return false;
  return typesFor(result).length > 0;
}

const typeOf = { 4: 'A', 6: 'AAAA' } as const satisfies Record<Family, string>;
const bothTypes = Object.values(typeOf);

/** The types of addresses that were asked for and not found; what another type has is no disagreement. */
function typesFor(result: Result): readonly string[] {
  const url = failedUrl(result);
  const { family } = result.endpoint.options;
  if (url.protocol !== 'dns:') return family === null ? bothTypes : [typeOf[family]];
  const type = /(?:^\?|[;&])type=([^;&]*)/i.exec(url.search)?.[1]?.toUpperCase() ?? 'A';
  return bothTypes.filter((each) => each === type);
}

function failedUrl({ endpoint, attempts, decidedBy }: Result): URL {
  return new URL(attempts[decidedBy ?? 0]?.hops.at(-1)?.url ?? endpoint.urls[0] ?? '');
}

/**
 * The question as an endpoint of its own; the same name is the same question. Of the options nothing but the time is
 * taken over: it is asked once, and what is meant for the endpoint's own servers goes nowhere else.
 */
function questionFor(result: Result): Endpoint {
  const host = hostOf(failedUrl(result));
  const types = typesFor(result);
  return {
    ...result.endpoint,
    name: [`${prefix}${host}`, ...(types.length === 1 ? types : [])].join(' '),
    service: null,
    component: null,
    provider: null,
    urls: types.map((type) => `dns:${host}?type=${type}`),
    atLeast: 1,
    options: {
      ...builtInOptions,
      timeoutMs: Math.min(result.endpoint.options.timeoutMs, mostMs),
      retry: { times: 0, afterMs: 0 },
      resolvers: ['os'],
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
