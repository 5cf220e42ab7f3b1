// A run with many samples, for the golden files: one became slower, one loses some, one is down, one is new.

import type { Comparison, Observation, ReportedResult, Run, Samples, Span } from '../../src/model.ts';
import { spanMs, spans } from '../../src/phases.ts';
import { medianBy } from '../../src/stats/quantile.ts';
import { statisticsOf } from '../../src/stats/statistics.ts';
import { attempt, hop, place, result, run } from './builder.ts';

/** The samples of these attempts, those without a failure having passed. */
function samplesOf(attempts: readonly Observation[], more: Partial<Samples> = {}): Samples {
  const passed = (one: Observation) => one.failure === undefined;
  const lost = attempts.filter((one) => !passed(one)).length;
  const reached = spans.filter((span) => attempts.some((one) => spanMs(one, span) !== null));
  const series = (span: Span) => attempts.map((one) => (passed(one) ? spanMs(one, span) : null));
  return {
    url: attempts[0]?.url ?? '',
    resolver: null,
    address: null,
    asked: attempts.length,
    count: attempts.length,
    lost,
    unjudged: 0,
    causes: lost === 0 ? [] : [{ code: 'tcp.timeout', count: lost }],
    durations: Object.fromEntries(reached.map((span) => [span, series(span)])),
    phases: Object.fromEntries(
      reached.map((span) => [
        span,
        statisticsOf(series(span), span === 'tcp' || span === 'total' ? lost : 0),
      ]),
    ),
    ...more,
  };
}

/** The median decides, as it does when samples are judged. */
function sampled(of: ReportedResult, ...samples: readonly Samples[]): ReportedResult {
  const { attempts } = of;
  const passed = attempts.filter(({ failure }) => failure === undefined);
  const median = medianBy(passed, ({ ms }) => ms);
  return { ...of, samples, decidedBy: median ? attempts.indexOf(median) : 0 };
}

const url = 'https://api.example.com/health';
/** A fixed walk, so that the series look like series. */
const swing = (index: number) => ((index * 37) % 23) / 23;

function answered(index: number): Observation {
  const at = swing(index);
  const times = { dns: 1.2 + at, tcp: 9 + 3 * at, tls: 21 + 4 * at, ttfb: 44 + 30 * at * at };
  return attempt(hop(times, { url, status: 200, days: 60 }));
}

const silent = attempt(hop({ dns: 1.1, tcp: 1000 }, { url, fails: 'tcp.timeout' }));
const test = 'Mann-Whitney U';

const compared: readonly Comparison[] = [
  { span: 'ttfb', limit: '20%', before: 34, after: 51, test, p: 0.000_312, regressed: true },
  { span: 'total', limit: '50ms', before: 71.4, after: 92.1, test, p: 0.0412, regressed: false },
  { span: 'transfer', limit: '10%', before: null, after: null, test, p: null, regressed: false },
];

/** A hundred samples, twenty of which some are lost, five that are all lost, and three of a longer run. */
export function sampledRun(): Run {
  const hundred = Array.from({ length: 100 }, (_, index) => answered(index));
  // The steps of a few say enough.
  const few = hundred.slice(0, 7);
  const shaky = Array.from({ length: 20 }, (_, index) => (index % 7 === 5 ? silent : answered(index)));
  const dead = Array.from({ length: 5 }, () => silent);
  const three = [3, 4, 5].map(answered);
  const short = { ...compared[0], p: null, regressed: false } as Comparison;
  return run(
    [
      sampled(
        result('api', few, {
          status: 'degraded',
          code: 'latency.regressed',
          layer: 'http',
          message:
            'expected latency ttfb at most 20% over the baseline of 34ms, got 51ms (+50%, Mann-Whitney U, p = 0.00031)',
          at: place(7, 5),
        }),
        samplesOf(hundred, { compared }),
      ),
      sampled(
        result('search with a name that is longer than most names are', shaky.slice(0, 6), {
          status: 'degraded',
          code: 'run.flaky',
          layer: null,
          message: '3 of 20 samples lost: tcp.timeout 3',
        }),
        samplesOf(shaky, { compared: null }),
      ),
      sampled(
        result('dead', dead.slice(0, 2), { status: 'down', code: 'tcp.timeout' }),
        samplesOf(dead, { compared: [] }),
      ),
      sampled(
        result('two ways', three, { urls: [url, 'https://b.example.com/'] }),
        samplesOf(three, { asked: 20, compared: [short] }),
        samplesOf([], { url: 'https://b.example.com/', resolver: '192.0.2.53', asked: 20 }),
      ),
    ],
    { ms: 9_340, exitCode: 1 },
  );
}

/** Twelve endpoints of which one lost a sample: the others need no more than a line. */
export function manySampled(): Run {
  const names = Array.from(
    { length: 12 },
    (_, index) => `host-${index + 1}${'-far'.repeat(index)}.example.com`,
  );
  return run(
    names.map((name, index) => {
      const attempts = Array.from({ length: 6 }, (_, sample) =>
        index === 3 && sample === 4 ? silent : answered(index + sample * 5),
      );
      const status =
        index === 3 ? { status: 'degraded' as const, code: 'run.flaky' as const, layer: null } : {};
      return sampled(result(name, attempts.slice(0, 2), status), samplesOf(attempts));
    }),
    { ms: 2_100 },
  );
}
