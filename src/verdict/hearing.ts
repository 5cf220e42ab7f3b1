// What those who were asked about a name say, held against each other: whose fault it is that it is not found. Pure.

import { groupBy } from '../group.ts';
import { isPrivateAddress } from '../host.ts';
import type { Diagnosis, DnsVoice, Evidence, Referral, Result } from '../model.ts';
import { askedAbout, isDenying, isFailing, isFiltering, siteOf, type Unfound, unfound } from './names.ts';
import { passed } from './signs.ts';

/** What was heard about one name. */
export interface Hearing {
  readonly host: string;
  readonly system: readonly DnsVoice[];
  readonly named: readonly DnsVoice[];
  readonly zone: readonly DnsVoice[];
  readonly referral?: Referral;
}

/**
 * `own`: our resolver fails, others find it. `withheld`: ours denies it, others find it. `silent`: the zone's servers do
 * not answer. `broken`: they answer, and with no answer. `gone`: whoever should know says that there is no such name.
 */
export type Finding = 'own' | 'withheld' | 'silent' | 'broken' | 'gone';

/** Every name that was asked about and whose answers are known. */
function hearings({ opinions }: Evidence): ReadonlyMap<string, Hearing> {
  return new Map(
    opinions.flatMap((opinion) => {
      const host = askedAbout(opinion);
      return host === null ? [] : [[host, hearingOf(host, opinion)]];
    }),
  );
}

function hearingOf(host: string, { attempts }: Result): Hearing {
  const dns = attempts.at(-1)?.hops.at(-1)?.facts.dns;
  // What this machine could not even send says nothing of whoever was meant.
  const all = (dns?.voices ?? []).filter(({ failure }) => failure?.layer !== 'local');
  const of = (who: DnsVoice['who']) => all.filter((voice) => voice.who === who);
  const { referral } = dns ?? {};
  return {
    host,
    system: of('system'),
    named: of('named'),
    zone: of('zone'),
    ...(referral ? { referral } : {}),
  };
}

/** It found the name, and where it leads could be right. */
function finds({ failure, addresses }: DnsVoice): boolean {
  return !failure && addresses.some((address) => !isPrivateAddress(address));
}

export function isSilent({ failure }: DnsVoice): boolean {
  return failure?.code === 'dns.timeout' || failure?.code === 'dns.unreachable';
}

function says(voices: readonly DnsVoice[], test: (code: number) => boolean): boolean {
  return voices.some(({ extendedErrors = [] }) => extendedErrors.some(({ code }) => test(code)));
}

/** RFC 8914: 22 No Reachable Authority, 23 Network Error. */
export const isUnreached = (code: number): boolean => code === 22 || code === 23;

/** RFC 8914: DNSSEC (RFC 4033) leads to no good answer. */
const isUnsigned = (code: number): boolean => (code >= 5 && code <= 12) || [1, 2, 25, 27].includes(code);

/** What the voices come to; null where they leave it open. */
export function findingOf(hearing: Hearing, how: Unfound['how']): Finding | null {
  const { system, named, zone } = hearing;
  // It is found now: whatever it was, it is over.
  if (system.some(finds)) return null;
  const refuses = how !== 'failed' || says(system, isFiltering);
  const ours = refuses ? 'withheld' : 'own';
  if (named.some(finds)) return ours;
  const spoke = named.filter((voice) => !isSilent(voice));
  // An alias into another zone is an answer, too.
  if (zone.some(({ failure }) => !failure)) {
    if (says([...system, ...named], isUnsigned)) return 'broken';
    return spoke.length === 0 ? ours : null;
  }
  if (refuses) return how === 'denied' && isConfirmed(hearing) ? 'gone' : null;
  if (zone.length > 0 && zone.every(isSilent)) return isProven(hearing) ? 'silent' : null;
  if (zone.some(({ failure }) => isFailing(failure?.code))) return 'broken';
  return zone.length === 0 && says([...system, ...named], isUnreached) ? 'silent' : null;
}

/** Somebody who need not follow our resolver denies it as well. */
function isConfirmed({ named, zone }: Hearing): boolean {
  return [...named, ...zone].some(({ failure }) => isDenying(failure?.code));
}

/** That the zone's servers are silent is no fault of our way out: somebody out there was heard. */
function isProven({ system, named, referral }: Hearing): boolean {
  const others = named.some((voice) => !isSilent(voice));
  return referral !== undefined || others || says([...system, ...named], isUnreached);
}

/** The zone itself is unknown above, not only a name in it. */
export function isZoneGone({ host, referral }: Hearing): boolean {
  return referral !== undefined && siteOf(host).endsWith(`.${referral.zone}`);
}

/** Whether a resolver that is not ours answered, and did not find a name either. */
export function othersFail(evidence: Evidence): boolean {
  return [...hearings(evidence).values()].some(({ named }) =>
    named.some((voice) => !isSilent(voice) && !finds(voice)),
  );
}

