// Runs for the report tests, written as briefly as they can be read.

import { codes, failure, layerOf } from '../../src/codes.ts';
import type {
  CauseCode,
  Check,
  Diagnosis,
  Facts,
  FailureCode,
  Hop,
  Observation,
  Phase,
  ProviderStatus,
  ReportedResult,
  Run,
  ServiceStatus,
  Source,
  Status,
  Step,
  Try,
} from '../../src/model.ts';

type Times = Partial<Record<Phase, number>>;

interface HopSketch {
  readonly url?: string;
  readonly status?: number;
  readonly days?: number;
  readonly address?: string;
  readonly fails?: FailureCode;
  readonly message?: string;
  readonly detail?: string;
  readonly tries?: readonly Try[];
  readonly body?: string;
}

/** A hop whose last phase fails when the sketch names a code. */
export function hop(times: Times, sketch: HopSketch = {}): Hop {
  const names = Object.keys(times) as Phase[];
  let at = 0.1;
  const steps = names.map((name, index): Step => {
    const ms = times[name] ?? 0;
    const last = index === names.length - 1 && sketch.fails !== undefined;
    const step: Step = {
      layer: name === 'ttfb' ? 'http' : name === 'transfer' ? 'content' : name,
      name,
      at,
      ms,
      ...(last && sketch.fails ? { failure: words(sketch.fails, sketch) } : {}),
      ...(last && sketch.tries ? { tries: sketch.tries } : {}),
    };
    at += ms;
    return step;
  });
  return { url: sketch.url ?? 'https://www.example.com/', steps, facts: factsOf(times, sketch) };
}

function words(code: FailureCode, { message, detail }: HopSketch) {
  return failure(code, { ...(message ? { message } : {}), ...(detail ? { detail } : {}) });
}

function factsOf(times: Times, { status, days, address, body, fails }: HopSketch): Facts {
  const dns = {
    from: 'server' as const,
    server: '192.0.2.53:53',
    rcode: 'NOERROR',
    records: [],
    addresses: [address ?? '192.0.2.7'],
  };
  return {
    ...(times.dns === undefined ? {} : { dns }),
    ...(times.tcp === undefined || fails?.startsWith('tcp.')
      ? {}
      : { remote: { address: address ?? '192.0.2.7', port: 443 } }),
    ...(days === undefined
      ? {}
      : {
          tls: {
            protocol: 'TLSv1.3',
            cipher: 'TLS_AES_128_GCM_SHA256',
            alpn: 'h2',
            chain: [],
            expiresInDays: days,
            lifetimeDays: 90,
          },
        }),
    ...(status === undefined
      ? {}
      : {
          http: { version: '2', status, reason: null, headers: {}, ...(body === undefined ? {} : { body }) },
        }),
  };
}

/** An attempt over these hops. */
export function attempt(...hops: readonly Hop[]): Observation {
  const steps = hops.flatMap((one) => one.steps);
  const failed = steps.find((step) => step.failure)?.failure;
  return {
    url: hops[0]?.url ?? 'https://www.example.com/',
    startedAt: '2026-11-22T10:00:00.000Z',
    ms: steps.reduce((sum, { ms }) => sum + ms, 0),
    hops,
    ...(failed ? { failure: failed } : {}),
  };
}

interface ResultSketch {
  readonly in?: string;
  readonly provider?: string;
  readonly component?: string;
  readonly urls?: readonly string[];
  readonly line?: number;
  readonly status?: Status;
  readonly code?: CauseCode;
  readonly layer?: 'dns' | 'tcp' | 'tls' | 'http' | 'content' | null;
  readonly message?: string;
  readonly at?: Source;
  readonly checks?: readonly Check[];
}

/** A result of these attempts; `up` unless the sketch says otherwise. */
export function result(
  name: string,
  attempts: readonly Observation[],
  sketch: ResultSketch = {},
): ReportedResult {
  const { code } = sketch;
  const layer = sketch.layer !== undefined ? sketch.layer : code ? layerOf(code as FailureCode) : null;
  return {
    endpoint: {
      name,
      service: sketch.in ?? null,
      component: sketch.component ?? null,
      provider: sketch.provider ?? null,
      edge: null,
      tags: [],
      urls: sketch.urls ?? [attempts[0]?.url ?? 'https://www.example.com/'],
      atLeast: 1,
      source: place(sketch.line ?? 12, 5),
    },
    attempts,
    decidedBy: attempts.length === 0 ? null : attempts.length - 1,
    status: sketch.status ?? 'up',
    ...(code
      ? {
          cause: {
            code,
            layer,
            message: sketch.message ?? codes[code].sentence,
            ...(sketch.at ? { source: sketch.at } : {}),
          },
        }
      : {}),
    checks: sketch.checks ?? [],
  };
}

/** A place in the list. */
export function place(line: number, column: number): Source {
  return { file: 'probes.yaml', line, column };
}

/** A failed check. */
export function check(
  what: string,
  expected: string,
  actual: string,
  code: CauseCode,
  source: Source,
): Check {
  return { what, expected, actual, pass: false, severity: 'fail', code, layer: 'http', source };
}

interface RunSketch {
  readonly ms?: number;
  readonly simulated?: true;
  readonly services?: readonly ServiceStatus[];
  readonly providers?: readonly ProviderStatus[];
  readonly diagnoses?: readonly Diagnosis[];
  readonly exitCode?: Run['exitCode'];
}

/** A finished run of these results. */
export function run(results: readonly ReportedResult[], sketch: RunSketch = {}): Run {
  return {
    schema: 'whydown.run/1',
    version: '0.1.0',
    startedAt: '2026-11-22T10:00:00.000Z',
    ms: sketch.ms ?? 812.4567,
    ...(sketch.simulated ? { simulated: true } : {}),
    results,
    services: sketch.services ?? [],
    providers: sketch.providers ?? [],
    diagnoses: sketch.diagnoses ?? [],
    exitCode: sketch.exitCode ?? 0,
  };
}

/** An attempt that went well. */
export function fine(url: string, sketch: HopSketch = {}): Observation {
  const secure = url.startsWith('https:');
  const times = { dns: 11.6, tcp: 19.8, ...(secure ? { tls: 41.2 } : {}), ttfb: 88.4, transfer: 3.1 };
  return attempt(hop(times, { url, status: 200, ...(secure ? { days: 62.4 } : {}), ...sketch }));
}
