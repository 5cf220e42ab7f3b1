// What can be the matter, a cell for each blame, scope and layer: what it breaks, and the truth that follows.

import { groupBy } from '../../../src/group.ts';
import { hostOf } from '../../../src/host.ts';
import type { Blame, Endpoint, FailureCode, FailureLayer, Scope } from '../../../src/model.ts';
import type { Random } from '../../fuzz/random.ts';
import type { Trouble } from './internet.ts';
import { edge, type Population } from './list.ts';

export interface Truth {
  readonly blame: Blame;
  readonly scope: Scope;
  readonly layer: FailureLayer | null;
  readonly members: readonly string[];
}

export interface Fault {
  readonly truth: Truth | null;
  readonly broken: ReadonlyMap<string, Trouble>;
  /** Hosts that have one address from now on. */
  readonly together?: readonly string[];
  readonly line?: FailureCode;
  /** Whom it concerns: no second fault may, or nobody could tell them apart. */
  readonly owners: readonly string[];
}

export interface Cell {
  readonly name: string;
  /** It leaves no room for another fault. */
  readonly alone?: true;
  readonly withoutControls?: true;
  make(random: Random, population: Population, taken: readonly string[]): Fault | null;
}

const codes = {
  dns: ['dns.servfail', 'dns.timeout'],
  tcp: ['tcp.timeout', 'tcp.refused', 'tcp.reset'],
  tls: ['tls.timeout', 'tls.reset', 'tls.closed', 'tls.alert'],
  http: ['status', 'http.timeout', 'http.reset'],
  content: ['body'],
} as const satisfies Partial<Record<FailureLayer, readonly Trouble['code'][]>>;
const brokenLayers = ['dns', 'tcp', 'tls', 'http', 'content'] as const;

function ownerOf({ provider, name }: Endpoint): string {
  return provider ?? name;
}

function hostsOf({ urls }: Endpoint): readonly string[] {
  return urls.map((url) => hostOf(new URL(url)));
}

/** All these fail at one layer, each in its own way. */
function fault(
  random: Random,
  endpoints: readonly Endpoint[],
  layer: (typeof brokenLayers)[number],
  scope: Scope,
): Fault {
  const trouble = (): Trouble => {
    const code = random.pick<Trouble['code']>(codes[layer]);
    return { layer, code, ...(code === 'status' ? { status: random.pick([500, 502, 503]) } : {}) };
  };
  return {
    truth: { blame: 'them', scope, layer, members: endpoints.map(({ name }) => name) },
    broken: new Map(endpoints.flatMap(hostsOf).map((host) => [host, trouble()])),
    owners: [...new Set(endpoints.map(ownerOf))],
  };
}

/** The endpoints of one provider that is free. */
function freeProvider(
  random: Random,
  { list }: Population,
  taken: readonly string[],
): readonly Endpoint[] | null {
  const named = list.endpoints.filter(({ provider }) => provider !== null && !taken.includes(provider));
  const all = [...groupBy(named, ({ provider }) => provider).values()];
  return all.length === 0 ? null : random.pick(all);
}

function freeAlone({ list }: Population, taken: readonly string[]): readonly Endpoint[] {
  return list.endpoints.filter(({ service, name }) => service === null && !taken.includes(name));
}

/** Seldom everything goes: some of these, as long as they are still so many kinds of each of these. */
function some(
  random: Random,
  all: readonly Endpoint[],
  ...kinds: readonly ('service' | 'component')[]
): readonly Endpoint[] {
  const left = all.filter(() => random.chance(0.7));
  const differ = (kind: 'service' | 'component') => new Set(left.map((each) => each[kind])).size > 1;
  return kinds.every(differ) ? left : all;
}

/** Of a provider those that a choice takes. */
function ofProvider(
  scope: Scope,
  choose: (random: Random, all: readonly Endpoint[]) => readonly Endpoint[],
): readonly Cell[] {
  return brokenLayers.map((layer) => ({
    name: `them ${scope} ${layer}`,
    make(random, population, taken) {
      const all = freeProvider(random, population, taken);
      return all === null ? null : fault(random, choose(random, all), layer, scope);
    },
  }));
}

