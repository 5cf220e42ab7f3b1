// The last words: what is down from here, whose fault it seems to be and why we think so, and the count.

import { familyName, familyOf } from '../../family.ts';
import type { Diagnosis, ReportedResult, Run, Status } from '../../model.ts';
import { truncateMiddle } from '../../text.ts';
import { rowName } from '../name.ts';
import { decidingAttempt } from './attempts.ts';
import { endpointsOf, isFeed } from './endpoints.ts';
import { paragraph, type Screen, toneOf } from './screen.ts';
import { longTime } from './times.ts';

/** Not so many that they push the diagnosis off the screen. */
const NAMED = 3;
const NAME_WIDTH = 40;
const MOST_MEMBERS = 5;
const MOST_DIAGNOSES = 20;

/** The headline: one sentence that is true from this place. */
export function headlineLines(screen: Screen, run: Run): string[] {
  const worst = (['down', 'unknown', 'degraded', 'up'] as const).find((status) => countOf(run, status) > 0);
  const tone = toneOf(screen, worst ?? 'skipped');
  return paragraph(screen, '', headline(screen, run), (line) => screen.paint.bold(tone(line)));
}

function headline(screen: Screen, { results }: Run): string {
  const endpoints = endpointsOf(results);
  const all = endpoints.length;
  const of = (status: Status) => endpoints.filter((each) => each.status === status);
  const down = of('down');
  const unknown = of('unknown').length;
  const degraded = of('degraded').length;
  const skipped = of('skipped').length;
  const asked = all - skipped;
  if (asked === 0) {
    return 'No endpoint could be judged.';
  }
  const unasked = skipped === 0 ? '' : `; ${skipped} ${were(skipped)} not asked`;
  const unjudged = unknown === 0 ? '' : `; ${unknown} could not be judged`;
  if (down.length > 0) {
    const rows = down.flatMap((one) => one.rows);
    const partly = down.every((one) => one.partly);
    const told = rows.length <= NAMED && (all > 1 || partly);
    const names = told ? `: ${rows.map((row) => nameAndLayer(screen, row)).join(', ')}` : '';
    return `${share(down.length, all)} ${partly ? 'partly ' : ''}down from here${names}${unjudged}${unasked}.`;
  }
  if (unknown > 0 && unknown === asked) {
    return `${all === 1 ? 'The endpoint' : `${unknown} of ${all} endpoints`} could not be judged from here${unasked}.`;
  }
  if (unknown > 0) {
    return `Nothing is known to be down from here${unjudged.replace('could', `of ${all} could`)}${unasked}.`;
  }
  const warned = degraded === 0 ? '' : `, ${degraded === all && all > 1 ? 'all' : degraded} of them degraded`;
  return `${share(asked, all)} up from here${all === 1 && degraded === 1 ? ', but degraded' : warned}${unasked}.`;
}

function nameAndLayer({ signs }: Screen, row: ReportedResult): string {
  const { cause } = row;
  const name = truncateMiddle(rowName(row), NAME_WIDTH, signs.ellipsis);
  return cause?.layer ? `${name} (${cause.layer})` : name;
}

function share(count: number, all: number): string {
  if (all === 1) {
    return 'The endpoint is';
  }
  if (all === 2 && count === 2) {
    return 'Both endpoints are';
  }
  return count === all
    ? `All ${all} endpoints are`
    : `${count} of ${all} endpoints ${count === 1 ? 'is' : 'are'}`;
}

function were(count: number): string {
  return count === 1 ? 'was' : 'were';
}

/** What each rule concluded, with its evidence. */
export function diagnosisLines(screen: Screen, diagnoses: readonly Diagnosis[]): string[] {
  const { paint, signs } = screen;
  const shown = screen.verbose ? diagnoses : diagnoses.slice(0, MOST_DIAGNOSES);
  const rest = diagnoses.length - shown.length;
  const more =
    rest === 0 ? [] : ['', ...paragraph(screen, '', `And ${rest} more like these; --verbose tells all.`)];
  const lines = shown.flatMap(({ sentence, confidence, members, evidence, advice }) => [
    '',
    ...paragraph(screen, '', `${sentence} (${confidence})`, paint.bold),
    ...evidence.flatMap((one) => paragraph(screen, '  - ', one)),
    ...(members.length > 1 ? paragraph(screen, '  - ', membersText(screen, members), paint.dim) : []),
    ...(advice === '' ? [] : paragraph(screen, `  ${signs.arrow} `, advice)),
  ]);
  return [...lines, ...more];
}

function membersText({ verbose }: Screen, members: readonly string[]): string {
  const named = verbose ? members : members.slice(0, MOST_MEMBERS);
  const more = members.length - named.length;
  return `explains ${members.length}: ${named.join(', ')}${more === 0 ? '' : ` and ${more} more`}`;
}

