// The endpoints behind the rows: one whose addresses differ has several rows and counts once, by the worst.

import { groupBy } from '../../group.ts';
import type { ReportedResult, Status } from '../../model.ts';

export interface Counted {
  readonly status: Status;
  /** It is not plainly up, but one of its addresses is. */
  readonly partly: boolean;
  /** The rows that have the status. */
  readonly rows: readonly ReportedResult[];
}

/** What was skipped says nothing beside what was not. */
const severity: readonly Status[] = ['down', 'unknown', 'degraded', 'up', 'skipped'];

/** What an operator says of itself: a row, but no endpoint that was measured. */
export function isFeed({ reports }: ReportedResult): boolean {
  return reports !== undefined;
}

/** The endpoints in the order of their first rows. */
export function endpointsOf(results: readonly ReportedResult[]): readonly Counted[] {
  const measured = results.filter((result) => !isFeed(result));
  const groups = groupBy(measured, (result) =>
    result.address === undefined ? result : result.endpoint.name,
  );
  return [...groups.values()].map((group) => {
    const status = severity.find((each) => group.some((row) => row.status === each)) ?? 'skipped';
    const partly = status !== 'up' && group.some((row) => row.status === 'up');
    return { status, partly, rows: group.filter((row) => row.status === status) };
  });
}
