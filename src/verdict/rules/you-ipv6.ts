// you.ipv6: this machine has a route for IPv6, and nothing answers over it, while IPv4 is fine. Programs take the detour
// to IPv4 without a word, so it is a note; what has only IPv6 addresses cannot be judged from here.

import { builtInOptions } from '../../config/builtin.ts';
import { familyOf } from '../../family.ts';
import type { Diagnosis, Endpoint, Evidence, Question, Result, Try } from '../../model.ts';
import type { Rule } from '../rule.ts';
import { longestTimeout, triesOf } from '../seen.ts';
import { isPrivate } from '../signs.ts';

const id = 'you.ipv6';

/** So many addresses seldom fail by themselves. */
const fewest = 2;
const mostAsked = 3;
/** The answer of a server at the other end of the world has come by then. */
const timeoutMs = 2000;

export const youIpv6: Rule = {
  id,
  suspects: 'you',
  /** An address that lost the race may only be slow: it is asked alone, and given time. */
  ask(results, { answers }): Question[] {
    const silent = silentAddresses([...results, ...answers]);
    return silent
      .slice(0, mostAsked)
      .map((address) => ({ rule: id, endpoint: questionFor(address, results) }));
  },
  conclude(results, { answers, opinions }: Evidence): Diagnosis[] {
    const seen = [...results, ...answers];
    const names = new Set(silentAddresses(seen).slice(0, mostAsked).map(nameOf));
    const asked = opinions.filter(({ endpoint }) => names.has(endpoint.name));
    const silent = asked.filter(({ cause }) => isSilence(cause?.code));
    if (silent.length < fewest || silent.length < asked.length) return [];
    const down = results.filter(({ status }) => status === 'down').filter(isOnlySix);
    const detoured = results.filter(
      ({ status, cause }) => status === 'degraded' && cause?.code === 'tcp.fallback',
    );
    return [
      diagnosis(
        down,
        detoured.filter(hasSilentSix),
        silent.map(({ endpoint }) => endpoint.urls[0] ?? ''),
        seen,
      ),
    ];
  },
};

/** The IPv6 addresses that gave no answer; none when one did, or when IPv4 is no better. */
function silentAddresses(seen: readonly Result[]): readonly string[] {
  const tries = seen.filter((result) => !isPrivate(result)).flatMap(triesOf);
  const six = tries.filter(isSix);
  const four = tries.filter((one) => !isSix(one) && isAnswer(one));
  if (six.some(isAnswer) || four.length < fewest) return [];
  const silent = six.filter((one) => one.abandoned || isSilence(one.failure?.code));
  const addresses = [...new Set(silent.map(({ address }) => address))];
  return addresses.length < fewest ? [] : addresses;
}

/** Connected, or refused: whoever is there has spoken. */
function isAnswer({ failure, abandoned }: Try): boolean {
  if (failure === undefined) return !abandoned;
  return failure.code === 'tcp.refused' || failure.code === 'tcp.reset';
}

function isSilence(code: string | undefined): boolean {
  return code === 'tcp.timeout' || code === 'tcp.unreachable';
}

/** `[2001:db8::7]:443` */
function isSix({ address }: Try): boolean {
  return familyOf(address.replace(/:\d+$/, '')) === 6;
}

function isOnlySix(result: Result): boolean {
  const tries = triesOf(result);
  return isSilence(result.cause?.code) && tries.length > 0 && tries.every(isSix);
}

function hasSilentSix(result: Result): boolean {
  const failed = triesOf(result).filter(({ failure }) => failure !== undefined);
  return failed.length > 0 && failed.every((one) => isSix(one) && isSilence(one.failure?.code));
}

function nameOf(address: string): string {
  return `tcp ${address} alone`;
}

function questionFor(address: string, results: readonly Result[]): Endpoint {
  const longest = longestTimeout(results);
  return {
    name: nameOf(address),
    service: null,
    component: null,
    provider: null,
    edge: null,
    tags: [],
    urls: [`tcp://${address}`],
    atLeast: 1,
    source: null,
    options: { ...builtInOptions, timeoutMs: Math.min(timeoutMs, longest), retry: { times: 0, afterMs: 0 } },
    expect: [],
  };
}

function diagnosis(
  down: readonly Result[],
  detoured: readonly Result[],
  silent: readonly string[],
  seen: readonly Result[],
): Diagnosis {
  const four = seen.flatMap(triesOf).filter((one) => !isSix(one) && isAnswer(one));
  const members = down.length > 0 ? down : detoured;
  return {
    rule: id,
    blame: 'you',
    scope: 'all',
    layer: 'tcp',
    subject: 'all',
    members: members.map(({ endpoint }) => endpoint.name),
    evidence: [
      `IPv6: this machine has a route, and none of ${silent.length} addresses answered when asked alone`,
      `IPv4: ${new Set(four.map(({ address }) => address)).size} addresses answer`,
    ],
    sentence: `Your network says that it has IPv6, but nothing answers over it from here${down.length > 0 ? '; what has only IPv6 addresses cannot be judged' : '; IPv4 is fine'}.`,
    advice: 'Mend IPv6 at the router, or switch it off; until then --ip 4 asks without the detour.',
    confidence: 'likely',
    ...(down.length > 0 ? {} : { note: true as const }),
  };
}
