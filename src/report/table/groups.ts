// The order of the table: services worst first, inside a service the worst endpoints first, else as listed.

import { groupBy } from '../../group.ts';
import type { ReportedResult, Run, Status } from '../../model.ts';
import { isFeed } from './endpoints.ts';

export interface Group {
  /** Null for the endpoints without a service, which come last but for feeds. */
  readonly service: string | null;
  /** What operators say of themselves. */
  readonly feeds: boolean;
  readonly provider: string | null;
  readonly status: Status;
  readonly results: readonly ReportedResult[];
}

/** From worst to best. */
const SEVERITY: readonly Status[] = ['down', 'unknown', 'degraded', 'up', 'skipped'];

function rank(status: Status): number {
  return SEVERITY.indexOf(status);
}

/** The results of a run, grouped by service. */
export function groupsOf({ results, services }: Run): readonly Group[] {
  const members = groupBy(results, (result) => (isFeed(result) ? 'feeds' : keyOf(result.endpoint)));
  const rolledUp = new Map(services.map((service) => [keyOf(service), service.status]));
  const groups = [...members].flatMap(([key, all]): Group[] => {
    const sorted = all.toSorted((a, b) => rank(a.status) - rank(b.status));
    const [worst] = sorted;
    if (worst === undefined) {
      return [];
    }
    const { service, provider } = worst.endpoint;
    return [
      {
        service,
        feeds: isFeed(worst),
        provider: service === null ? null : provider,
        status: rolledUp.get(key) ?? worst.status,
        results: sorted,
      },
    ];
  });
  return groups.toSorted(
    (a, b) =>
      Number(a.feeds) - Number(b.feeds) ||
      Number(a.service === null) - Number(b.service === null) ||
      rank(a.status) - rank(b.status),
  );
}

/** A service is told apart by its provider too; whoever has no service is in one group. */
function keyOf({ service, provider }: { service: string | null; provider: string | null }): string {
  return service === null ? '' : JSON.stringify([service, provider]);
}
