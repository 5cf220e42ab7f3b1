// Names that are not found: whose they are, which of them are asked about, and of whom. Shared by the rules of DNS,
// which all want the same questions asked. Pure.

import { builtInOptions } from '../config/builtin.ts';
import { groupBy } from '../group.ts';
import { hostOf, isAddress, isPrivateAddress, isPrivateHost } from '../host.ts';
import type { CauseCode, DnsFacts, Endpoint, Evidence, Question, Result } from '../model.ts';
import { eachOf } from '../resolver.ts';

/** Each is asked of a handful of servers, and takes a place of the round. */
const mostNames = 6;
/** A few names of one owner say what holds for all of them. */
const mostOfOwner = 3;
/** A question that ends before its round does is never cut: what was silent by then has been heard to be silent. */
const partOfTimeout = 0.6;
const mostMs = 6000;

/** The resolver itself says that something is amiss: silence, or an error of its own. */
const failing: ReadonlySet<CauseCode> = new Set<CauseCode>([
  'dns.timeout',
  'dns.unreachable',
  'dns.servfail',
  'dns.refused',
  'dns.formerr',
  'dns.lame',
  'dns.malformed',
  'dns.truncated',
]);

/** It says that there is no such name, or no address of it. */
const denying: ReadonlySet<CauseCode> = new Set<CauseCode>(['dns.nxdomain', 'dns.nodata']);

export function isFailing(code: CauseCode | undefined): boolean {
  return code !== undefined && failing.has(code);
}

export function isDenying(code: CauseCode | undefined): boolean {
  return code !== undefined && denying.has(code);
}

/** RFC 8914: 15 Blocked, 16 Censored, 17 Filtered, 18 Prohibited. */
export function isFiltering(code: number): boolean {
  return code >= 15 && code <= 18;
}

/** RFC 1122 3.2.1.3, RFC 4291 2.5: nobody serves others there, and who filters names likes to lead there. */
const sinks = /^(?:0\.|127\.|::1?$|::ffff:127\.)/;

/** The host that a result failed at; '' for an address. */
export function hostBehind({ endpoint, attempts, decidedBy }: Result): string {
  const url = attempts[decidedBy ?? 0]?.hops.at(-1)?.url ?? endpoint.urls[0] ?? '';
  const host = hostOf(new URL(url)).replace(/\.$/, '');
  return isAddress(host) ? '' : host.toLowerCase();
}

/** What the name servers of this machine said of the host; nothing where others were asked. */
function dnsOf({ attempts, decidedBy }: Result): DnsFacts | undefined {
  return attempts[decidedBy ?? 0]?.hops.at(-1)?.facts.dns;
}

/** Names as registries sell them: two labels, three below such second levels as co.uk. Only for grouping. */
export function siteOf(host: string): string {
  const labels = host.split('.');
  const [second = '', top = ''] = labels.slice(-2);
  const deep = top.length === 2 && /^(?:ac|co|com|edu|gov|net|org|or|ne)$/.test(second);
  return labels.slice(deep ? -3 : -2).join('.');
}

/** Who has the name: its provider, else its site. */
function ownerOf({ endpoint }: Result, host: string): string {
  return endpoint.provider ?? siteOf(host);
}

/** The zone of a host that the list tells; null if none. */
function listedZone(host: string, { authorities = [] }: Evidence): string | null {
  const zones = authorities.flatMap((each) => each.zones);
  const own = zones.filter((zone) => host === zone || host.endsWith(`.${zone}`));
  return own.sort((a, b) => b.length - a.length)[0] ?? null;
}

function zoneOf(host: string, evidence: Evidence): string {
  return listedZone(host, evidence) ?? siteOf(host);
}

/** A result that failed for its name, as the name servers of this machine have it. */
export interface Unfound {
  readonly result: Result;
  readonly host: string;
  readonly zone: string;
  readonly owner: string;
  /** `lied`: an address came that cannot be the right one. */
  readonly how: 'failed' | 'denied' | 'lied';
}

/** Every result that failed for its name and whose name may be told to others. */
export function unfound(results: readonly Result[], evidence: Evidence): readonly Unfound[] {
  return results.flatMap((result) => {
    const host = hostBehind(result);
    const how = howUnfound(result, host, evidence);
    if (how === null || host === '' || isPrivateHost(host) || !asksOwnServers(result.endpoint)) return [];
    return [{ result, host, zone: zoneOf(host, evidence), owner: ownerOf(result, host), how }];
  });
}

