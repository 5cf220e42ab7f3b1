// What several resolvers say of one name, held against each other. Pure.

import { groupBy } from '../group.ts';
import type { Cause, DnsFacts, Endpoint, Observation } from '../model.ts';
import { canonical, dataOf, dnsOf } from './records.ts';

const mostVoices = 4;
const mostText = 120;

/** The cause when these observations, one of each resolver, do not show the same data for the same URL. */
export function disagreement({ source }: Endpoint, observations: readonly Observation[]): Cause | null {
  const byUrl = groupBy(observations, ({ url }) => url);
  for (const [url, told] of byUrl) {
    const voices = voicesOf(told.flatMap((observation) => dnsOf(observation) ?? []));
    if (voices.length < 2) continue;
    const more = voices.length > mostVoices ? `; ${voices.length - mostVoices} more say otherwise` : '';
    const message = `the answers for ${url} differ: ${voices.slice(0, mostVoices).join('; ')}${more}`;
    return { code: 'dns.disagree', layer: 'dns', message, ...(source ? { source } : {}) };
  }
  return null;
}

/** "A and B say X", one for each set of data. That there is no such name or record is an answer too. */
function voicesOf(all: readonly DnsFacts[]): readonly string[] {
  const answers = all.filter((facts) => typesOf(facts).length > 0);
  // One may have answered only for IPv4 when it was no longer waited for.
  const common = answers
    .flatMap(typesOf)
    .filter((type) => answers.every((facts) => typesOf(facts).includes(type)));
  const texts = (facts: DnsFacts) => {
    const kept = dataOf(facts).filter(({ type }) => common.includes(type));
    return kept.map((each) => ({ shown: each.data, key: canonical(each) }));
  };
  const bySet = groupBy(answers, (facts) =>
    JSON.stringify([...new Set(texts(facts).map(({ key }) => key))].sort()),
  );
  return [...bySet.values()].map((same) => {
    const speakers = same.map(({ server, resolver }) => server ?? resolver ?? 'this machine');
    const data = same.slice(0, 1).flatMap((facts) => texts(facts).map(({ shown }) => shown));
    const [rcode = 'nothing'] = same.flatMap((facts) => facts.rcode ?? []);
    const said = data.length > 0 ? data.sort().join(', ') : rcode;
    const cut = said.length > mostText ? `${said.slice(0, mostText)}…` : said;
    return `${speakers.join(' and ')} ${speakers.length === 1 ? 'says' : 'say'} ${cut}`;
  });
}

function typesOf({ types, addresses }: DnsFacts): readonly string[] {
  return types ?? (addresses.length > 0 ? ['A', 'AAAA'] : []);
}
