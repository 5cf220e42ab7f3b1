// certificate: a certificate is not good. Hosts that fail in the same way with certificates of one issuer share its
// cause; what is wrong with one certificate alone (its time, its names) is told of its host.

import { groupBy } from '../../group.ts';
import { hostOf } from '../../host.ts';
import type { CauseCode, CertificateFacts, Diagnosis, Result } from '../../model.ts';
import { counted, inWords, namesOf } from '../conclusion.ts';
import { extentsOf, groupOf } from '../extent.ts';
import type { Rule } from '../rule.ts';
import { unseenOf } from '../unseen.ts';
import { adviceFor, type Witnesses, whose, witnesses } from '../whose.ts';

const id = 'certificate';

/** What whoever issued it, or a certificate in the middle, may be the reason of. */
const ofIssuer: ReadonlySet<CauseCode> = new Set<CauseCode>([
  'tls.expired',
  'tls.not_yet_valid',
  'tls.unknown_root',
  'tls.chain_incomplete',
  'tls.revoked',
  'tls.weak_signature',
  'tls.invalid',
]);

/** What only the host itself can be the reason of. */
const ofHost: ReadonlySet<CauseCode> = new Set<CauseCode>([
  'tls.name_mismatch',
  'tls.no_san',
  'tls.self_signed',
  'tls.weak_key',
  'tls.purpose',
]);

export const certificate: Rule = {
  id,
  suspects: 'them',
  turn: 2,
  ask: () => [],
  conclude(results, evidence): Diagnosis[] {
    const known = witnesses(results, evidence);
    const bad = results.filter(
      ({ status, cause }) =>
        status === 'down' && cause !== undefined && (ofIssuer.has(cause.code) || ofHost.has(cause.code)),
    );
    const issued = [...groupBy(bad, issuerOf)].flatMap(([issuer, members]) =>
      issuer !== null && hosts(members).length > 1 ? [members] : [],
    );
    const told = new Set(issued.flat());
    const others = groupBy(
      bad.filter((result) => !told.has(result)),
      (result) => `${result.cause?.code} ${groupOf(result)}`,
    );
    return [...issued, ...others.values()].map((members) =>
      hosts(members).length > 1 ? ofMany(members, known) : ofOneHost(members, known),
    );
  },
};

/** The issuer and what is wrong with what it issued; null where no issuer is to blame. */
function issuerOf(result: Result): string | null {
  const { cause } = result;
  const issuer = culprit(result)?.issuer;
  if (cause === undefined || issuer === undefined || !ofIssuer.has(cause.code)) return null;
  return JSON.stringify([cause.code, issuer]);
}

/** Above the leaf the first that is out of time, else the leaf. */
function culprit(result: Result): CertificateFacts | undefined {
  const attempt = result.attempts[result.decidedBy ?? 0];
  const [leaf, ...above] = attempt?.hops.at(-1)?.facts.tls?.chain ?? [];
  const at = attempt?.startedAt ?? '';
  return above.find(({ notBefore, notAfter }) => notAfter < at || at < notBefore) ?? leaf;
}

function hostFailed({ endpoint, attempts, decidedBy }: Result): string {
  return hostOf(new URL(attempts[decidedBy ?? 0]?.hops.at(-1)?.url ?? endpoint.urls[0] ?? ''));
}

function hosts(members: readonly Result[]): readonly string[] {
  return [...new Set(members.map(hostFailed))].sort();
}

function ofMany(members: readonly Result[], known: Witnesses): Diagnosis {
  const bad = members.flatMap((result) => culprit(result) ?? []);
  const issuers = [...new Set(bad.map(({ issuer }) => issuer))].sort();
  const issuer = issuers.length === 1 ? issuers[0] : undefined;
  const [extent, other] = extentsOf(members);
  const one = other === undefined ? extent : undefined;
  const all = hosts(members);
  const [first] = bad;
  return common(members, known, {
    scope: one?.scope ?? 'endpoint',
    subject: one?.subject ?? `certificates of ${issuer}`,
    evidence: [
      `${members[0]?.cause?.code ?? 'tls'} at ${all.length} hosts: ${namesOf(members)}`,
      ...(issuer === undefined ? [] : [`all are issued by ${issuer}`]),
      ...(first ? [`${first.subject}: valid from ${first.notBefore} to ${first.notAfter}`] : []),
    ],
    sentence: `${all.length > 3 ? `${all.slice(0, 3).join(', ')} and ${all.length - 3} more` : inWords(all)} show certificates that are not good, as seen from here${issuer === undefined ? '' : `, all issued by ${issuer}`}: ${members[0]?.cause?.message ?? 'they fail'}.`,
  });
}

function ofOneHost(members: readonly Result[], known: Witnesses): Diagnosis {
  const [first] = members;
  const host = first === undefined ? '' : hostFailed(first);
  const message = first?.cause?.message ?? 'it fails';
  return common(members, known, {
    scope: 'host',
    subject: host,
    evidence: [
      `${first?.cause?.code ?? 'tls'} at ${host}`,
      ...(members.length > 1
        ? [`${counted({ down: members, siblings: members })}: ${namesOf(members)}`]
        : []),
    ],
    sentence: `The certificate of ${host} is not good, as seen from here: ${message}.`,
  });
}

function common(
  members: readonly Result[],
  known: Witnesses,
  told: Pick<Diagnosis, 'scope' | 'subject' | 'evidence' | 'sentence'>,
): Diagnosis {
  const { blame, confidence, controls } = whose(members, known);
  return {
    rule: id,
    blame,
    layer: 'tls',
    members: members.map(({ endpoint }) => endpoint.name),
    advice: adviceFor(members, blame),
    confidence,
    ...told,
    evidence: [...told.evidence, ...controls, ...unseenOf(members)],
  };
}
