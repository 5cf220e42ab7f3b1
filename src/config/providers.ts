// Who runs which services, which name servers, and where they say themselves how they do: the map of providers, read
// into services that know their place in the list, feeds and authorities.

import type { Authority } from '../model.ts';
import type { Draft } from './endpoint.ts';
import { readFeed } from './feeds.ts';
import { readRecord, reportKind } from './fields.ts';
import { providerFields } from './provider-schema.ts';
import { type Reading, report } from './reading.ts';
import type { Service } from './whole.ts';
import type { MapNode } from './yaml.ts';

export interface Providers {
  readonly services: readonly Service[];
  readonly feeds: readonly Draft[];
  readonly authorities: readonly Authority[];
}

/** Every service of every provider, their feeds and their zones; a mistake is noted and its provider left out. */
export function readProviders(providers: MapNode, reading: Reading): Providers {
  const all = providers.entries.map((entry) => readProvider(entry, reading));
  return {
    services: all.flatMap(({ services }) => services),
    feeds: all.flatMap(({ feeds }) => feeds),
    authorities: all.flatMap(({ authorities }) => authorities),
  };
}

function readProvider({ key, value }: MapNode['entries'][number], reading: Reading): Providers {
  if (value.kind !== 'map') {
    reportKind(value, { expected: 'what the provider runs', example: '{services: [WhatsApp]}' }, reading);
    return { services: [], feeds: [], authorities: [] };
  }
  const { services, edge = null, feed, authority } = readRecord(value, providerFields, reading);
  if (value.entries.every((entry) => entry.key.text !== 'services' && entry.key.text !== 'edge')) {
    const problem = `the provider \`${key.text}\` needs \`services\``;
    report(reading, key, problem, 'for example {services: [WhatsApp]}');
  }
  const owner = { provider: key.text, edge, services: services ?? [] };
  const read = feed === undefined ? null : readFeed(feed, owner, reading);
  return {
    services: (services ?? []).map((node) => ({ node, provider: key.text, reading })),
    feeds: read === null ? [] : [read],
    authorities: authority === undefined ? [] : [{ provider: key.text, ...authority }],
  };
}
