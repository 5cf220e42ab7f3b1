// filtered.tls: TLS to a provider's own addresses breaks off or stays silent for its names, and does not for another
// name at the same address. Somebody on the way reads the names and lets these not pass.

import { builtInOptions } from '../../config/builtin.ts';
import { groupBy } from '../../group.ts';
import { hostOf, isAddress } from '../../host.ts';
import type { CauseCode, Diagnosis, Endpoint, Evidence, Question, Result } from '../../model.ts';
import type { Rule } from '../rule.ts';
import { few, firstHost, longestTimeout } from '../seen.ts';
import { controlsAreFine, isPrivate } from '../signs.ts';

const id = 'filtered.tls';

/** How a connection ends when somebody does not like the name in it. */
const broken: ReadonlySet<CauseCode> = new Set<CauseCode>(['tls.reset', 'tls.timeout', 'tls.closed']);

const mostAsked = 8;

export const filteredTls: Rule = {
  id,
  suspects: 'between',
  /** The same address once more, with the name of a control: nobody else is asked, and no name is told to anyone new. */
  ask(results, { controls }): Question[] {
    const name = anotherName(controls);
    if (name === null) return [];
    const places = results.filter(isBroken).flatMap((result) => placeOf(result) ?? []);
    const each = [...new Map(places.map((place) => [place.text, place])).values()];
    return each
      .slice(0, mostAsked)
      .map((place) => ({ rule: id, endpoint: questionFor(place, name, results) }));
  },
  conclude(results, evidence: Evidence): Diagnosis[] {
    const name = anotherName(evidence.controls);
    if (name === null || !controlsAreFine(evidence)) return [];
    const told = new Set(evidence.opinions.filter(heard).map(({ endpoint }) => endpoint.name));
    const members = results.filter((result) => {
      const place = placeOf(result);
      return isBroken(result) && place !== null && told.has(questionName(place, name));
    });
    const groups = groupBy(members, ({ endpoint }) => endpoint.provider ?? `\0${endpoint.name}`);
    return [...groups.values()].map((group) => diagnosis(group, name));
  },
};

interface Place {
  readonly address: string;
  readonly port: number;
  /** `192.0.2.7:443` */
  readonly text: string;
}

function isBroken(result: Result): boolean {
  const { status, cause } = result;
  return status === 'down' && cause !== undefined && broken.has(cause.code) && !isPrivate(result);
}

/** Where the attempt that decided was connected to. */
function placeOf({ attempts, decidedBy }: Result): Place | null {
  const remote = attempts[decidedBy ?? 0]?.hops.at(-1)?.facts.remote;
  if (remote === undefined) return null;
  const { address, port } = remote;
  return { address, port, text: `${address.includes(':') ? `[${address}]` : address}:${port}` };
}

/** A name that nobody has a reason to block: that of a control, one with TLS before others. */
function anotherName(controls: readonly Endpoint[]): string | null {
  const named = controls.filter((endpoint) => {
    const host = firstHost({ endpoint });
    return host !== '' && !isAddress(host) && !endpoint.urls[0]?.startsWith('dns:');
  });
  const first = named.find(({ urls }) => urls[0]?.startsWith('https:')) ?? named[0];
  return first === undefined ? null : hostOf(new URL(first.urls[0] ?? ''));
}

function questionName({ text }: Place, name: string): string {
  return `tls ${text} as ${name}`;
}

function questionFor(place: Place, name: string, results: readonly Result[]): Endpoint {
  const longest = longestTimeout(results);
  const detour = { host: name, port: null, toHost: place.address, toPort: place.port };
  return {
    name: questionName(place, name),
    service: null,
    component: null,
    provider: null,
    edge: null,
    tags: [],
    urls: [`tls://${name}:443`],
    atLeast: 1,
    source: null,
    options: { ...builtInOptions, timeoutMs: longest, retry: { times: 0, afterMs: 0 }, connect: [detour] },
    expect: [],
  };
}

/** It spoke TLS: that its certificate is for another name is as it should be. */
function heard({ status, cause }: Result): boolean {
  if (status === 'up' || status === 'degraded') return true;
  return cause?.layer === 'tls' && !broken.has(cause.code);
}

function diagnosis(members: readonly Result[], name: string): Diagnosis {
  const names = members.map(({ endpoint }) => endpoint.name);
  const hosts = [...new Set(members.map(firstHost))];
  const provider = members[0]?.endpoint.provider ?? null;
  const subject = provider ?? names[0] ?? '';
  const codes = [...new Set(members.flatMap(({ cause }) => cause?.code ?? []))];
  return {
    rule: id,
    blame: 'between',
    scope: provider === null ? 'endpoint' : 'provider',
    layer: 'tls',
    subject,
    members: names,
    evidence: [
      `TLS with ${few(hosts, 3)}: ${codes.join(', ')}`,
      `the same ${members.length === 1 ? 'address answers' : 'addresses answer'} when asked for ${name}`,
    ],
    sentence: `${subject} seems to be filtered on the way from here: its addresses answer, but not when its name is said.`,
    advice: 'Try from another network or over a VPN; whoever runs this network may block it.',
    confidence: hosts.length > 1 ? 'likely' : 'possible',
  };
}
