// The grammar of a provider as tables: what it runs, its name servers, and where it says itself how that does.

import { feedFormats } from '../feeds/index.ts';
import { partOf, someText } from '../shape/schema.ts';
import { authorityField, type WrittenAuthority } from './authority.ts';
import { type Fields, map, nodes, oneOf, text } from './fields.ts';
import type { MapNode, ScalarNode } from './yaml.ts';

interface WrittenProvider {
  services: readonly ScalarNode[];
  edge: string;
  feed: MapNode;
  authority: WrittenAuthority;
}

export const providerFields: Fields<WrittenProvider> = {
  services: nodes('a list of services', '[WhatsApp, Instagram]', true, someText),
  edge: text('the name of an edge', 'cloudflare'),
  authority: authorityField,
  feed: map('a map of format, url and map', '{format: statuspage, url: …}', partOf('feed')),
};

/** A format, where it is read from, and what its entries are about. */
interface WrittenFeed {
  format: string;
  url: readonly ScalarNode[];
  map: MapNode;
}

export const feedFields: Fields<WrittenFeed> = {
  format: oneOf(
    'a format of feeds',
    feedFormats.map(({ name }) => name),
  ),
  url: nodes('a URL', 'https://www.cloudflarestatus.com/api/v2/summary.json', false, partOf('url')),
  map: map('a map of what the entries are about', '{facebook-login: {component: login}}', {
    type: 'object',
    additionalProperties: partOf('part'),
  }),
};

export const partFields: Fields<{ service: string; component: string }> = {
  service: text('the name of a service', 'WhatsApp'),
  component: text('the name of a component', 'login'),
};
