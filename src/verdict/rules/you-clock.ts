// you.clock: certificates look expired or not yet valid, and whoever answered dates the answer otherwise than this
// machine does: at that other time they are good. The wrong clock is ours.

import type { CauseCode, Diagnosis, Evidence, Result } from '../../model.ts';
import type { Rule } from '../rule.ts';
import { firstHost, siteOf } from '../seen.ts';
import { share } from '../signs.ts';

const id = 'you.clock';

const suspicious: ReadonlySet<CauseCode> = new Set<CauseCode>(['tls.expired', 'tls.not_yet_valid']);

/** A clock that is less wrong than this makes no certificate look wrong that is not about to be. */
const leastMs = 10 * 60_000;
/** How far apart answers may be that agree: some come out of a cache. */
const apartMs = 5 * 60_000;
const fewestSites = 2;

export const youClock: Rule = {
  id,
  suspects: 'you',
  ask: () => [],
  conclude(results, evidence): Diagnosis[] {
    const failed = results.filter(
      ({ status, cause }) => status === 'down' && cause !== undefined && suspicious.has(cause.code),
    );
    if (failed.length === 0) return [];
    const error = clockError(results, evidence);
    if (error === null) return [];
    const members = failed.filter((result) => isGoodAt(result, error.ms));
    return members.length === 0 ? [] : [diagnosis(members, failed, error)];
  },
};

interface ClockError {
  /** What must be added to our time. */
  readonly ms: number;
  /** How many sites say so. */
  readonly sites: number;
  /** When one of them was asked, by our clock. */
  readonly startedAt: string;
}

/** How wrong our clock is by what most sites say of the time; null when it is not, or they do not agree. */
function clockError(results: readonly Result[], { answers }: Evidence): ClockError | null {
  const dated = new Map(
    [...results, ...answers].flatMap((result) => {
      const [first] = datesOf(result);
      return first === undefined ? [] : [[siteOf(firstHost(result)), first]];
    }),
  );
  const all = [...dated.values()].sort((a, b) => a.errorMs - b.errorMs);
  const middle = all[Math.floor((all.length - 1) / 2)];
  if (middle === undefined || Math.abs(middle.errorMs) < leastMs) return null;
  const agreeing = all.filter(({ errorMs }) => Math.abs(errorMs - middle.errorMs) <= apartMs).length;
  if (agreeing < fewestSites || agreeing * 2 <= all.length) return null;
  return { ms: middle.errorMs, sites: agreeing, startedAt: middle.startedAt };
}

/** RFC 9110 6.6.1: when an answer was made, by the clock of whoever made it, and RFC 9111 5.1: how old it is. */
function datesOf({ attempts }: Result): { readonly errorMs: number; readonly startedAt: string }[] {
  return attempts.flatMap(({ hops, startedAt }) =>
    hops.flatMap(({ facts }) => {
      const { date = '', age = '' } = facts.http?.headers ?? {};
      const made = /^\w{3}, \d{2} \w{3} \d{4} [\d:]{8} GMT$/.test(date) ? Date.parse(date) : Number.NaN;
      const errorMs = made + (/^\d{1,9}$/.test(age) ? Number(age) * 1000 : 0) - Date.parse(startedAt);
      return Number.isFinite(errorMs) ? [{ errorMs, startedAt }] : [];
    }),
  );
}

/** Whether every certificate that it showed is good once our clock is put right. */
function isGoodAt({ attempts }: Result, errorMs: number): boolean {
  const shown = attempts.flatMap(({ hops, startedAt }) =>
    hops.flatMap(({ facts }) => (facts.tls?.chain ?? []).map((one) => ({ ...one, startedAt }))),
  );
  return (
    shown.length > 0 &&
    shown.every(({ notBefore, notAfter, startedAt }) => {
      const now = Date.parse(startedAt) + errorMs;
      return Date.parse(notBefore) - apartMs <= now && now <= Date.parse(notAfter) + apartMs;
    })
  );
}

function diagnosis(members: readonly Result[], failed: readonly Result[], error: ClockError): Diagnosis {
  const { ms, sites, startedAt } = error;
  const right = new Date(Date.parse(startedAt) + ms).toISOString();
  const words = `${durationWords(Math.abs(ms))} ${ms < 0 ? 'ahead' : 'behind'}`;
  return {
    rule: id,
    blame: 'you',
    scope: 'all',
    layer: 'tls',
    subject: 'all',
    members: members.map(({ endpoint }) => endpoint.name),
    evidence: [
      `this machine’s clock says ${minute(startedAt)}; the answers of ${sites} sites say ${minute(right)}`,
      `${share(members.length, failed.length, 'certificate')} that ${failed.length === 1 ? 'looks' : 'look'} wrong ${members.length === 1 ? 'is' : 'are'} good at that time`,
    ],
    sentence: `It is your machine: its clock is ${words}, so certificates look out of date from here.`,
    advice: 'Set the clock, best by NTP (timedatectl set-ntp true); then run this again.',
    confidence: 'likely',
  };
}

/** `2026-11-22 10:00 UTC` */
function minute(iso: string): string {
  return `${iso.slice(0, 16).replace('T', ' ')} UTC`;
}

/** In the largest unit of which there are two: `3 days`, `26 hours`. */
function durationWords(ms: number): string {
  const units = [
    ['years', 365 * 86_400_000],
    ['days', 86_400_000],
    ['hours', 3_600_000],
  ] as const;
  const [word, unit] = units.find(([, size]) => ms >= 2 * size) ?? (['minutes', 60_000] as const);
  return `${Math.round(ms / unit)} ${word}`;
}
