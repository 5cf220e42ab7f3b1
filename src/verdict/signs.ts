// What a result is a sign of: the way there, or the target itself. Shared by the rules.

import { layers } from '../codes.ts';
import { hostOf, isPrivateAddress, isPrivateHost } from '../host.ts';
import type { CauseCode, Evidence, FailureLayer, Result } from '../model.ts';

/** Failures that look like the way there: no answer, unreachable, a resolver silent or failing. */
const wayThere: ReadonlySet<CauseCode> = new Set<CauseCode>([
  'local.no_route',
  'dns.timeout',
  'dns.unreachable',
  'dns.servfail',
  'dns.refused',
  'dns.malformed',
  'dns.truncated',
  'tcp.timeout',
  'tcp.unreachable',
  'tls.timeout',
  'http.timeout',
]);

/** Down, or unknown because this machine had no route. */
function failed({ status, cause }: Result): boolean {
  return status === 'down' || (status === 'unknown' && cause?.code === 'local.no_route');
}

/** It failed, and the target itself did not say so. */
export function looksLikeTheWay(result: Result): boolean {
  return failed(result) && result.cause !== undefined && wayThere.has(result.cause.code);
}

/** The endpoint, or one of its URLs, is as it should be. */
export function passed({ status }: Pick<Result, 'status'>): boolean {
  return status === 'up' || status === 'degraded';
}

/** The target itself spoke: it passed, or it failed with a status, a certificate, an alert, a RST. */
export function answered(result: Result): boolean {
  if (passed(result) || result.parts?.some(passed)) return true;
  return result.decidedBy !== null && !looksLikeTheWay(result) && result.cause?.layer !== 'local';
}

/** Most controls that were asked and answered are as they should be. */
export function controlsAreFine({ answers }: Evidence): boolean {
  return answers.length > 0 && answers.filter(passed).length * 2 > answers.length;
}

/** True when nothing of the endpoint is on the public internet, by its URLs or by where they led. */
export function isPrivate({ endpoint, attempts }: Result): boolean {
  const remote = attempts.flatMap(({ hops }) => hops.flatMap((hop) => hop.facts.remote?.address ?? []));
  return (
    endpoint.urls.every((url) => isPrivateHost(hostOf(new URL(url)))) ||
    (remote.length > 0 && remote.every(isPrivateAddress))
  );
}

/** The layer at which most of these failed; at a tie the lower one. */
export function commonLayer(results: readonly Result[]): FailureLayer | null {
  const count = (layer: FailureLayer) => results.filter(({ cause }) => cause?.layer === layer).length;
  const [first] = [...layers].sort((a, b) => count(b) - count(a));
  return first !== undefined && count(first) > 0 ? first : null;
}

/** "1 of 7 checks", "all 7 checks". */
export function share(part: number, whole: number, noun: string): string {
  const plural = whole === 1 ? noun : `${noun}s`;
  if (part < whole) return `${part} of ${whole} ${plural}`;
  return whole === 1 ? `the only ${noun}` : `all ${whole} ${plural}`;
}
