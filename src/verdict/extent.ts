// How far failures reach: the widest that holds of endpoint, service, component and provider. Pure.

import { groupBy } from '../group.ts';
import type { Endpoint, FailureLayer, Result } from '../model.ts';
import { commonLayer } from './signs.ts';

export interface Extent {
  readonly scope: 'provider' | 'component' | 'service' | 'endpoint';
  readonly subject: string;
  /** The subject as it begins a sentence. */
  readonly spoken: string;
  readonly down: readonly Result[];
  /** What it is counted among, itself included. */
  readonly siblings: readonly Result[];
  /** Where most of it failed. */
  readonly layer: FailureLayer | null;
}

/** What failed, each failure in one extent: those of a provider together, else those of a service. */
export function extentsOf(results: readonly Result[]): readonly Extent[] {
  if (!results.some(({ status }) => status === 'down')) return [];
  return [...groupBy(results, groupOf).values()].flatMap((group) => {
    const down = group.filter(({ status }) => status === 'down');
    const [first] = down;
    return first === undefined ? [] : [{ ...widest(first, down, group), down, layer: commonLayer(down) }];
  });
}

/** Where most failed answered, only wrongly or late: nothing below HTTP is the matter. */
export function isAboveTls({ layer }: Pick<Extent, 'layer'>): boolean {
  return layer === 'http' || layer === 'content' || layer === null;
}

/** Those of an extent that are over their limits beside the ones that fail: most likely for the same reason. */
export function slowBeside({ scope, siblings }: Pick<Extent, 'scope' | 'siblings'>): readonly Result[] {
  return scope === 'endpoint' ? [] : siblings.filter(isSlow);
}

/** It does answer, but over its limit. */
export function isSlow({ status, cause }: Result): boolean {
  return status === 'degraded' && cause?.code === 'latency.slow';
}

/** Who is to be told apart from whom: the provider, else the service, else the endpoint alone. */
export function groupOf({ endpoint: { provider, service, name } }: Result): string {
  return JSON.stringify(provider === null ? (service === null ? { name } : { service }) : { provider });
}

/**
 * One component, in one or more services of a provider; else one service; else the provider. What names no component
 * is one of its own in each service.
 */
function widest(
  first: Result,
  down: readonly Result[],
  group: readonly Result[],
): Omit<Extent, 'down' | 'layer'> {
  const { name, service, component, provider } = first.endpoint;
  if (service === null) return { scope: 'endpoint', subject: name, spoken: name, siblings: group };
  const oneService = down.every(({ endpoint }) => endpoint.service === service);
  const whose = oneService || provider === null ? service : provider;
  const among = group.filter(({ endpoint }) =>
    oneService ? endpoint.service === service : endpoint.service !== null,
  );
  if (component !== null && down.every(isOf({ component }))) {
    const subject = `${component} of ${whose}`;
    return {
      scope: 'component',
      subject,
      spoken: `${whose}’s ${component}`,
      siblings: among.filter(isOf({ component })),
    };
  }
  return { scope: oneService ? 'service' : 'provider', subject: whose, spoken: whose, siblings: among };
}

function isOf({ component }: Pick<Endpoint, 'component'>): (result: Result) => boolean {
  return ({ endpoint }) => endpoint.component === component;
}
