// What is up and what is not of each service, a line each: `WhatsApp  DOWN messaging, login · up web, media`.

import { groupBy } from '../../group.ts';
import type { ComponentStatus, Run, ServiceStatus, Status } from '../../model.ts';
import { displayWidth, pad, truncateMiddle } from '../../text.ts';
import { paragraph, type Screen, toneOf } from './screen.ts';

const LONGEST_NAME = 24;
/** More than these would push the endpoints off the screen: then only those that are not up are told. */
const MOST_SERVICES = 20;

const ORDER: readonly Status[] = ['down', 'unknown', 'degraded', 'up', 'skipped'];
const WORDS: Readonly<Record<Status, string>> = {
  down: 'DOWN',
  unknown: 'unknown',
  degraded: 'degraded',
  up: 'up',
  skipped: 'not asked',
};

/** The services, worst first; nothing where there is none. */
export function serviceLines(screen: Screen, { services }: Run): string[] {
  const sorted = services.toSorted((a, b) => ORDER.indexOf(a.status) - ORDER.indexOf(b.status));
  const all = screen.verbose || services.length <= MOST_SERVICES;
  const told = all ? sorted : sorted.filter(({ status }) => status !== 'up').slice(0, MOST_SERVICES);
  const shown = screen.onlyFailures ? told.filter(({ status }) => status !== 'up') : told;
  const rest = services.length - shown.length;
  const short = ({ service }: ServiceStatus) =>
    screen.wide ? service : truncateMiddle(service, LONGEST_NAME, screen.signs.ellipsis);
  const width = Math.max(0, ...shown.map((each) => displayWidth(short(each))));
  const lines = shown.flatMap((each) => {
    const lead = `${screen.signs.status[each.status]} ${pad(short(each), width)}  `;
    return paragraph(
      screen,
      lead,
      standingOf(screen, each),
      each.status === 'up' ? String : toneOf(screen, each.status),
    );
  });
  const more = `${shown.length === 0 ? '' : 'and '}${rest} more ${rest === 1 ? 'service' : 'services'}`;
  return rest === 0 || services.length === 0
    ? lines
    : [...lines, ...paragraph(screen, '  ', more, screen.paint.dim)];
}

/** `DOWN messaging, login · up web`; the word alone for a service without components. */
function standingOf({ signs }: Screen, service: ServiceStatus): string {
  const { components } = service;
  const groups = [...groupBy(components, wordOf)].toSorted(([, a], [, b]) => rankOf(a) - rankOf(b));
  // What stands for no component can be worse than all of them.
  const beside = components.some(({ status }) => status === service.status) ? [] : [wordOf(service)];
  const parts = groups.map(
    ([word, members]) => `${word} ${members.map(({ component }) => component).join(', ')}`,
  );
  return [...beside, ...parts].join(` ${signs.dot} `);
}

function wordOf({ status, partly }: Pick<ServiceStatus, 'status' | 'partly'>): string {
  return `${partly ? 'partly ' : ''}${WORDS[status]}`;
}

/** What is down as a whole before what is so in part. */
function rankOf([first]: readonly ComponentStatus[]): number {
  return first === undefined ? 0 : ORDER.indexOf(first.status) * 2 + Number(first.partly ?? false);
}