/** Said once a run: the addresses that were left out, because this machine has no route to them. */
export function routeLines(screen: Screen, { results }: Run): string[] {
  const facts = results.flatMap(({ attempts }) =>
    attempts.flatMap(({ hops }) => hops.map((hop) => hop.facts)),
  );
  const left = facts.flatMap(({ unrouted = [], routes }) =>
    unrouted.map((address) => {
      const family = familyOf(address);
      const none = routes !== undefined && !(family === 4 ? routes.ipv4 : routes.ipv6);
      return none ? familyName(family) : address;
    }),
  );
  const families: readonly string[] = ([4, 6] as const).map(familyName);
  const lines = families
    .filter((family) => left.includes(family))
    .map((family) => `${family} addresses were left out: this machine has no route for ${family}.`);
  const single = [...new Set(left)].filter((each) => !families.includes(each));
  const more = `${namesOf(single)} ${were(single.length)} left out: this machine has no route to ${single.length === 1 ? 'it' : 'them'}.`;
  return noteLines(screen, single.length === 0 ? lines : [...lines, more]);
}

/** Said once a run, where both families were to be asked: the names that have only one. */
export function familyLines(screen: Screen, { results }: Run): string[] {
  const lacking = (type: string): readonly string[] => [
    ...new Set(results.filter((row) => lacks(row, type)).map(({ endpoint }) => endpoint.name)),
  ];
  return noteLines(
    screen,
    (
      [
        ['A', 4],
        ['AAAA', 6],
      ] as const
    ).flatMap(([type, family]) => {
      const names = lacking(type);
      return names.length === 0 ? [] : [`No ${familyName(family)} address was found for ${namesOf(names)}.`];
    }),
  );
}

function lacks({ attempts }: ReportedResult, type: string): boolean {
  const missing = attempts.flatMap(({ hops }) => hops[0]?.facts.dns?.missing ?? []);
  const own = missing.filter((each) => each.type === type);
  return own.length > 0 && own.every(({ failure }) => /^dns\.(nodata|nxdomain)$/.test(failure.code));
}

function namesOf(names: readonly string[]): string {
  const more = names.length - MOST_MEMBERS;
  return `${names.slice(0, MOST_MEMBERS).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function noteLines(screen: Screen, notes: readonly string[]): string[] {
  return notes.flatMap((note) => ['', ...paragraph(screen, '', note, screen.paint.dim)]);
}

/** Said of each name that has more addresses than are asked. */
export function unaskedLines(screen: Screen, { results }: Run): string[] {
  const unasked = new Map(results.flatMap((row) => (row.unasked ? [[row.endpoint.name, row.unasked]] : [])));
  return noteLines(
    screen,
    [...unasked].map(
      ([name, count]) => `${name} has too many addresses: ${count} of them ${were(count)} not asked.`,
    ),
  );
}

/** The parts of an attempt and of a run from which on times are said to be in doubt. */
const BUSY_PART = 1 / 2;
const BUSY_MS = 100;

/** Said once a run: that times say more of this machine than of whom it asked. */
export function busyLines(screen: Screen, { results }: Run): string[] {
  const busy = results.filter((result) => {
    const { ms = 0, stalledMs = 0 } = decidingAttempt(result) ?? {};
    return stalledMs >= BUSY_MS && stalledMs >= ms * BUSY_PART;
  });
  const names = [...new Set(busy.map(({ endpoint }) => endpoint.name))];
  return names.length === 0
    ? []
    : noteLines(screen, [
        `Do not trust these times: this machine was busy while it asked ${namesOf(names)}.`,
      ]);
}

/** `42 endpoints: 40 up, 1 degraded, 1 down · 3.2 s` */
export function countLines(screen: Screen, run: Run): string[] {
  const { length } = endpointsOf(run.results);
  const counts = (['up', 'degraded', 'down', 'unknown', 'skipped'] as const)
    .filter((status) => countOf(run, status) > 0)
    .map((status) => `${countOf(run, status)} ${status}`);
  const told = counts.length === 0 ? '' : `: ${counts.join(', ')}`;
  const { dot } = screen.signs;
  const endpoints = `${length} ${length === 1 ? 'endpoint' : 'endpoints'}${told}`;
  const text = [endpoints, ...feedsText(run), longTime(run.ms)].join(` ${dot} `);
  return paragraph(screen, '', text);
}

/** `2 of 3 feeds read` */
function feedsText({ results }: Run): string[] {
  const feeds = results.filter(isFeed);
  const read = feeds.filter(({ status }) => status === 'up').length;
  return feeds.length === 0
    ? []
    : [`${read} of ${feeds.length} ${feeds.length === 1 ? 'feed' : 'feeds'} read`];
}

function countOf({ results }: Run, status: Status): number {
  return endpointsOf(results).filter((each) => each.status === status).length;
}
