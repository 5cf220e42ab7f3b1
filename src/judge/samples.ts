// Many samples of one way to ask, weighed together. What must hold is asked of every sample, how long it took of
// the median alone: one slow sample is noise, and a limit on it would depend on how many were taken. Pure.

import { groupBy } from '../group.ts';
import type { Ask, Endpoint, Expectation, Observation, Samples, Span } from '../model.ts';
import { spanMs, spans } from '../phases.ts';
import { medianBy } from '../stats/quantile.ts';
import { statisticsOf } from '../stats/statistics.ts';
import { checksOf, excusedOf, type Judgement, judgeAttempt } from './attempt.ts';
import { checks } from './checks/index.ts';
import { type Against, compare } from './regression.ts';
import { isPassed, type Judged, type Told } from './standing.ts';

/** One attempt held against everything, or one of many samples against everything but time. */
export function judgedBy(endpoint: Endpoint, observation: Observation): Judgement {
  return judgeAttempt(endpoint.options.samples > 1 ? untimed(endpoint) : endpoint, observation);
}

function untimed(endpoint: Endpoint): Endpoint {
  return { ...endpoint, expect: endpoint.expect.filter((expectation) => !isTimed(expectation)) };
}

function isTimed({ check }: Expectation): boolean {
  return checks.some(({ key, timed }) => key === check && timed === true);
}

/**
 * The sample that stands for those that passed: the median one by its total, with the limits on time judged, each on
 * the sample that is the median of its own span. Undefined when none passed.
 */
function medianSample(endpoint: Endpoint, samples: readonly Judged[]): Judged | undefined {
  const passed = samples.filter(isPassed);
  const median = medianBy(passed, ({ observation }) => observation.ms);
  if (!median) return undefined;
  const settled = passed.map(({ observation }) => excusedOf(endpoint, observation) ?? observation);
  const onTime = endpoint.expect.filter(isTimed).flatMap((expectation) => {
    const span = spans.find((name) => name === expectation.subject) ?? 'total';
    const measured = settled.filter((observation) => spanMs(observation, span) !== null);
    const middle = medianBy(measured, (observation) => spanMs(observation, span) ?? 0) ?? settled[0];
    return middle ? checksOf(expectation, middle, null) : [];
  });
  return { ...median, ...judgeAttempt(untimed(endpoint), median.observation, onTime) };
}

/** Of many samples the median speaks for those that passed; null when none did, or there is only one. */
export function standingOfSamples(endpoint: Endpoint, samples: readonly Judged[]): Told | null {
  const by = endpoint.options.samples > 1 ? medianSample(endpoint, samples) : undefined;
  if (!by) return null;
  if (!isPassed(by)) return { state: by.status === 'unknown' ? 'unknown' : 'down', by, unsteady: null };
  return { state: 'passed', by, unsteady: lossOf(tallyOf(samples)) };
}

/** What the samples of one way to ask came to, held against the baseline where there is one. */
export function samplesOf(
  endpoint: Endpoint,
  { url, resolver, address }: Ask,
  samples: readonly Judged[],
  against: Against | null,
): Samples {
  const ask = { url, resolver, address };
  const lost = samples.filter(({ status }) => status === 'down');
  const reached = spans.filter((span) => span === 'total' || samples.some((sample) => climbed(sample, span)));
  const durations = Object.fromEntries(
    reached.map((span) => [
      span,
      samples.map((sample) => (isPassed(sample) ? spanMs(sample.observation, span) : null)),
    ]),
  ) as Samples['durations'];
  const phases = Object.fromEntries(
    reached.map((span) => [
      span,
      statisticsOf(durations[span] ?? [], lost.filter((sample) => endedIn(sample, span)).length),
    ]),
  ) as Samples['phases'];
  return {
    ...ask,
    asked: endpoint.options.samples,
    ...tallyOf(samples),
    durations,
    phases,
    ...(against ? { compared: compare(against, endpoint.name, ask, durations) } : {}),
  };
}

type Tally = Pick<Samples, 'count' | 'lost' | 'unjudged' | 'causes'>;

function tallyOf(samples: readonly Judged[]): Tally {
  const lost = samples.filter(({ status }) => status === 'down').length;
  const unjudged = samples.length - lost - samples.filter(isPassed).length;
  return { count: samples.length, lost, unjudged, causes: causesOf(samples) };
}

function climbed({ observation }: Judged, span: Span): boolean {
  return observation.hops.some(({ steps }) => steps.some(({ name }) => name === span));
}

function endedIn({ observation }: Judged, span: Span): boolean {
  if (span === 'total') return true;
  return observation.hops.some(({ steps }) => steps.some(({ name, failure }) => name === span && failure));
}

function causesOf(samples: readonly Judged[]): Samples['causes'] {
  const codes = samples.filter((sample) => !isPassed(sample)).flatMap(({ causes }) => causes[0]?.code ?? []);
  return [...groupBy(codes, (code) => code)]
    .map(([code, all]) => ({ code, count: all.length }))
    .sort((a, b) => b.count - a.count);
}

/** `3 of 20 samples lost: tcp.timeout 2, http.status 1`; null when all passed, or none was taken. */
function lossOf({ count, lost, unjudged, causes }: Tally): string | null {
  if (lost + unjudged === 0) return null;
  const parts = [
    ...(lost > 0 ? [`${lost} of ${count} samples lost`] : []),
    ...(unjudged > 0 ? [`${unjudged} of ${count} not to be judged`] : []),
  ];
  return `${parts.join(', ')}: ${causes.map((cause) => `${cause.code} ${cause.count}`).join(', ')}`;
}
