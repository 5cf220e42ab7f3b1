// What was seen of a failure, label by label: addresses, chain, answer, and the line that repeats it.
// Shown for what is down or could not be judged; what is merely slow needs none of it.

import type { Hop, Observation, ReportedResult, TlsFacts } from '../../model.ts';
import { bodyHead, headerLines, statusLine } from '../parts/answer.ts';
import { brokenEnd, linksOf } from '../parts/chain.ts';
import { sourceOfNames } from '../parts/names.ts';
import { shellLines } from '../parts/shell.ts';
import { paragraph, type Screen, type Tone } from './screen.ts';
import { failedStep, triedText } from './steps.ts';

/** The width of a label with the blanks behind it; two more stand before it. */
export const LABEL = 10;
const MOST_TRIES = 4;
const MOST_ADDRESSES = 4;

/** A label in front of a paragraph. */
export function labelled(screen: Screen, label: string, text: string, tone?: Tone): string[] {
  return paragraph(screen, `  ${label.padEnd(LABEL)}`, text, tone);
}

/** Several lines under one label, none of them wrapped. */
function listed(label: string, lines: readonly string[]): string[] {
  return lines.map((line, index) => `  ${(index === 0 ? label : '').padEnd(LABEL)}${line}`);
}

/** The room behind a label. */
function roomOf({ width }: Screen): number {
  return width - LABEL - 2;
}

/** What the deciding attempt saw at the hop where it ended. */
export function evidenceLines(
  screen: Screen,
  { status, cause }: ReportedResult,
  attempt: Observation | null,
): string[] {
  const hop = attempt?.hops.at(-1);
  if (attempt === null || hop === undefined) return [];
  const failed = status === 'down' || status === 'unknown';
  return [
    ...(failed ? resolvedLines(screen, hop) : []),
    ...triedLines(screen, attempt),
    ...(cause?.layer === 'tls' ? chainLines(screen, attempt) : []),
    ...(failed ? answerLines(screen, hop) : []),
  ];
}

/** `www.example.com > lb.example.net > 192.0.2.7 (192.0.2.53:53)` */
function resolvedLines(screen: Screen, { facts }: Hop): string[] {
  const { dns } = facts;
  if (dns === undefined || dns.addresses.length === 0) return [];
  const aliases = [...new Set(dns.records.flatMap(({ type, data }) => (type === 'CNAME' ? [data] : [])))];
  const shown = dns.addresses.slice(0, MOST_ADDRESSES);
  const more = dns.addresses.length - shown.length + (dns.leftOut ?? 0);
  const addresses = `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  const text = [...aliases, addresses].join(` ${screen.signs.arrow} `);
  const source = sourceOfNames(dns);
  return labelled(screen, 'resolved', source === null ? text : `${text} (${source})`);
}

/** Each address or server once, however often it was asked; those of a step that passed where one is dead. */
function triedLines(screen: Screen, attempt: Observation): string[] {
  const dead = attempt.hops
    .flatMap(({ steps }) => steps)
    .find(({ name, tries = [] }) => name === 'tcp' && tries.some(({ failure }) => failure));
  const tried = [...new Set((failedStep(attempt) ?? dead)?.tries?.map(triedText))];
  const more = tried.length > MOST_TRIES ? ` and ${tried.length - MOST_TRIES} more` : '';
  return tried.length === 0 ? [] : labelled(screen, 'tried', tried.slice(0, MOST_TRIES).join(', ') + more);
}

/** The chain that ends first, when chains are what it is about: a line a certificate, then what is missing. */
function chainLines(screen: Screen, { hops, failure, startedAt }: Observation): string[] {
  const shown = hops.flatMap(({ facts }) => (facts.tls && facts.tls.chain.length > 0 ? [facts.tls] : []));
  const days = ({ expiresInDays }: TlsFacts) => expiresInDays ?? Number.POSITIVE_INFINITY;
  const tls = failure ? shown.at(-1) : shown.toSorted((a, b) => days(a) - days(b))[0];
  if (tls === undefined) return [];
  const untrusted = failure?.code === 'tls.self_signed' || failure?.code === 'tls.unknown_root';
  const end = failure ? brokenEnd(tls, untrusted) : null;
  const links = linksOf(tls, startedAt);
  const names = tls.chain[0]?.names ?? [];
  return [
    ...links.flatMap(({ subject, validity, wrong }, index) => [
      ...labelled(
        screen,
        index === 0 ? 'chain' : '',
        `${index + 1} ${subject}, ${validity}`,
        wrong ? screen.paint.red : undefined,
      ),
      ...(index === 0 && names.length > 0 ? labelled(screen, '', `  for ${names.join(', ')}`) : []),
    ]),
    ...(end === null ? [] : labelled(screen, '', `${screen.signs.failed} ${end}`, screen.paint.red)),
  ];
}

function answerLines(screen: Screen, { facts }: Hop): string[] {
  const { http } = facts;
  if (http === undefined) return [];
  const room = roomOf(screen);
  return [
    ...labelled(screen, 'answer', statusLine(http)),
    ...listed('', headerLines(screen, http, room)),
    ...listed('body', bodyHead(screen, http, room)),
  ];
}

/** A line to paste into a shell. */
export function repeatLines({ width, paint }: Screen, { repeat }: ReportedResult): string[] {
  if (repeat === undefined) return [];
  return shellLines(repeat, `  ${'repeat'.padEnd(LABEL)}`, width).map((line) => paint.dim(line));
}
