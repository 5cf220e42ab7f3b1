// host.address: some addresses of a name fail and others do not. Programs that try only one will fail by chance.
// Where only one address was tried, the others are asked, and the other family where the list asks for one alone.

import { groupBy } from '../../group.ts';
import { hostOf, isAddress, placeOf } from '../../host.ts';
import type { Diagnosis, Endpoint, Evidence, Family, Question, Result } from '../../model.ts';
import { aliveAddresses, failedAddresses, isPartly } from '../addresses.ts';
import { namesOf } from '../conclusion.ts';
import { questionAbout, stillToAsk } from '../questions.ts';
import type { Rule } from '../rule.ts';
import { passed } from '../signs.ts';
import { adviceFor, type Witnesses, whose, witnesses } from '../whose.ts';

const id = 'host.address';

const kind = 'other address ';
const mostOfName = 4;
const mostInAll = 12;

export const hostAddress: Rule = {
  id,
  suspects: 'them',
  turn: 8,
  ask(results, evidence): Question[] {
    const wanted = results.flatMap((result) => questionsFor(result).slice(0, mostOfName));
    const isOurs = (name: string) => name.startsWith(kind);
    return stillToAsk(wanted, evidence, isOurs, mostInAll).map((endpoint) => ({ rule: id, endpoint }));
  },
  conclude(results, evidence): Diagnosis[] {
    const known = witnesses(results, evidence);
    const fallbacks = results.filter(
      ({ status, cause }) => status === 'degraded' && cause?.code === 'tcp.fallback',
    );
    const down = results.filter(({ status }) => status === 'down');
    const concerned = [
      ...fallbacks.map((result) => ({ result, told: failedTries(result) })),
      ...down.flatMap((result) => (isPartly(result) ? [{ result, told: failedParts(result) }] : [])),
      ...down.flatMap((result) => {
        const told = isPartly(result) ? [] : answering(result, evidence);
        return told.length === 0 ? [] : [{ result, told }];
      }),
    ];
    const hosts = groupBy(concerned, ({ result }) => `${hostFailed(result)} ${result.status}`);
    return [...hosts.values()].map((each) => diagnosis(each, known));
  },
};

/** The other addresses at which a failed name can be asked, and the family that the list does not want. */
function questionsFor(result: Result): readonly Endpoint[] {
  const { status, cause, endpoint } = result;
  const hop = failedHop(result);
  if (status !== 'down' || hop === undefined || (cause?.layer !== 'tcp' && cause?.layer !== 'tls')) return [];
  const url = new URL(hop.url);
  const { host, port } = placeOf(url);
  const { connect, family, localAddress, ca, sni, resolvers } = endpoint.options;
  if (isAddress(host) || connect.length > 0 || result.parts !== undefined) return [];
  const scheme = cause.layer === 'tls' ? 'tls' : 'tcp';
  const target = `${scheme}://${host}:${port}`;
  // It is the same host: what it is trusted by and called holds for all its addresses.
  const same = {
    ca,
    localAddress,
    resolvers,
    sni: host === hostOf(new URL(endpoint.urls[0] ?? '')) ? sni : null,
  };
  const detour = (toHost: string) => ({ ...same, connect: [{ host, port, toHost, toPort: null }] });
  const tried = new Set(
    hop.steps.flatMap(({ tries = [] }) =>
      tries.map(({ address }) => address.replace(/:\d+$/, '').replace(/[[\]]/g, '')),
    ),
  );
  const all = (hop.facts.dns?.addresses ?? []).filter(
    (address) =>
      !tried.has(address) && address !== hop.facts.remote?.address && !hop.facts.unrouted?.includes(address),
  );
  const other: Family | null = family === null || localAddress !== null ? null : family === 4 ? 6 : 4;
  return [
    ...all.map((address) =>
      questionAbout(endpoint, `${kind}${target} at ${address}`, [target], detour(address)),
    ),
    ...(other === null
      ? []
      : [questionAbout(endpoint, `${kind}${target} over IPv${other}`, [target], { ...same, family: other })]),
  ];
}

/** Which of the addresses that were asked besides are as they should be, in words. */
function answering(result: Result, { opinions }: Evidence): readonly string[] {
  const names = new Set(questionsFor(result).map(({ name }) => name));
  const asked = opinions.filter(({ endpoint }) => names.has(endpoint.name));
  const fine = asked.filter(passed);
  if (fine.length === 0) return [];
  const words = (all: readonly Result[]) =>
    all.map(({ endpoint }) => endpoint.name.replace(/^.* (at|over) /, '')).join(', ');
  const others = asked.filter((each) => !passed(each));
  return [
    `${failedHop(result)?.facts.remote?.address ?? 'the addresses that were tried'}: ${result.cause?.code ?? 'fails'}`,
    ...(others.length === 0 ? [] : [`also failing: ${words(others)}`]),
    `asked besides, and fine: ${words(fine)}`,
  ];
}

function failedHop({ attempts, decidedBy }: Result) {
  return attempts[decidedBy ?? 0]?.hops.at(-1);
}

function hostFailed(result: Result): string {
  return hostOf(new URL(failedHop(result)?.url ?? result.endpoint.urls[0] ?? ''));
}

function failedParts(result: Result): readonly string[] {
  return [failedAddresses(result) ?? '', aliveAddresses(result)];
}

function failedTries(result: Result): readonly string[] {
  const tries = failedHop(result)?.steps.flatMap((step) => step.tries ?? []) ?? [];
  const failed = tries.flatMap(({ address, failure }) => (failure ? [`${address} ${failure.code}`] : []));
  return [...new Set(failed)];
}

interface Concerned {
  readonly result: Result;
  readonly told: readonly string[];
}

function diagnosis(each: readonly Concerned[], known: Witnesses): Diagnosis {
  const members = each.map(({ result }) => result);
  const [first] = members;
  const host = first === undefined ? '' : hostFailed(first);
  const isUp = first?.status === 'degraded';
  const { controls } = whose(members, known);
  const evidence = [...new Set(each.flatMap(({ told }) => told))];
  const failed = first === undefined ? null : failedAddresses(first);
  return {
    rule: id,
    blame: 'them',
    scope: 'host',
    layer: first?.cause?.layer ?? 'tcp',
    subject: host,
    members: members.map(({ endpoint }) => endpoint.name),
    evidence: [...evidence, ...(members.length > 1 ? [`asked for ${namesOf(members)}`] : []), ...controls],
    sentence: isUp
      ? `${host} answers from here, but not at every address: one that was tried first failed.`
      : `${host} is partly down from here: ${failed ?? `${first?.cause?.message ?? 'it fails'}, and another address of it is fine`}.`,
    advice: isUp
      ? 'Programs that try only one address may fail: tell whoever runs it.'
      : adviceFor(members, 'them'),
    confidence: 'likely',
  };
}
