// The run as JSON for programs, schema `whydown.run/1`: fields only get added, never renamed.
// Names every field that it shows, so that nothing gets out that a report may not know.

import type { EndpointInfo, Hop, Observation, ReportedResult, Run, Samples } from '../model.ts';
import { forJson } from './escapes.ts';
import type { Format } from './report.ts';

const BODY_CHARACTERS = 2000;
// JSON itself escapes only C0. These it would pass on as they are to a terminal or to a reader of lines, and the start
// of `##[error]` and its like to the runner of a CI job, which obeys it within a line.
const ACTED_ON =
  /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]|(?![\ufe0e\ufe0f])\p{Default_Ignorable_Code_Point}|(?<=#)#(?=[a-z]*\[)/giu;

/** The whole run, two blanks deep. The same for every screen. */
export const json: Format = {
  escape: forJson,
  report: (run) => {
    const { services, providers, diagnoses, ...head } = shownRun(run);
    return `${jsonText({ ...head, results: run.results.map(shownResult), services, providers, diagnoses }, 2)}\n`;
  },
};

/** JSON of what was made fit for it, that does nothing to a terminal; on one line without an indent. */
export function jsonText(shown: object, indent = 0): string {
  return JSON.stringify(shown, rounded, indent).replace(ACTED_ON, escaped);
}

/** What is said of the run as a whole, without its results. */
export function shownRun(run: Run): Omit<Run, 'results'> {
  const { schema, version, startedAt, ms, simulated, exitCode, services, providers, diagnoses } = run;
  const marked = simulated === undefined ? {} : { simulated };
  return { schema, version, startedAt, ms, ...marked, exitCode, services, providers, diagnoses };
}

/** A result with the fields that a report shows. */
export function shownResult(result: ReportedResult): object {
  const { endpoint, address, status, cause, attempts, decidedBy, checks } = result;
  const { unasked, samples, reports, repeat } = result;
  return {
    endpoint: shownEndpoint(endpoint),
    ...(address === undefined ? {} : { address }),
    status,
    ...(cause === undefined ? {} : { cause }),
    attempts: attempts.map(shownAttempt),
    decidedBy,
    checks,
    ...(unasked === undefined ? {} : { unasked }),
    ...(samples === undefined ? {} : { samples: samples.map(shownSamples) }),
    ...(reports === undefined ? {} : { reports }),
    ...(repeat === undefined ? {} : { repeat }),
  };
}

/** Without the single durations: they are in the steps of the attempts. */
function shownSamples(samples: Samples): object {
  const { url, resolver, address, asked, count, lost, unjudged, causes, phases, compared } = samples;
  const told = { url, resolver, address, asked, count, lost, unjudged, causes, phases };
  return compared === undefined ? told : { ...told, compared };
}

function shownEndpoint(endpoint: EndpointInfo): object {
  const { name, service, component, provider, edge, tags, urls, atLeast, source } = endpoint;
  return { name, service, component, provider, edge, tags, url: urls, atLeast, source };
}

function shownAttempt(attempt: Observation): object {
  const { url, resolver, address, startedAt, ms, stalledMs, hops, failure } = attempt;
  return {
    url,
    ...(resolver === undefined ? {} : { resolver }),
    ...(address === undefined ? {} : { address }),
    startedAt,
    ms,
    ...(stalledMs === undefined ? {} : { stalledMs }),
    hops: hops.map(shownHop),
    ...(failure === undefined ? {} : { failure }),
  };
}

function shownHop(hop: Hop): Hop {
  const { url, steps, facts } = hop;
  if (facts.http?.body === undefined) {
    return { url, steps, facts };
  }
  const body = facts.http.body.slice(0, BODY_CHARACTERS);
  return { url, steps, facts: { ...facts, http: { ...facts.http, body } } };
}

/** Times to a microsecond; a probability keeps its digits, it may be very small. */
function rounded(key: string, value: unknown): unknown {
  if (typeof value !== 'number') return value;
  return key === 'p' ? Number(value.toPrecision(4)) : Math.round(value * 1000) / 1000;
}

function escaped(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
