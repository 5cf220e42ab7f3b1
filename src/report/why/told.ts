// What a step was told: records, an address, a handshake with its chain, a status with its headers.

import type { DnsFacts, Hop, HttpFacts, Step, TlsFacts } from '../../model.ts';
import { bodyHead, headerLines, statusLine } from '../parts/answer.ts';
import { brokenEnd, dateOf, linksOf } from '../parts/chain.ts';
import { remarksOf, sourceOfNames } from '../parts/names.ts';
import { remoteOf } from '../table/attempts.ts';
import { paragraph, type Screen } from '../table/screen.ts';
import { BELOW } from './bars.ts';

const MOST_RECORDS = 12;

/** The lines below a step; none where it was told nothing. */
export function toldLines(screen: Screen, hop: Hop, step: Step, startedAt: string): string[] {
  const { dns, tls, http } = hop.facts;
  const below = (text: string) => paragraph(screen, BELOW, text);
  switch (step.name) {
    case 'dns':
      return dns === undefined ? [] : namesTold(screen, dns).flatMap(below);
    case 'tcp':
      return step.failure === undefined ? below(`${remoteOf(hop) ?? 'an address'} answered`) : [];
    case 'tls':
      return tls === undefined ? [] : handshakeTold(screen, tls, step, startedAt);
    case 'ttfb':
      return http === undefined ? [] : answerTold(screen, http);
    case 'transfer':
      return [];
  }
}

function namesTold({ signs }: Screen, dns: DnsFacts): string[] {
  const records = dns.records.slice(0, MOST_RECORDS);
  const more = dns.records.length - records.length + (dns.leftOut ?? 0);
  const addresses = records.length === 0 && dns.addresses.length > 0 ? [dns.addresses.join(', ')] : [];
  const source = sourceOfNames(dns);
  const said = dns.rcode === undefined ? '' : ` ${dns.rcode}`;
  return [
    ...(source === null ? [] : [`${source} answered${said}`]),
    ...remarksOf(dns),
    ...records.map(({ name, type, ttl, data }) => `${name} ${signs.arrow} ${data} (${type}, ${ttl} s)`),
    ...(more > 0 ? [`and ${more} more records`] : []),
    ...addresses,
    ...(dns.missing ?? []).map(({ type, failure }) => `nothing for ${type}: ${failure.message}`),
  ];
}

function handshakeTold(screen: Screen, tls: TlsFacts, { failure }: Step, startedAt: string): string[] {
  const { paint, signs } = screen;
  const { protocol, cipher, alpn, chain } = tls;
  const agreed = [protocol, cipher, alpn === null ? null : `ALPN ${alpn}`].filter((text) => text !== null);
  const untrusted = failure?.code === 'tls.self_signed' || failure?.code === 'tls.unknown_root';
  const end = failure === undefined ? null : brokenEnd(tls, untrusted);
  const links = linksOf(tls, startedAt);
  return [
    ...(agreed.length === 0 ? [] : paragraph(screen, BELOW, agreed.join(', '))),
    ...chain.flatMap(({ issuer, subject, names, notBefore }, index) => {
      const link = links[index];
      const lead = `${BELOW}${' '.repeat(String(index + 1).length)} `;
      return [
        ...paragraph(screen, BELOW, `${index + 1} ${subject}`, paint.bold),
        ...(names.length === 0 ? [] : paragraph(screen, lead, `for ${names.join(', ')}`)),
        ...paragraph(screen, lead, issuer === subject ? 'signed by itself' : `issued by ${issuer}`),
        ...paragraph(
          screen,
          lead,
          `from ${dateOf(notBefore)}, ${link?.validity ?? ''}`,
          link?.wrong ? paint.red : undefined,
        ),
      ];
    }),
    ...(end === null ? [] : paragraph(screen, BELOW, `${signs.failed} ${end}`, paint.red)),
  ];
}

function answerTold(screen: Screen, http: HttpFacts): string[] {
  const headers = headerLines(screen, http, screen.width - BELOW.length);
  return [...paragraph(screen, BELOW, statusLine(http)), ...headers.map((line) => BELOW + line)];
}

/** The head of the body, where any of it was read. */
export function bodyLines(screen: Screen, http: HttpFacts): string[] {
  const lines = bodyHead(screen, http, screen.width - BELOW.length);
  return lines.map((line, index) => `  ${(index === 0 ? 'body' : '').padEnd(BELOW.length - 2)}${line}`);
}
