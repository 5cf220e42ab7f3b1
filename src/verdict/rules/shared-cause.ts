// shared.cause: failures of several owners that have one thing in common (an address, an alias, a name server, an
// issuer, an edge, a resolver), those of a whole provider at dns or tls, or many of no service with one code.

import { groupBy } from '../../group.ts';
import type { Diagnosis, Result } from '../../model.ts';
import { conclusion, counted, inWords, partly, seenIn, servicesOf } from '../conclusion.ts';
import { extentsOf, groupOf } from '../extent.ts';
import type { Rule } from '../rule.ts';
import { keyOf, type Share, sharesOf } from '../shares.ts';
import { commonLayer, passed } from '../signs.ts';
import { unseenOf } from '../unseen.ts';
import { adviceFor, type Witnesses, whose, witnesses } from '../whose.ts';

const id = 'shared.cause';

/** Fewer with one code may be chance. */
const fewestWithOneCode = 3;

export const sharedCause: Rule = {
  id,
  suspects: 'them',
  turn: 7,
  ask: () => [],
  conclude(results, evidence): Diagnosis[] {
    const known = witnesses(results, evidence);
    const ofProviders = extentsOf(results).filter(({ scope }) => scope === 'provider');
    const told = new Set(ofProviders.flatMap(({ down }) => down));
    const down = results.filter((result) => result.status === 'down' && !told.has(result));
    const groups = sharing(down, results.filter(passed));
    return [
      ...ofProviders.map((extent) =>
        conclusion(id, extent, known, {
          sentence: `${extent.spoken} is ${partly(extent)}down from here: ${counted(extent)}, in ${inWords(servicesOf(extent.down))}.`,
        }),
      ),
      ...groups.map(({ share, members }) => ofShare(share, members, down.length, known)),
    ];
  },
};

interface Sharing {
  readonly share: Share;
  readonly members: readonly Result[];
}

/** The widest first; each failure in one of them. A thing that works for others as well is no cause. */
function sharing(down: readonly Result[], fine: readonly Result[]): readonly Sharing[] {
  const usable = new Map<string, number>();
  for (const share of fine.flatMap(sharesOf)) usable.set(keyOf(share), (usable.get(keyOf(share)) ?? 0) + 1);
  const pairs = down.flatMap((result) =>
    [...sharesOf(result), ...codeOf(result)].map((share) => ({ share, result })),
  );
  const all = [...groupBy(pairs, ({ share }) => keyOf(share))]
    .map(([key, each]) => ({ key, share: each[0]?.share, members: each.map(({ result }) => result) }))
    .sort(
      (a, b) =>
        Number(isCode(a)) - Number(isCode(b)) ||
        b.members.length - a.members.length ||
        (a.key < b.key ? -1 : 1),
    );
  const told = new Set<Result>();
  return all.flatMap(({ key, share, members }) => {
    const open = members.filter((result) => !told.has(result));
    const fewest = isCode({ share }) ? fewestWithOneCode : 2;
    if (share === undefined || new Set(open.map(groupOf)).size < fewest) return [];
    if ((usable.get(key) ?? 0) * 2 > open.length) return [];
    for (const result of open) told.add(result);
    return [{ share, members: open }];
  });
}

/** Only what belongs to no service: else the service says more than the code. */
function codeOf({ endpoint, cause }: Result): readonly Share[] {
  if (endpoint.service !== null || cause === undefined) return [];
  return [{ kind: 'code', value: cause.code, scope: 'endpoint' }];
}

function isCode({ share }: { readonly share: Share | undefined }): boolean {
  return share?.kind === 'code';
}

function ofShare(share: Share, down: readonly Result[], all: number, known: Witnesses): Diagnosis {
  const { blame, confidence, controls } = whose(down, known);
  const part = down.length === all ? `All ${all} failures` : `${down.length} of ${all} failures`;
  const layer = commonLayer(down);
  return {
    rule: id,
    blame,
    scope: share.scope,
    layer,
    subject: share.kind === 'code' || share.kind === 'issuer' ? keyOf(share) : share.value,
    members: down.map(({ endpoint }) => endpoint.name),
    evidence: [...seenIn({ scope: 'endpoint', down, siblings: down }), ...controls, ...unseenOf(down)],
    sentence: `${part} seen from here share the ${share.kind} ${share.value}${layer === null ? '' : `, and fail at ${layer}`}.`,
    advice: adviceFor(down, blame),
    // That they have it in common is sure, that it is the cause is not.
    confidence: share.kind === 'code' ? 'possible' : confidence === 'certain' ? 'likely' : confidence,
  };
}
