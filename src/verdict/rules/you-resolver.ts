// you.resolver: the name servers of this machine fail, and others find the same names; or no name is found at all, while
// what is asked by its address answers.

import { hostOf, isAddress } from '../../host.ts';
import type { Diagnosis, Evidence, Result } from '../../model.ts';
import { type Case, casesOf, extentOf, othersFail, voicesTold } from '../hearing.ts';
import {
  asksOwnServers,
  foundByUs,
  hostBehind,
  isDenying,
  isFailing,
  questionsAbout,
  siteOf,
} from '../names.ts';
import type { Rule } from '../rule.ts';
import { passed, share } from '../signs.ts';

const id = 'you.resolver';
const advice =
  'Ask another resolver (--resolver 9.9.9.9); then mend the name servers in /etc/resolv.conf, or what listens there.';

export const youResolver: Rule = {
  id,
  suspects: 'you',
  before: ['resolver.differs', 'you.network', 'you.perhaps'],
  ask: questionsAbout,
  conclude(results, evidence): Diagnosis[] {
    const cases = casesOf(results, evidence);
    const own = cases.filter(({ finding }) => finding === 'own');
    if (foundByUs(results, evidence).length > 0) return own.map(partly);
    const withheld = cases.filter(({ finding }) => finding === 'withheld');
    // One that denies every name of several owners is broken, or leads away from all that is outside.
    const ours = [...own, ...(withheld.length > 1 || own.length > 0 ? withheld : [])];
    const theirs = cases.length > own.length + withheld.length;
    const byAddress = answeringByAddress(results, evidence);
    const blind = !theirs && !othersFail(evidence) && byAddress.length > 0 && isWidespread(results, evidence);
    if (ours.length === 0 && !blind) return [];
    return [wholly(results, ours, byAddress)];
  },
};

/** All that failed by our resolver, also names that nobody else may be asked for. */
function wholly(results: readonly Result[], ours: readonly Case[], byAddress: readonly string[]): Diagnosis {
  const denied = new Set(ours.flatMap(({ members }) => members.map(({ result }) => result)));
  const members = results.filter((result) => failsByOurs(result) || denied.has(result));
  const silent = members.every(
    ({ cause }) => cause?.code === 'dns.timeout' || cause?.code === 'dns.unreachable',
  );
  const fails = silent
    ? 'does not answer'
    : members.every(({ cause }) => isDenying(cause?.code))
      ? 'denies every name'
      : 'fails';
  const others = ours.length > 0 ? 'other resolvers find the same names' : 'what is asked by address answers';
  return {
    rule: id,
    blame: 'you',
    scope: 'all',
    layer: 'dns',
    subject: 'all',
    members: members.map(({ endpoint }) => endpoint.name),
    evidence: [
      `${share(members.length, members.length, 'endpoint')} asked by name: not found`,
      ...ours.slice(0, 1).flatMap(voicesTold),
      ...(byAddress.length > 0 ? [`by address all is fine: ${byAddress.slice(0, 4).join(', ')}`] : []),
    ],
    sentence: `It is your name resolver: it ${fails}, while ${others}.`,
    advice,
    confidence: ours.length > 0 && silent ? 'certain' : 'likely',
  };
}

/** Other names are found: it fails at these only. */
function partly(found: Case): Diagnosis {
  const extent = extentOf(found);
  const names = found.provider === null ? extent.subject : `the names of ${found.provider}`;
  return {
    rule: id,
    blame: 'you',
    ...extent,
    layer: 'dns',
    evidence: voicesTold(found),
    sentence: `It is your name resolver: it does not find ${names}, while others do.`,
    advice,
    confidence: 'likely',
  };
}

function failsByOurs(result: Result): boolean {
  const { status, cause, endpoint } = result;
  return status === 'down' && isFailing(cause?.code) && asksOwnServers(endpoint) && hostBehind(result) !== '';
}

/** What is asked by its address alone, and is as it should be. */
function answeringByAddress(results: readonly Result[], { answers }: Evidence): readonly string[] {
  const direct = ({ endpoint }: Result) => endpoint.urls.every((url) => isAddress(hostOf(new URL(url))));
  return [...results, ...answers]
    .filter((each) => passed(each) && direct(each))
    .map(({ endpoint }) => endpoint.name);
}

/** Names of several sites fail, or nothing listens where our resolver should be. */
function isWidespread(results: readonly Result[], { answers }: Evidence): boolean {
  const failed = [...results, ...answers].filter(failsByOurs);
  const sites = new Set(failed.map((result) => siteOf(hostBehind(result))));
  return sites.size >= 2 || failed.some(({ cause }) => cause?.code === 'dns.unreachable');
}
