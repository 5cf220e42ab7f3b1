// The statuses of endpoints as those of components, services and providers: the worst counts, and it is said when
// it is only a part. Pure.

import { groupBy } from '../group.ts';
import type { ComponentStatus, ProviderStatus, Result, ServiceStatus, Status } from '../model.ts';
import { passed } from './signs.ts';

const precedence: readonly Status[] = ['down', 'unknown', 'degraded', 'up', 'skipped'];

/** The worst status of several; what was skipped says nothing beside what was not. */
export function worst(statuses: readonly Status[]): Status {
  return precedence.find((status) => statuses.includes(status)) ?? 'skipped';
}

/** What is known of each service and each provider, in the order of the list. */
export function rollUp(results: readonly Result[]): {
  readonly services: readonly ServiceStatus[];
  readonly providers: readonly ProviderStatus[];
} {
  const inService = results.filter(({ endpoint }) => endpoint.service !== null);
  const services = [...groupBy(inService, ({ endpoint }) => endpoint.service ?? '')].map(
    ([service, members]) => ({
      service,
      provider: members[0]?.endpoint.provider ?? null,
      ...standing(members),
      components: componentsOf(members),
    }),
  );
  const ofProvider = inService.filter(({ endpoint }) => endpoint.provider !== null);
  const providers = [...groupBy(ofProvider, ({ endpoint }) => endpoint.provider ?? '')].map(
    ([provider, members]) => ({
      provider,
      ...standing(members),
      services: [...new Set(members.flatMap(({ endpoint }) => endpoint.service ?? []))],
    }),
  );
  return { services, providers };
}

function componentsOf(members: readonly Result[]): readonly ComponentStatus[] {
  const named = members.filter(({ endpoint }) => endpoint.component !== null);
  return [...groupBy(named, ({ endpoint }) => endpoint.component ?? '')].map(([component, parts]) => ({
    component,
    ...standing(parts),
  }));
}

/** The worst of them, and whether another one of them is up. */
function standing(members: readonly Result[]): { readonly status: Status; readonly partly?: true } {
  const status = worst(members.map((each) => each.status));
  const partly = (status === 'down' || status === 'unknown') && members.some(passed);
  return { status, ...(partly ? { partly } : {}) };
}
