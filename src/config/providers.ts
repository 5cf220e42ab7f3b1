// Who runs which services, and which name servers: the map of providers, read into services that know their place
// in the list, and authorities.

import type { Authority } from '../model.ts';
import { readRecord, reportKind } from './fields.ts';
import { type Reading, report } from './reading.ts';
import { providerFields } from './schema.ts';
import type { Service } from './whole.ts';
import type { MapNode } from './yaml.ts';

export interface Providers {
  readonly services: readonly Service[];
  readonly authorities: readonly Authority[];
}

/** Every service of every provider; a mistake is noted and its provider left out. */
export function readProviders(providers: MapNode, reading: Reading): Providers {
  const authorities: Authority[] = [];
  const services = providers.entries.flatMap(({ key, value }) => {
    if (value.kind !== 'map') {
      reportKind(value, { expected: 'what the provider runs', example: '{services: [WhatsApp]}' }, reading);
      return [];
    }
    const { services, authority } = readRecord(value, providerFields, reading);
    if (authority !== undefined) authorities.push({ provider: key.text, ...authority });
    if (services === undefined && value.entries.every((entry) => entry.key.text !== 'services')) {
      report(
        reading,
        key,
        `the provider \`${key.text}\` needs \`services\``,
        'for example {services: [WhatsApp]}',
      );
    }
    return (services ?? []).map((node) => ({ node, provider: key.text, reading }));
  });
  return { services, authorities };
}
