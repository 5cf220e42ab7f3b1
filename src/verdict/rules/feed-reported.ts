// feed.reported: an operator says that something of its own is disrupted, and nothing that was measured shows it. It is
// told as what it is: reported, not measured.

import { groupBy } from '../../group.ts';
import type { Diagnosis, Report, Result, Scope } from '../../model.ts';
import { concernedBy, disruptions } from '../reported.ts';
import type { Rule } from '../rule.ts';
import { passed } from '../signs.ts';

const id = 'feed.reported';

export const feedReported: Rule = {
  id,
  suspects: 'them',
  ask: () => [],
  conclude(_, { feeds }, __, all): Diagnosis[] {
    return feeds.flatMap((feed) => {
      const byPart = groupBy(disruptions(feed), ({ part }) => JSON.stringify([part.service, part.component]));
      return [...byPart.values()].flatMap((reports) => concludePart(feed, reports, all));
    });
  },
};

function concludePart(feed: Result, reports: readonly Report[], all: readonly Result[]): Diagnosis[] {
  const [first] = reports;
  if (first === undefined) return [];
  const concerned = all.filter((result) => concernedBy(feed, first, result));
  // What was measured says more than what is reported, and is told by other rules.
  if (concerned.some(({ status }) => status === 'down')) return [];
  const fine = concerned.filter(passed).length;
  const { scope, subject, spoken } = extentOf(feed, first);
  const operator = feed.endpoint.provider ?? feed.endpoint.name;
  return [
    {
      rule: id,
      blame: 'them',
      scope,
      layer: null,
      subject,
      members: [],
      evidence: [
        ...reports
          .slice(0, mostTold)
          .map(({ id: entry, words }) => `${feed.endpoint.name}: ${entry}: ${words}`),
        concerned.length === 0
          ? 'nothing that is asked here looks at it'
          : `measured from here: ${fine} of ${concerned.length} checks of it are fine`,
      ],
      sentence: `${operator} reports a disruption of ${spoken}; nothing measured from here shows it (reported, not measured).`,
      advice:
        'If it fails for you, it is most likely this; what needs an account cannot be seen from outside.',
      confidence: 'possible',
    },
  ];
}

const mostTold = 5;

interface Extent {
  readonly scope: Scope;
  readonly subject: string;
  readonly spoken: string;
}

function extentOf({ endpoint }: Result, { part: { service, component } }: Report): Extent {
  const { provider, edge, name } = endpoint;
  if (component !== null) {
    const subject = `${component} of ${service ?? provider ?? name}`;
    return { scope: 'component', subject, spoken: service === null ? component : subject };
  }
  if (service !== null) return { scope: 'service', subject: service, spoken: service };
  if (edge !== null) return { scope: 'edge', subject: edge, spoken: `its edge (${edge})` };
  return { scope: 'provider', subject: provider ?? name, spoken: 'its services' };
}
