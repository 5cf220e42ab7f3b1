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

/** A measured fault with what its operator reports of the same thing added to the evidence. */
export function withReports(
  diagnosis: Diagnosis,
  results: readonly Result[],
  feeds: readonly Result[],
): Diagnosis {
  if (diagnosis.blame === 'you' || diagnosis.members.length === 0) return diagnosis;
  const names = new Set(diagnosis.members);
  const members = results.filter(({ endpoint, status }) => status === 'down' && names.has(endpoint.name));
  const told = feeds.flatMap((feed) =>
    disruptions(feed)
      .filter((report) => members.some((member) => concernedBy(feed, report, member)))
      .map(({ id, words }) => `${feed.endpoint.name} reports it too: ${id}: ${words}`),
  );
  return told.length === 0
    ? diagnosis
    : { ...diagnosis, evidence: [...diagnosis.evidence, ...told.slice(0, mostTold)] };
}