function howUnfound(result: Result, host: string, evidence: Evidence): Unfound['how'] | null {
  if (result.status !== 'down') return null;
  const code = result.cause?.code;
  if (isFailing(code)) return 'failed';
  // That a name has no mail server, say, is no word on its address.
  if (isDenying(code)) return code === 'dns.nodata' && !wantsAddress(result) ? null : 'denied';
  const { from, addresses = [] } = dnsOf(result) ?? {};
  if (from !== 'server' || addresses.length === 0) return null;
  // A private answer may be right, and the name is then nobody else's business: unless the list says whose it is.
  const lied = listedZone(host, evidence) !== null ? isPrivateAddress : (each: string) => sinks.test(each);
  return result.endpoint.provider !== null && addresses.every(lied) ? 'lied' : null;
}

/** An endpoint that names another resolver says nothing of those of this machine, and is meant for that one. */
export function asksOwnServers({ options }: Endpoint): boolean {
  const { resolvers, connect } = options;
  return resolvers.every((resolver) => resolver === 'system') && connect.length === 0;
}

const prefix = 'name ';

/** The questions about a few of the names that were not found; the same for every rule. */
export function questionsAbout(results: readonly Result[], evidence: Evidence): readonly Question[] {
  const before = evidence.asked.flatMap(({ purpose, endpoint: { name } }) =>
    purpose === 'question' && name.startsWith(prefix) ? [name] : [],
  );
  // A target that no list names is no reason to ask anybody else.
  const named = unfound(results, evidence).filter(({ result }) => result.endpoint.source !== null);
  const byOwner = [...groupBy(named, ({ owner }) => owner).values()].map((own) =>
    [...new Map(own.toReversed().map((each) => [`${each.zone} ${each.how}`, each])).values()]
      .reverse()
      .sort((a, b) => Number(isListed(b, evidence)) - Number(isListed(a, evidence)))
      .slice(0, mostOfOwner),
  );
  // In turn, so that no owner takes the places of another.
  const inTurn = Array.from({ length: mostOfOwner }, (_, index) =>
    byOwner.flatMap((own) => own[index] ?? []),
  );
  return inTurn
    .flat()
    .map((each) => questionAbout(each, evidence))
    .filter(({ endpoint }) => !before.includes(endpoint.name))
    .slice(0, Math.max(0, mostNames - new Set(before).size));
}

function isListed({ host }: Unfound, evidence: Evidence): boolean {
  return listedZone(host, evidence) !== null;
}

/**
 * Each name server of this machine apart, the resolvers that the list's controls name, and the zone's own servers.
 * Of the options nothing but the time is taken over.
 */
function questionAbout({ result, host }: Unfound, evidence: Evidence): Question {
  const listed = evidence.authorities?.find(({ zones }) => zones.includes(listedZone(host, evidence) ?? ''));
  const others = evidence.alone ? [] : [...namedResolvers(evidence), 'authoritative'];
  const type = typeOf(result);
  return {
    rule: 'names',
    endpoint: {
      ...result.endpoint,
      name: `${prefix}${host}`,
      service: null,
      component: null,
      provider: null,
      edge: null,
      tags: [],
      urls: [`dns:${host}?type=${type}`],
      atLeast: 1,
      options: {
        ...builtInOptions,
        timeoutMs: Math.ceil(Math.min(result.endpoint.options.timeoutMs, mostMs) * partOfTimeout),
        retry: { times: 0, afterMs: 0 },
        resolvers: [eachOf(['system', ...others], evidence.alone ? [] : listed?.servers)],
      },
      expect: [],
    },
  };
}

/** The resolvers that the list's controls name. */
function namedResolvers({ controls }: Evidence): readonly string[] {
  const named = controls.flatMap(({ options }) => options.resolvers);
  return [...new Set(named)].filter((each) => !['system', 'os', 'authoritative'].includes(each));
}

function wantsAddress({ endpoint }: Result): boolean {
  return endpoint.urls.every((url) => !url.startsWith('dns:') || /^[^?]*$|[?;&]type=(?:a|aaaa)\b/i.test(url));
}

function typeOf({ endpoint }: Result): 'A' | 'AAAA' {
  const [url = ''] = endpoint.urls;
  const aaaa = endpoint.options.family === 6 || /^dns:.*[?;&]type=aaaa\b/i.test(url);
  return aaaa ? 'AAAA' : 'A';
}

/** Whether a result is the answer to such a question, and about which host. */
export function askedAbout({ endpoint: { name } }: Result): string | null {
  return name.startsWith(prefix) ? name.slice(prefix.length) : null;
}

/** Hosts that the name servers of this machine did find, in results and controls. */
export function foundByUs(results: readonly Result[], { answers }: Evidence): readonly string[] {
  const hosts = [...results, ...answers]
    .filter(({ endpoint }) => asksOwnServers(endpoint))
    .flatMap(({ attempts }) => attempts.flatMap(({ hops }) => hops))
    .flatMap(({ url, facts: { dns } }) => {
      const found = dns?.from === 'server' && dns.addresses.some((address) => !isPrivateAddress(address));
      return found ? [hostOf(new URL(url))] : [];
    });
  return [...new Set(hosts)];
}
