// Who runs which services: the map of providers, read into services that know their place in the list, and feeds.

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
}

/** Every service of every provider, and their feeds; a mistake is noted and its provider left out. */
export function readProviders(providers: MapNode, reading: Reading): Providers {
  const all = providers.entries.map((entry) => readProvider(entry, reading));
  return { services: all.flatMap(({ services }) => services), feeds: all.flatMap(({ feeds }) => feeds) };
}

function readProvider({ key, value }: MapNode['entries'][number], reading: Reading): Providers {
  if (value.kind !== 'map') {
    reportKind(value, { expected: 'what the provider runs', example: '{services: [WhatsApp]}' }, reading);
    return { services: [], feeds: [] };
  }
  const { services, edge = null, feed } = readRecord(value, providerFields, reading);
  if (value.entries.every((entry) => entry.key.text !== 'services' && entry.key.text !== 'edge')) {
    const problem = `the provider \`${key.text}\` needs \`services\``;
    report(reading, key, problem, 'for example {services: [WhatsApp]}');
  }
  const owner = { provider: key.text, edge, services: services ?? [] };
  const read = feed === undefined ? null : readFeed(feed, owner, reading);
  return {
    services: (services ?? []).map((node) => ({ node, provider: key.text, reading })),
    feeds: read === null ? [] : [read],
  };
}
