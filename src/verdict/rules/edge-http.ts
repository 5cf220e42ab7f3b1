// edge.http: what fails for two or more providers stands behind one edge (a content network, a shield against
// attacks) and gets 5xx from there. Their own servers are out of sight.

import { groupBy } from '../../group.ts';
import type { CauseCode, Diagnosis, Result } from '../../model.ts';
import { counted, inWords, seenIn } from '../conclusion.ts';
import { groupOf } from '../extent.ts';
import type { Rule } from '../rule.ts';
import { passed } from '../signs.ts';
import { unseenOf } from '../unseen.ts';
import { adviceFor, whose, witnesses } from '../whose.ts';

const id = 'edge.http';

/** The `server:` of edges, by which one is known where the list does not name it. */
const servers: readonly (readonly [RegExp, string])[] = [
  [/^cloudflare\b/i, 'cloudflare'],
  [/^cloudfront\b/i, 'cloudfront'],
  [/^akamai/i, 'akamai'],
  [/^varnish\b|^fastly\b/i, 'fastly'],
  [/^imperva\b|^incapsula\b/i, 'imperva'],
];

export const edgeHttp: Rule = {
  id,
  suspects: 'them',
  turn: 1,
  ask: () => [],
  conclude(results, evidence): Diagnosis[] {
    const known = witnesses(results, evidence);
    const behind = groupBy(
      results.filter((result) => edgeOf(result) !== null),
      (result) => edgeOf(result) ?? '',
    );
    return [...behind].flatMap(([key, siblings]) => {
      const down = siblings.filter(isOfEdge);
      const owners = new Set(down.map(groupOf));
      if (owners.size < 2 || !down.some(isServerError)) return [];
      const edge = down.flatMap(({ endpoint }) => endpoint.edge ?? []).sort()[0] ?? key;
      const extent = { scope: 'provider' as const, down, siblings };
      const { controls } = whose(down, known);
      // Where most of it works, each of them may as well have a fault of his own.
      const likely = down.length >= siblings.filter(passed).length;
      return [
        {
          rule: id,
          blame: 'them',
          scope: 'edge',
          layer: 'http',
          subject: edge,
          members: down.map(({ endpoint }) => endpoint.name),
          evidence: [...seenIn(extent), ...markText(down, edge), ...controls, ...unseenOf(down)],
          sentence: `${inWords(ownersOf(down))} are down from here behind the same edge, ${edge}: ${counted(extent)}. Whether their own servers work cannot be seen.`,
          advice: adviceFor(down, 'them'),
          confidence: likely ? 'likely' : 'possible',
        },
      ];
    });
  },
};

/** What an edge in trouble answers, or that it answers nothing. */
function isOfEdge(result: Result): boolean {
  const { code } = result.cause ?? {};
  return isServerError(result) || (result.status === 'down' && code !== undefined && silent.has(code));
}

const silent: ReadonlySet<CauseCode> = new Set<CauseCode>(['http.timeout', 'http.closed', 'http.reset']);

function isServerError(result: Result): boolean {
  return result.status === 'down' && result.cause?.code === 'http.status' && (statusOf(result) ?? 0) >= 500;
}

function answerOf({ attempts, decidedBy }: Result) {
  return attempts[decidedBy ?? 0]?.hops.at(-1)?.facts.http;
}

function statusOf(result: Result): number | undefined {
  return answerOf(result)?.status;
}

/** As the list names it, else by how it names itself. */
function edgeOf(result: Result): string | null {
  return (result.endpoint.edge ?? markOf(result))?.toLowerCase() ?? null;
}

function markOf(result: Result): string | null {
  const server = answerOf(result)?.headers.server ?? '';
  return servers.find(([form]) => form.test(server))?.[1] ?? null;
}

function markText(down: readonly Result[], edge: string): readonly string[] {
  const marked = down.filter((result) => markOf(result) === edge.toLowerCase()).length;
  return marked === 0 ? [] : [`${marked} of ${down.length} of these answers say server: ${edge}`];
}

/** Who is hit, as people call them. */
function ownersOf(down: readonly Result[]): readonly string[] {
  return [
    ...new Set(down.map(({ endpoint: { provider, service, name } }) => provider ?? service ?? name)),
  ].sort();
}
