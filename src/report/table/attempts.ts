// Reading a result: how long each phase took, what the answer was, and where it went wrong.
// Judges nothing: the status and its cause are given.

import type { Hop, Observation, Phase, ReportedResult } from '../../model.ts';

/** The columns that can carry the mark of a failure. */
export type Measured = 'dns' | 'tcp' | 'tls' | 'ttfb' | 'total' | 'http' | 'cert';

/** The attempt whose numbers stand for the result; null when nothing was asked. */
export function decidingAttempt({ attempts, decidedBy }: ReportedResult): Observation | null {
  return decidedBy === null ? null : (attempts[decidedBy] ?? null);
}

/** How long a phase took over all hops, a failed try included; null when no hop reached it. */
export function spentMs({ hops }: Observation, phase: Phase): number | null {
  const steps = hops.flatMap((hop) => hop.steps).filter(({ name }) => name === phase);
  return steps.length === 0 ? null : steps.reduce((sum, { ms }) => sum + ms, 0);
}

/** The phase at whose step the attempt failed, if it failed at one. */
function failedPhase({ hops }: Observation): Phase | null {
  return hops.flatMap((hop) => hop.steps).find(({ failure }) => failure !== undefined)?.name ?? null;
}

/** The status of the answer; null when the last hop gave none. */
export function finalStatus({ hops }: Observation): number | null {
  return hops.at(-1)?.facts.http?.status ?? null;
}

/** Days to the earliest expiry that any hop showed. */
export function certificateDays({ hops }: Observation): number | null {
  const days = hops.flatMap(({ facts }) => facts.tls?.expiresInDays ?? []);
  return days.length === 0 ? null : Math.min(...days);
}

/** Where the answer came from, as `192.0.2.7:443`. */
export function remoteOf(hop: Hop | undefined): string | null {
  const remote = hop?.facts.remote;
  if (remote === undefined) {
    return null;
  }
  return remote.address.includes(':')
    ? `[${remote.address}]:${remote.port}`
    : `${remote.address}:${remote.port}`;
}

const PHASE_COLUMNS: Readonly<Record<Phase, Measured>> = {
  dns: 'dns',
  tcp: 'tcp',
  tls: 'tls',
  ttfb: 'ttfb',
  transfer: 'http',
};

/** The column in which a result's trouble shows; null when no number is to blame. */
export function markedColumn(result: ReportedResult, attempt: Observation | null): Measured | null {
  const { cause } = result;
  if (cause === undefined || attempt === null) {
    return null;
  }
  const phase = failedPhase(attempt);
  if (phase !== null) {
    return PHASE_COLUMNS[phase];
  }
  const [family] = cause.code.split('.');
  if (family === 'latency') {
    return latencyColumn(cause.layer);
  }
  if (family === 'run' || family === 'local' || cause.layer === null) {
    return null;
  }
  return columnOfLayer(cause.layer, cause.code);
}

function latencyColumn(layer: string | null): Measured {
  return layer === 'dns' || layer === 'tcp' || layer === 'tls' ? layer : layer === 'http' ? 'ttfb' : 'total';
}

function columnOfLayer(layer: string, code: string): Measured | null {
  if (layer === 'dns' || layer === 'tcp') {
    return layer;
  }
  if (layer === 'tls') {
    return /^tls\.(version|alpn|cipher)$/.test(code) ? 'tls' : 'cert';
  }
  return layer === 'http' || layer === 'content' ? 'http' : null;
}
