// Who runs which services: the map of providers, read into services that know their place in the list.

import { readRecord, reportKind } from './fields.ts';
import { type Reading, report } from './reading.ts';
import { providerFields } from './schema.ts';
import type { Service } from './whole.ts';
import type { MapNode } from './yaml.ts';

/** Every service of every provider; a mistake is noted and its provider left out. */
export function readProviders(providers: MapNode, reading: Reading): readonly Service[] {
  return providers.entries.flatMap(({ key, value }) => {
    if (value.kind !== 'map') {
      reportKind(value, { expected: 'what the provider runs', example: '{services: [WhatsApp]}' }, reading);
      return [];
    }
    const { services } = readRecord(value, providerFields, reading);
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
}