/** What an owner's names came to. */
export interface Case {
  readonly owner: string;
  readonly provider: string | null;
  readonly finding: Finding;
  /** The results that it explains, and what was heard of some of their names. */
  readonly members: readonly Unfound[];
  readonly heard: readonly Hearing[];
}

/** Each owner's unfound names with what they came to; those that are left open are in none. */
export function casesOf(results: readonly Result[], evidence: Evidence): readonly Case[] {
  const known = hearings(evidence);
  const all = unfound(results, evidence);
  return [...groupBy(all, ({ owner }) => owner)].flatMap(([owner, own]) => {
    const found = (each: Unfound): Finding | null => findingFor(each, own, known);
    return [...groupBy(own, found)].flatMap(([finding, members]): Case[] => {
      if (finding === null) return [];
      const hosts = new Set(members.map(({ host }) => host));
      const heard = [...hosts].flatMap((host) => known.get(host) ?? []);
      const provider = members[0]?.result.endpoint.provider ?? null;
      return [{ owner, provider, finding, members, heard }];
    });
  });
}

/**
 * By its own name, else by that of its zone, else by what other names of its owner came to: also where nobody could be
 * asked who knows this one.
 */
function findingFor(
  each: Unfound,
  own: readonly Unfound[],
  known: ReadonlyMap<string, Hearing>,
): Finding | null {
  const exact = known.get(each.host);
  const finding = exact ? findingOf(exact, each.how) : null;
  if (finding !== null || (exact && isRefuted(exact))) return finding;
  const alike = own.filter(({ how, host }) => how === each.how && host !== each.host && known.has(host));
  const near = alike.filter(({ zone }) => zone === each.zone);
  const told = (near.length > 0 ? near : alike).flatMap(({ host, how }) => {
    const hearing = known.get(host);
    const found = hearing ? findingOf(hearing, how) : null;
    // That one name is gone says nothing of the next, unless the whole zone is.
    const alone = found === 'gone' && !(near.length > 0 && hearing && isZoneGone(hearing));
    return found === null || alone ? [] : [found];
  });
  const [first = null] = told;
  return told.every((other) => other === first) ? first : null;
}

/** Somebody knows the name, whatever else was said. */
function isRefuted({ system, named, zone }: Hearing): boolean {
  return system.some(finds) || named.some(finds) || zone.some(({ failure }) => !failure);
}

/** A provider, or the names of a zone that has none. */
export function extentOf({ provider, members }: Case): Pick<Diagnosis, 'scope' | 'subject' | 'members'> {
  const hosts = new Set(members.map(({ host }) => host));
  const [first] = members;
  const zone = (hosts.size === 1 ? first?.host : first?.zone) ?? '';
  return {
    scope: provider === null ? 'host' : 'provider',
    subject: provider ?? zone,
    members: members.map(({ result }) => result.endpoint.name),
  };
}

/** Whether something else of the same owner is as it should be, which then is down only in part. */
export function isPart({ provider }: Case, results: readonly Result[]): boolean {
  return provider !== null && results.some((each) => each.endpoint.provider === provider && passed(each));
}

/** What of the same provider still answers, as evidence. */
export function stillUp({ provider }: Case, results: readonly Result[]): readonly string[] {
  const up = results.filter((each) => each.endpoint.provider === provider && passed(each));
  if (provider === null || up.length === 0) return [];
  const names = up.slice(0, mostTold).map(({ endpoint }) => endpoint.name);
  const more = up.length > mostTold ? ` and ${up.length - mostTold} more` : '';
  return [`still up: ${names.join(', ')}${more}`];
}

/** How many controls are fine, as evidence. */
export function controlsTold({ answers }: Evidence): readonly string[] {
  if (answers.length === 0) return [];
  return [`controls of other operators: ${answers.filter(passed).length} of ${answers.length} are fine`];
}

const mostTold = 4;

/** `192.0.2.53:53 dns.servfail, 9.9.9.9:53 dns.timeout`, with what a server adds by itself. */
export function told(voices: readonly DnsVoice[]): string {
  const words = voices.slice(0, mostTold).map(({ server, failure, addresses, extendedErrors = [] }) => {
    const said = failure?.code ?? (addresses.slice(0, mostTold).join(', ') || 'an answer');
    const added = extendedErrors.map(({ code, name }) => ` (EDE ${code} ${name})`).join('');
    return `${server} ${said}${added}`;
  });
  return words.join(', ') + (voices.length > mostTold ? ` and ${voices.length - mostTold} more` : '');
}

/** What its resolvers and ours say of the first name that was heard. */
export function voicesTold({ heard: [first] }: Case): readonly string[] {
  if (first === undefined) return [];
  const { host, system, named } = first;
  return [
    ...(system.length > 0 ? [`name servers of this machine, asked for ${host}: ${told(system)}`] : []),
    ...(named.length > 0 ? [`other resolvers: ${told(named)}`] : []),
  ];
}
