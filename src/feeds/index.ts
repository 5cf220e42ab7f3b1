// What operators say of themselves, as a result: up when it could be read, else unknown; never down. Pure.

import type { Cause, Feed, Part, Report, Result } from '../model.ts';
import * as all from './all.ts';
import type { Entry, FeedFormat } from './format.ts';

export const feedFormats: readonly FeedFormat[] = Object.values(all);

/** The format that a list names. */
export function feedFormatOf(name: string): FeedFormat | undefined {
  return feedFormats.find((format) => format.name === name);
}

/** A report has room for so much of what a feed says. */
const mostReports = 50;
const mostCharacters = 200;

/** The result of asking a feed, judged as a feed: what it says, and nothing that could pass for a measurement. */
export function asFeed(result: Result): Result {
  const { endpoint } = result;
  if (endpoint.feed === undefined) return result;
  const bare = { ...result, attempts: result.attempts.map(withoutBody), reports: [] };
  const { cause: _, ...rest } = bare;
  const observation = result.attempts[result.decidedBy ?? -1];
  if (result.status !== 'up' && result.status !== 'degraded') {
    return result.status === 'down' ? { ...bare, status: 'unknown' } : bare;
  }
  const reading = observation && feedFormatOf(endpoint.feed.format)?.read(observation);
  if (reading === undefined || 'unreadable' in reading) {
    return { ...bare, ...unknown(result, reading?.unreadable ?? 'there is nothing to read') };
  }
  const reports = reportsOf(endpoint.feed, reading.entries);
  const odd = reports.find(({ state }) => state === 'unknown');
  if (odd && !reports.some(({ state }) => state === 'disrupted')) {
    return {
      ...bare,
      reports,
      ...unknown(result, `it says “${odd.words}” of ${odd.id}, which is not known`),
    };
  }
  return { ...rest, status: 'up', codes: [], reports };
}

function unknown({ endpoint }: Result, message: string): Pick<Result, 'status' | 'cause' | 'codes'> {
  const dns = endpoint.urls.every((url) => url.startsWith('dns:'));
  const cause: Cause = {
    code: dns ? 'dns.records' : 'content.json',
    layer: dns ? 'dns' : 'content',
    message,
    ...(endpoint.source ? { source: endpoint.source } : {}),
  };
  return { status: 'unknown', cause, codes: [cause.code] };
}

/** The worst first, of each thing that the map names, or of everything where there is no map. */
function reportsOf({ format, map }: Feed, entries: readonly Entry[]): readonly Report[] {
  const whole = feedFormatOf(format)?.whole ?? null;
  const all = entries.flatMap((entry): Report[] => {
    const part = partOf(map, entry.id) ?? (entry.id === whole ? everything : null);
    return part === null
      ? []
      : [{ id: short(entry.id), part, state: entry.state, words: short(entry.words) }];
  });
  return all.toSorted((a, b) => severity.indexOf(a.state) - severity.indexOf(b.state)).slice(0, mostReports);
}

const everything: Part = { service: null, component: null };
const severity: readonly Report['state'][] = ['disrupted', 'unknown', 'fine'];

function partOf(map: Feed['map'], id: string): Part | null {
  if (map === null) return everything;
  return (Object.hasOwn(map, id) ? map[id] : undefined) ?? null;
}

function short(text: string): string {
  return text.length > mostCharacters ? `${text.slice(0, mostCharacters)}…` : text;
}

/** A report shows what the feed says, not all of its bytes. */
function withoutBody(attempt: Result['attempts'][number]): Result['attempts'][number] {
  return {
    ...attempt,
    hops: attempt.hops.map((hop) => {
      if (hop.facts.http?.body === undefined) return hop;
      const { body: _, ...http } = hop.facts.http;
      return { ...hop, facts: { ...hop.facts, http } };
    }),
  };
}
