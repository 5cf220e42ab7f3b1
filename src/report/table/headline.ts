// The first line of a report: what is the matter in one sentence that could be read out on the phone. It counts
// nothing and names no code; the lines below do.

import type { Confidence, Diagnosis, FailureLayer, Run, ServiceStatus } from '../../model.ts';
import { truncateMiddle } from '../../text.ts';
import { endpointsOf } from './endpoints.ts';
import { paragraph, type Screen, toneOf } from './screen.ts';

const MOST_NAMES = 4;
const NAME_WIDTH = 40;

/** The sentence as a paragraph; nothing where there is too little to sum up. */
export function plainLines(screen: Screen, run: Run): string[] {
  const down = run.results.some(({ status }) => status === 'down');
  const told = plainly(screen, run);
  const tone = toneOf(screen, down ? 'down' : run.diagnoses.length > 0 ? 'degraded' : 'up');
  return told === null ? [] : paragraph(screen, '', told, (line) => screen.paint.bold(tone(line)));
}

function plainly(screen: Screen, run: Run): string | null {
  const { results, services, diagnoses } = run;
  if (services.length === 0 && (diagnoses.length === 0 || endpointsOf(results).length < 2)) return null;
  // Whoever has most to explain is told first; of equals the one that spoke first.
  const [main] = diagnoses.toSorted((a, b) => weightOf(run, b) - weightOf(run, a));
  if (main === undefined) return allUp(run);
  if (main.blame === 'you' || !results.some(({ status }) => status === 'down')) return main.sentence;
  const { told, count } = whatIsDown(screen, run);
  const own = new Set(main.members);
  const all = results.every(({ status, endpoint }) => status !== 'down' || own.has(endpoint.name));
  return `${told}${all ? fault(main, count > 1) : sortedOut(main)}`;
}

/** How many of what is down it explains; what is down counts before what is not. */
function weightOf({ results }: Run, { members, blame }: Diagnosis): number {
  const counted = blame === 'you' ? ['down', 'unknown'] : ['down'];
  const own = new Set(members);
  return results.filter(({ endpoint, status }) => counted.includes(status) && own.has(endpoint.name)).length;
}

function allUp({ results, services }: Run): string | null {
  if (results.some(({ status }) => status !== 'up' && status !== 'degraded')) return null;
  const [only] = services;
  if (services.length === 1 && only !== undefined) return `${only.service} is up from here.`;
  return services.length === 2
    ? 'Both services are up from here.'
    : `All ${services.length} services are up from here.`;
}

interface Down {
  readonly told: string;
  readonly count: number;
}

/** `WhatsApp is down from here and Instagram partly, both run by Meta`. */
function whatIsDown(screen: Screen, run: Run): Down {
  const down = run.services.filter(({ status }) => status === 'down');
  const short = (name: string) =>
    screen.wide ? name : truncateMiddle(name, NAME_WIDTH, screen.signs.ellipsis);
  const whole = down.filter(({ partly }) => !partly).map(({ service }) => short(service));
  const part = down.filter(({ partly }) => partly).map(({ service }) => short(service));
  const others = endpointsOf(run.results.filter(({ endpoint }) => endpoint.service === null)).filter(
    ({ status }) => status === 'down',
  );
  const names = others.flatMap(({ rows }) => rows.slice(0, 1).map(({ endpoint }) => short(endpoint.name)));
  const count = down.length + names.length;
  if (down.length === 0) {
    const partly = others.every((each) => each.partly) ? 'partly ' : '';
    return { told: `${listed(names, 'endpoints')} ${are(count)} ${partly}down from here`, count };
  }
  const first = whole.length > 0 ? whole : part;
  const told = `${listed(first, 'services')} ${are(first.length)} ${whole.length > 0 ? '' : 'partly '}down from here`;
  const then = whole.length > 0 && part.length > 0 ? ` and ${listed(part, 'services')} partly` : '';
  const beside = names.length === 0 ? '' : `, and so ${are(names.length)} ${listed(names, 'endpoints')}`;
  return { told: `${told}${then}${runBy(down)}${beside}`, count };
}

function runBy(down: readonly ServiceStatus[]): string {
  const [provider, ...others] = new Set(down.map((each) => each.provider));
  if (down.length < 2 || others.length > 0 || provider === null || provider === undefined) return '';
  return `, ${down.length === 2 ? 'both' : 'all'} run by ${provider}`;
}

const notYou: Readonly<Record<Confidence, string>> = {
  certain: 'it is not you',
  likely: 'it is most likely not you',
  possible: 'it may well not be you',
};

/** `; it is not you: they answer with errors.` */
function fault({ blame, confidence, layer }: Diagnosis, plural: boolean): string {
  if (blame === 'between') return `; something on the way seems to keep you from ${plural ? 'them' : 'it'}.`;
  if (blame === 'unclear') return '; whether it is them or you cannot be told.';
  const why = layer === null || layer === 'local' ? undefined : wrong[layer][plural ? 1 : 0];
  return `; ${notYou[confidence]}${why === undefined ? '' : `: ${why}`}.`;
}

/** The same where there is more than one cause. */
function sortedOut({ blame, confidence }: Diagnosis): string {
  return blame === 'them'
    ? `; ${notYou[confidence]}, and there is more than one cause.`
    : '; there is more than one cause.';
}

/** What is wrong at a layer, of one and of several. */
const wrong: Readonly<Record<Exclude<FailureLayer, 'local'>, readonly [string, string]>> = {
  dns: ['its name cannot be found', 'their names cannot be found'],
  tcp: ['it takes no connection', 'they take no connections'],
  proxy: ['the proxy does not let it through', 'the proxy does not let them through'],
  tls: ['no safe connection to it can be made', 'no safe connection to them can be made'],
  http: ['it answers with errors or not at all', 'they answer with errors or not at all'],
  content: ['it answers the wrong thing', 'they answer the wrong things'],
};

/** `a`, `a and b`, `a, b and 3 more services`. */
function listed(names: readonly string[], noun: string): string {
  const shown = names.length > MOST_NAMES ? names.slice(0, MOST_NAMES - 1) : names;
  const all = shown.length < names.length ? [...shown, `${names.length - shown.length} more ${noun}`] : shown;
  const last = all.at(-1) ?? '';
  return all.length < 2 ? last : `${all.slice(0, -1).join(', ')} and ${last}`;
}

function are(count: number): string {
  return count === 1 ? 'is' : 'are';
}
