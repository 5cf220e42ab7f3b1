// What feeds say, for the rules: which of it is trouble, and which endpoints it is about. Pure.

import type { Diagnosis, Report, Result } from '../model.ts';

/** What a feed calls disrupted. */
export function disruptions({ reports = [] }: Result): readonly Report[] {
  return reports.filter(({ state }) => state === 'disrupted');
}

/** Whether a report of this feed is about this endpoint. */
export function concernedBy(feed: Result, { part }: Report, { endpoint }: Result): boolean {
  const { provider, edge } = feed.endpoint;
  const own = same(provider, endpoint.provider) || same(edge, endpoint.edge);
  const fits = (wanted: string | null, found: string | null) => wanted === null || same(wanted, found);
  return own && fits(part.service, endpoint.service) && fits(part.component, endpoint.component);
}

function same(a: string | null, b: string | null): boolean {
  return a !== null && a.toLowerCase() === b?.toLowerCase();
}

const mostTold = 3;

/** Measured faults, each with what its operator reports of the same thing added to the evidence. */
export function withReports(
  diagnoses: readonly Diagnosis[],
  results: readonly Result[],
  feeds: readonly Result[],
): readonly Diagnosis[] {
  const reported = feeds.flatMap((feed) => disruptions(feed).map((report) => ({ feed, report })));
  if (reported.length === 0) return diagnoses;
  const down = new Map(
    results.flatMap((result) => (result.status === 'down' ? [[result.endpoint.name, result]] : [])),
  );
  return diagnoses.map((diagnosis) => {
    if (diagnosis.blame === 'you') return diagnosis;
    const members = diagnosis.members.flatMap((name) => down.get(name) ?? []);
    const told = reported
      .filter(({ feed, report }) => members.some((member) => concernedBy(feed, report, member)))
      .slice(0, mostTold)
      .map(({ feed, report: { id, words } }) => `${feed.endpoint.name} reports it too: ${id}: ${words}`);
    return told.length === 0 ? diagnosis : { ...diagnosis, evidence: [...diagnosis.evidence, ...told] };
  });
}
