// A certificate chain, leaf first, with the link at which it breaks off.

import type { CertificateFacts, TlsFacts } from '../../model.ts';

const day = 86_400_000;

/** One certificate in words, as of an instant. */
export interface Link {
  readonly subject: string;
  /** `valid to 2026-12-30, 38 days left`; `expired 2026-11-10, 12 days ago`. */
  readonly validity: string;
  readonly wrong: boolean;
}

/** What each certificate says of its time. `at` is an ISO wall time. */
export function linksOf({ chain }: TlsFacts, at: string): readonly Link[] {
  const now = Date.parse(at);
  return chain.map(({ subject, notBefore, notAfter }) => {
    const left = Math.trunc((Date.parse(notAfter) - now) / day);
    if (Date.parse(notAfter) < now) {
      return { subject, validity: `expired ${dateOf(notAfter)}, ${days(-left)} ago`, wrong: true };
    }
    if (Date.parse(notBefore) > now) {
      return { subject, validity: `not valid before ${dateOf(notBefore)}`, wrong: true };
    }
    return { subject, validity: `valid to ${dateOf(notAfter)}, ${days(left)} left`, wrong: false };
  });
}

/** The end of the chain, where it is not a root that this machine has; null for a chain that holds. */
export function brokenEnd({ chain }: TlsFacts, selfSigned: boolean): string | null {
  const last: CertificateFacts | undefined = chain.at(-1);
  if (last === undefined) return null;
  if (last.issuer !== last.subject) return `${last.issuer}: missing, neither sent nor known here`;
  return selfSigned ? 'signed by itself, and not trusted here' : null;
}

/** The day of an ISO time; another text stays as it is. */
export function dateOf(time: string): string {
  return /^\d{4}-\d\d-\d\dT/.test(time) ? time.slice(0, 10) : time;
}

function days(count: number): string {
  return count === 1 ? '1 day' : `${count} days`;
}
