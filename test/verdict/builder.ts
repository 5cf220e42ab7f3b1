// Endpoints, results and evidence for the tests of the verdict, written as briefly as they can be read.

import { askKey, asksOf } from '../../src/asks.ts';
import { failure } from '../../src/codes.ts';
import { builtInOptions, implicitExpectations } from '../../src/config/builtin.ts';
import { readUrl } from '../../src/config/url.ts';
import type {
  CauseCode,
  Diagnosis,
  Endpoint,
  Evidence,
  FailureCode,
  FailureLayer,
  Job,
  Observation,
  Result,
  Retry,
  Status,
} from '../../src/model.ts';
import { isProblem } from '../../src/shape.ts';

export interface EndpointSketch {
  readonly urls?: readonly string[];
  readonly service?: string;
  readonly component?: string;
  readonly provider?: string;
  readonly edge?: string;
  readonly atLeast?: number;
  readonly retry?: Retry;
  /** Given on the command line, not in a list. */
  readonly adHoc?: boolean;
}

/** An endpoint of a list; `https://<name>.example.com/` unless the sketch says otherwise. */
export function endpoint(name: string, sketch: EndpointSketch = {}): Endpoint {
  const urls = sketch.urls ?? [`https://${name.toLowerCase().replaceAll(' ', '-')}.example.com/`];
  const source = sketch.adHoc ? null : { file: 'probes.yaml', line: 7, column: 5 };
  const url = readUrl(urls[0] ?? '');
  if (isProblem(url)) throw new Error(url.problem);
  return {
    name,
    service: sketch.service ?? null,
    component: sketch.component ?? null,
    provider: sketch.provider ?? null,
    edge: sketch.edge ?? null,
    tags: [],
    urls,
    atLeast: sketch.atLeast ?? 1,
    source,
    options: { ...builtInOptions, ...(sketch.retry ? { retry: sketch.retry } : {}) },
    expect: implicitExpectations(url.value.kind, source),
  };
}

/** One attempt that got as far as `remote`, and failed with `code` if there is one. */
function attempt(url: string, code?: FailureCode, remote?: string): Observation {
  const facts = remote === undefined ? {} : { remote: { address: remote, port: 443 } };
  return {
    url,
    startedAt: '2026-11-22T10:00:00.000Z',
    ms: 20,
    hops: [{ url, steps: [], facts }],
    ...(code ? { failure: failure(code) } : {}),
  };
}

function result(
  of: Endpoint,
  status: Status,
  code?: CauseCode,
  attempts: readonly Observation[] = [],
): Result {
  const word = code?.split('.')[0] ?? '';
  const layer = ['latency', 'run', ''].includes(word) ? null : (word as FailureLayer);
  return {
    endpoint: of,
    attempts,
    decidedBy: attempts.length === 0 ? null : 0,
    passed: status === 'up' || status === 'degraded' ? asksOf(of).map(askKey) : [],
    status,
    ...(code ? { cause: { code, layer, message: `message of ${code}` } } : {}),
    codes: code ? [code] : [],
    checks: [],
  };
}

const somewhere = '192.0.2.7';

export function up(of: Endpoint, remote = somewhere): Result {
  return result(of, 'up', undefined, [attempt(of.urls[0] ?? '', undefined, remote)]);
}

export function degraded(of: Endpoint, code: CauseCode = 'latency.slow'): Result {
  return result(of, 'degraded', code, [attempt(of.urls[0] ?? '', undefined, somewhere)]);
}

const judged: readonly CauseCode[] = [
  'http.status',
  'http.header',
  'content.body',
  'content.json',
  'tls.expires',
];

/** Down with this code. Where the target was reached at all, `remote` is where. */
export function down(of: Endpoint, code: CauseCode = 'tcp.timeout', remote?: string): Result {
  const reached = remote ?? (/^(dns|tcp|local)\./.test(code) ? undefined : somewhere);
  const failed = judged.includes(code) || code.startsWith('latency.') ? undefined : (code as FailureCode);
  return result(
    of,
    'down',
    code,
    of.urls.map((url) => attempt(url, failed, reached)),
  );
}

export function unknown(of: Endpoint, code: CauseCode = 'http.guarded'): Result {
  const failed = code.startsWith('local.') ? (code as FailureCode) : undefined;
  const attempts = code.startsWith('run.') ? [] : [attempt(of.urls[0] ?? '', failed)];
  return result(of, 'unknown', code, attempts);
}

export function skipped(of: Endpoint, code: CauseCode = 'run.deadline'): Result {
  return result(of, 'skipped', code);
}

/** The jobs by which an endpoint was asked so far. */
export function askedFor(of: Endpoint, times = 1, urls: readonly string[] = of.urls): Job[] {
  return Array.from({ length: times }, (_, index) => index + 1).flatMap((number) =>
    urls.map((url) => ({
      purpose: 'endpoint' as const,
      endpoint: of,
      url,
      resolver: null,
      address: null,
      attempt: number,
      sample: 1,
      afterMs: 0,
      timeoutMs: of.options.timeoutMs,
      collect: { body: false },
    })),
  );
}

/** What is known after the first round. */
export function evidence(sketch: Partial<Evidence> = {}): Evidence {
  return { controls: [], answers: [], opinions: [], feeds: [], asked: [], ...sketch };
}

export const controls: readonly Endpoint[] = ['Google', 'Apple', 'Mozilla'].map((name) =>
  endpoint(name, { urls: [`http://check.${name.toLowerCase()}.com/`] }),
);

/** The controls were asked: so many of them gave no answer. */
export function controlsWith(silent: number): Evidence {
  const answers = controls.map((control, index) => (index < silent ? down(control) : up(control)));
  return evidence({ controls, answers });
}

/** A diagnosis that blames someone for these. */
export function diagnosis(blame: Diagnosis['blame'], ...members: readonly string[]): Diagnosis {
  return {
    rule: 'a.rule',
    blame,
    scope: 'all',
    layer: 'tcp',
    subject: 'all',
    members,
    evidence: [],
    sentence: 'It is so.',
    advice: 'Do this.',
    confidence: 'likely',
  };
}
