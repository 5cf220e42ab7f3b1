// One world of a seed: its list, its faults with the truth about them, and what a run would say, without a network.

import { plan } from '../../../src/config/plan.ts';
import { judge } from '../../../src/judge/index.ts';
import type { Diagnosis, Job, List, Outcome } from '../../../src/model.ts';
import { diagnose, followUp } from '../../../src/verdict/index.ts';
import { type Random, randomOf } from '../../fuzz/random.ts';
import { type Cell, cells, type Fault, type Truth } from './cells.ts';
import { type Internet, outcomeOf } from './internet.ts';
import { type Population, populate } from './list.ts';

export interface Played {
  readonly name: string;
  readonly truths: readonly Truth[];
  readonly told: readonly Diagnosis[];
  /** Nobody could tell this world from another one with another truth. */
  readonly ambiguous: boolean;
}

/** Each cell comes in turn; half of those that leave room have a second fault somewhere else. */
export function play(seed: number, index: number): Played {
  const random = randomOf(seed, index);
  const cell = cells[index % cells.length] as Cell;
  const population = populationOf(seed, index % differentLists, !cell.withoutControls);
  const faults: Fault[] = [];
  const names: string[] = [];
  const wanted =
    cell.alone || random.chance(0.5) ? [cell] : [cell, random.pick(cells.filter((one) => !one.alone))];
  for (const each of wanted) {
    const made = each.make(
      random,
      population,
      faults.flatMap(({ owners }) => owners),
    );
    if (made === null) continue;
    faults.push(made);
    names.push(each.name);
  }
  const truths = faults.flatMap(({ truth }) => truth ?? []);
  const internet = internetOf(population.sites, faults, noise(random, population));
  return {
    name: names.join(' + '),
    truths,
    told: runIn(population.list, internet),
    ambiguous: isAmbiguous(truths),
  };
}

/** A list takes longer to load than a world to judge. */
const differentLists = 17;
const populations = new Map<string, Population>();

function populationOf(seed: number, number: number, withControls: boolean): Population {
  const key = `${seed} ${number} ${withControls}`;
  const found = populations.get(key) ?? populate(randomOf(seed, 1_000_000 + number), withControls);
  populations.set(key, found);
  return found;
}

/** What happens any day and is nobody's fault: an answer lost, a guard against robots. */
function noise(random: Random, { sites }: Population): Internet['broken'] {
  const lost = { layer: 'tcp', code: 'tcp.timeout', once: true } as const;
  const guarded = { layer: 'http', code: 'status', status: 429 } as const;
  const hosts = [...sites.keys()].filter((host) => !host.startsWith('check.'));
  return new Map(
    [lost, guarded].flatMap((each) => (random.chance(0.4) ? [[random.pick(hosts), each] as const] : [])),
  );
}

function internetOf(sites: Internet['sites'], faults: readonly Fault[], noisy: Internet['broken']): Internet {
  const all = new Map(sites);
  for (const { together = [] } of faults) {
    const [first] = together.flatMap((host) => sites.get(host) ?? []);
    for (const host of together) if (first) all.set(host, first);
  }
  return {
    sites: all,
    // A fault is worse than noise.
    broken: new Map([...noisy, ...faults.flatMap(({ broken }) => [...broken])]),
    line: faults.find(({ line }) => line !== undefined)?.line ?? null,
  };
}

/** The loop of a run, with a made-up network. */
function runIn({ endpoints, controls }: List, internet: Internet): readonly Diagnosis[] {
  let outcomes: readonly Outcome[] = [];
  let jobs: readonly Job[] = plan(endpoints);
  let known = judge(endpoints, controls, outcomes);
  while (jobs.length > 0) {
    outcomes = outcomes.concat(jobs.map((job) => outcomeOf(internet, job)));
    known = judge(endpoints, controls, outcomes);
    jobs = followUp(known.results, known.evidence);
  }
  // That a robot was turned away is noise here, whether or not it is told.
  const guarded = new Set(
    known.results.filter(({ cause }) => cause?.code === 'http.guarded').map(({ endpoint }) => endpoint.name),
  );
  return diagnose(known.results, known.evidence).filter(
    ({ members }) => !members.every((name) => guarded.has(name)),
  );
}

/** Two faults that each take one endpoint of no service look like one of three when they are alike. */
function isAmbiguous(truths: readonly Truth[]): boolean {
  const loose = truths.filter(({ scope }) => scope === 'endpoint' || scope === 'host');
  return loose.reduce((sum, { members }) => sum + members.length, 0) > 2;
}

/** Blame, scope, layer and members of each, in an order of their own. */
export function inBrief(
  all: readonly Pick<Truth, 'blame' | 'scope' | 'layer' | 'members'>[],
): readonly string[] {
  return all
    .map(
      ({ blame, scope, layer, members }) => `${blame} ${scope} ${layer} (${members.toSorted().join(', ')})`,
    )
    .toSorted();
}
