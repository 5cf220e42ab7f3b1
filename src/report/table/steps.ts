// The steps of an attempt: on one line for a failure, one line each for --verbose.

import type { DnsFacts, Failure, Hop, Observation, Step, Try } from '../../model.ts';
import { pad } from '../../text.ts';
import { askedText, remarksOf, sourceOfNames, urlText } from '../parts/names.ts';
import { remoteOf } from './attempts.ts';
import { paragraph, type Screen } from './screen.ts';
import { busyText, longTime, shortTime } from './times.ts';

/** Room for `transfer (content)`. */
const STEP_LABEL = 18;
const MOST_RECORDS = 8;

/** `ms: dns 12 → tcp 31 → tls ✗ 5.0s`: how far it came, and where it ended. */
export function ladder({ signs }: Screen, { steps, facts }: Hop): string {
  const rungs = steps.map(({ name, ms, failure }) => {
    const time = failure === undefined ? shortTime(ms) : `${signs.failed} ${shortTime(ms)}`;
    const answer = name === 'ttfb' && facts.http !== undefined ? ` (HTTP ${facts.http.status})` : '';
    return `${name} ${time}${answer}`;
  });
  return rungs.length === 0 ? 'nothing sent' : `ms: ${rungs.join(` ${signs.arrow} `)}`;
}

/** The failed step of an attempt. */
export function failedStep({ hops }: Observation): Step | null {
  return hops.flatMap(({ steps }) => steps).find(({ failure }) => failure !== undefined) ?? null;
}

/** What became of one address: `192.0.2.7:443 tcp.refused`. */
export function triedText({ address, failure, abandoned }: Try): string {
  return abandoned ? `${address} not waited for` : `${address} ${failure?.code ?? 'answered'}`;
}

/** Every step and every address of an attempt. */
export function stepLines(screen: Screen, attempt: Observation, number: number): string[] {
  const { dim } = screen.paint;
  const title = `attempt ${number}: ${askedText(screen, attempt)}, ${longTime(attempt.ms)}`;
  return [
    ...paragraph(screen, '  ', title, dim),
    ...attempt.hops.flatMap((hop, index) => [
      ...(attempt.hops.length > 1
        ? paragraph(screen, '    ', `hop ${index + 1}: ${urlText(screen, hop.url)}`, dim)
        : []),
      ...hop.steps.flatMap((step) => stepLine(screen, hop, step)),
    ]),
    ...endOf(screen, attempt),
  ];
}

function stepLine(screen: Screen, hop: Hop, step: Step): string[] {
  const { layer, name, at, ms, failure, tries = [], stalledMs } = step;
  const label = pad(layer === name ? name : `${name} (${layer})`, STEP_LABEL);
  const told = failure === undefined ? answerOf(hop, step) : `${failure.code}: ${failure.message}`;
  const outcome = [told, busyText(ms, stalledMs)].filter(Boolean).join(' ');
  return [
    ...paragraph(screen, `    ${label} ${times(at, ms)}  `, outcome),
    ...tries.flatMap((one) =>
      paragraph(
        screen,
        `${' '.repeat(STEP_LABEL + 5)}${times(one.at, one.ms)}  `,
        triedText(one),
        screen.paint.dim,
      ),
    ),
  ];
}

function times(at: number, ms: number): string {
  return `at ${pad(longTime(at), 7, 'left')} took ${pad(longTime(ms), 7, 'left')}`;
}

/** What a step that passed was told. */
function answerOf(hop: Hop, { name }: Step): string {
  const { dns, tls, http } = hop.facts;
  const answers = {
    dns: dns === undefined ? [] : namesOf(dns),
    tcp: [remoteOf(hop)],
    tls: [tls?.protocol, tls?.alpn],
    ttfb: [http && `HTTP/${http.version} ${http.status}`, http?.reason],
    transfer: [],
  };
  return answers[name].filter(Boolean).join(' ');
}

/** The records asked for at the end of the aliases, who gave them, and what else was said. */
function namesOf(dns: DnsFacts): (string | undefined)[] {
  const { rcode, addresses, records, leftOut = 0 } = dns;
  const type = records.at(-1)?.type;
  const data = records.filter((record) => record.type === type).map((record) => record.data);
  const [all, between] = addresses.length > 0 ? [addresses, ' '] : [data, ', '];
  const told = all.slice(0, MOST_RECORDS);
  const more = all.length - told.length + leftOut;
  const source = sourceOfNames(dns);
  return [
    rcode,
    told.join(between),
    more > 0 ? `and ${more} more` : undefined,
    source === null ? undefined : `from ${source}`,
    ...remarksOf(dns).map((remark) => `(${remark})`),
  ];
}

/** A failure that no step had: a circle of redirects, or a machine too busy to see an answer. */
function endOf(screen: Screen, attempt: Observation): string[] {
  const failure = ownFailure(attempt);
  return failure === null ? [] : paragraph(screen, '    ', `${failure.code}: ${failure.message}`);
}

/** The failure of an attempt, unless it is that of its step. */
export function ownFailure(attempt: Observation): Failure | null {
  const { failure } = attempt;
  return failure === undefined || failedStep(attempt)?.failure?.code === failure.code ? null : failure;
}