function sameService(random: Random, all: readonly Endpoint[]): readonly Endpoint[] {
  const { service } = random.pick(all);
  return all.filter((each) => each.service === service);
}

const them: readonly Cell[] = [
  ...ofProvider('component', (random, all) => {
    const { component } = random.pick(all);
    const among = random.chance(0.5) ? all : sameService(random, all);
    const found = among.filter((each) => each.component === component);
    return found.length > 0 ? found : [random.pick(among)];
  }),
  ...ofProvider('service', (random, all) => some(random, sameService(random, all), 'component')),
  ...ofProvider('provider', (random, all) => some(random, all, 'service', 'component')),
  ...brokenLayers.map(
    (layer): Cell => ({
      name: `them endpoint ${layer}`,
      make(random, population, taken) {
        const all = freeAlone(population, taken);
        return all.length === 0 ? null : fault(random, [random.pick(all)], layer, 'endpoint');
      },
    }),
  ),
  {
    name: 'them edge http',
    make(random, { list }, taken) {
      const behind = list.endpoints.filter((each) => each.edge === edge);
      if (behind.some((each) => taken.includes(ownerOf(each)))) return null;
      const made = fault(random, behind, 'http', 'edge');
      const status = { layer: 'http', code: 'status', status: 520 } as const;
      return { ...made, broken: new Map([...made.broken.keys()].map((host) => [host, status])) };
    },
  },
  {
    name: 'them host tcp',
    make(random, population, taken) {
      const [one, two] = freeAlone(population, taken);
      if (one === undefined || two === undefined) return null;
      const made = fault(random, [one, two], 'tcp', 'host');
      return { ...made, together: [one, two].flatMap(hostsOf) };
    },
  },
  {
    name: 'them host tls',
    make(random, population, taken) {
      const [one] = freeAlone(population, taken);
      if (one === undefined) return null;
      const made = fault(random, [one], 'tls', 'host');
      const code = random.pick(['tls.expired', 'tls.name_mismatch', 'tls.self_signed'] as const);
      return { ...made, broken: new Map(hostsOf(one).map((host) => [host, { layer: 'tls', code }])) };
    },
  },
];

/** Nothing that leaves this machine comes back. */
function cutOff(line: FailureCode, layer: FailureLayer, blame: 'you' | 'unclear'): Cell {
  return {
    name: `${blame} all ${layer}`,
    alone: true,
    ...(blame === 'unclear' ? { withoutControls: true } : {}),
    make: (_, { list }) => ({
      truth: { blame, scope: 'all', layer, members: list.endpoints.map(({ name }) => name) },
      broken: new Map(),
      line,
      owners: [],
    }),
  };
}

const nothing: readonly Cell[] = [
  { name: 'healthy', alone: true, make: () => ({ truth: null, broken: new Map(), owners: [] }) },
  {
    name: 'healthy with one door shut',
    alone: true,
    make(random, { list }) {
      const doors = list.endpoints
        .filter(({ urls }) => urls.length > 1)
        .flatMap((each) => hostsOf(each).slice(0, 1));
      const trouble = { layer: 'tcp', code: 'tcp.refused' } as const;
      return {
        truth: null,
        broken: new Map(doors.length > 0 ? [[random.pick(doors), trouble]] : []),
        owners: [],
      };
    },
  },
];

/** Every possible cell. */
export const cells: readonly Cell[] = [
  ...nothing,
  ...them,
  cutOff('dns.timeout', 'dns', 'you'),
  cutOff('tcp.timeout', 'tcp', 'you'),
  cutOff('local.no_route', 'local', 'you'),
  cutOff('dns.timeout', 'dns', 'unclear'),
  cutOff('tcp.timeout', 'tcp', 'unclear'),
];
