// you.portal: something on the way answers in everybody's place, as the page does that wants a sign-in before it lets
// anyone through. Most controls show the same wrong answer, and what shows it at an endpoint is not that endpoint.

import { groupBy } from '../../group.ts';
import { hostOf, isPrivateHost } from '../../host.ts';
import type { Diagnosis, Evidence, Hop, Result } from '../../model.ts';
import type { Rule } from '../rule.ts';
import { few, firstHost, hopsOf, siteOf } from '../seen.ts';
import { commonLayer, passed } from '../signs.ts';

const id = 'you.portal';

/** RFC 6585 6: Network Authentication Required. */
const signIn = 511;

export const youPortal: Rule = {
  id,
  suspects: 'you',
  ask: () => [],
  conclude(results, evidence): Diagnosis[] {
    const concerned = results.filter((result) => !isPrivateHost(firstHost(result)));
    const marks = portalMarks(concerned, evidence);
    const bears = (result: Result) => marksOf(result).some((mark) => marks.has(mark));
    // A bare connection may be to whoever stands in the way; what spoke for itself was not.
    const genuine = (result: Result) => passed(result) && speaks(result) && !bears(result);
    if (marks.size === 0 || concerned.some(genuine)) return [];
    const members = concerned.filter((result) => bears(result) || isCutOff(result));
    if (members.length === 0) return [];
    return [diagnosis(members, [...marks], evidence)];
  },
};

/**
 * The marks of whoever stands in the way: that which most web controls show, and the certificates that are wrong at
 * several sites at once.
 */
function portalMarks(results: readonly Result[], { answers }: Evidence): ReadonlySet<string> {
  const web = answers.filter(isWeb);
  const shown = sitesByMark(web.filter((answer) => !passed(answer)));
  const [main] = [...shown].sort(([, a], [, b]) => b.size - a.size);
  if (main === undefined) return new Set();
  const [mark] = main;
  const byMark = sitesByMark([...answers.filter((answer) => !passed(answer)), ...results]);
  const bearing = web.filter((answer) => !passed(answer) && marksOf(answer).includes(mark));
  // One site that has moved is no portal.
  if (bearing.length * 2 <= web.length || (byMark.get(mark)?.size ?? 0) < 2) return new Set();
  const certificates = [...byMark].filter(([each, sites]) => each.startsWith(certificate) && sites.size > 1);
  return new Set([mark, ...certificates.map(([each]) => each)]);
}

function sitesByMark(results: readonly Result[]): ReadonlyMap<string, ReadonlySet<string>> {
  const pairs = results.flatMap((result) => marksOf(result).map((mark) => ({ mark, result })));
  const groups = groupBy(pairs, ({ mark }) => mark);
  return new Map(
    [...groups].map(([mark, all]) => [mark, new Set(all.map(({ result }) => siteOf(firstHost(result))))]),
  );
}

const certificate = 'the certificate of ';
const page = 'one and the same page: ';
const pageCharacters = 60;

/** What may give whoever answers away, in words. */
function marksOf(result: Result): readonly string[] {
  const host = firstHost(result);
  const marks = hopsOf(result)
    .slice(0, 20)
    .flatMap((hop) => [...answerMarks(hop, host), ...certificateMarks(result, hop)]);
  return [...new Set(marks)];
}

function answerMarks({ url, facts: { http } }: Hop, host: string): string[] {
  if (http === undefined) return [];
  if (http.status === signIn) return [`the status ${signIn}, which asks for a sign-in`];
  const { location } = http.headers;
  if (http.status >= 300 && http.status < 400 && location !== undefined) {
    const target = URL.canParse(location, url) ? hostOf(new URL(location, url)) : '';
    return target === '' || siteOf(target) === siteOf(host) ? [] : [`a redirect to ${target}`];
  }
  const text = (http.body ?? http.excerpt ?? '').slice(0, 1000).trim().replace(/\s+/g, ' ');
  return http.status < 300 && text !== '' ? [`${page}“${text.slice(0, pageCharacters)}”`] : [];
}

/** A certificate that is not good for the name. */
function certificateMarks({ cause }: Result, { facts: { tls } }: Hop): string[] {
  const [leaf] = tls?.chain ?? [];
  const wrong = cause?.layer === 'tls' && leaf !== undefined;
  return wrong ? [`${certificate}${leaf.subject} (${leaf.fingerprint256.slice(0, 11)})`] : [];
}

function isWeb({ endpoint }: Result): boolean {
  return endpoint.urls.every((url) => /^https?:/i.test(url));
}

/** It is asked for more than a connection or a name. */
function speaks({ endpoint }: Result): boolean {
  return endpoint.urls.every((url) => /^(https?|tls):/i.test(url));
}

/** It failed below HTTP, where whoever stands in the way lets nothing through. */
function isCutOff({ status, cause }: Result): boolean {
  return status === 'down' && ['dns', 'tcp', 'proxy', 'tls'].includes(cause?.layer ?? '');
}

function diagnosis(members: readonly Result[], marks: readonly string[], { answers }: Evidence): Diagnosis {
  const web = answers.filter(isWeb);
  const [main = '', ...more] = marks;
  const bearing = web.filter((answer) => marksOf(answer).includes(main)).length;
  return {
    rule: id,
    blame: 'you',
    scope: 'all',
    layer: commonLayer(members) ?? 'http',
    subject: 'all',
    members: members.map(({ endpoint }) => endpoint.name),
    evidence: [
      `${bearing} of ${web.length} web controls of other operators got the same wrong answer: ${main}`,
      ...(more.length > 0 ? [`at several sites there is ${few(more, 2)}`] : []),
    ],
    sentence:
      'It is your network: something in it answers in the place of every site, as a page does that wants you to sign in first.',
    advice: 'Open any page in a browser and sign in to the network, or use another; then run this again.',
    confidence: 'likely',
  };
}
