// `feed:` of a provider: where an operator says itself how its services do. Read as an endpoint of its own, which is
// asked once wherever one of the provider's endpoints is.

import { feedFormatOf } from '../feeds/index.ts';
import type { Endpoint, Feed, List, Part } from '../model.ts';
import { didYouMean } from './diagnostic.ts';
import { type Draft, readEndpoint } from './endpoint.ts';
import { readRecord, reportKind } from './fields.ts';
import { feedFields, partFields } from './provider-schema.ts';
import { type Reading, report } from './reading.ts';
import type { MapNode, ScalarNode } from './yaml.ts';

/** Who runs what the feed speaks of. */
export interface Owner {
  readonly provider: string;
  readonly edge: string | null;
  readonly services: readonly ScalarNode[];
}

/** A feed is no reason to wait for long. */
const timeoutMs = 5000;

/** The feed as an endpoint; null when it has nothing to ask, which is reported. */
export function readFeed(node: MapNode, owner: Owner, reading: Reading): Draft | null {
  const { format, url, map } = readRecord(node, feedFields, reading);
  const missing = (['format', 'url'] as const).filter((key) =>
    node.entries.every((entry) => entry.key.text !== key),
  );
  for (const key of missing) {
    report(reading, node, `a feed needs \`${key}\``, 'for example {format: statuspage, url: …}');
  }
  const parts = map === undefined ? null : readMap(map, owner, reading);
  const draft = url === undefined ? null : readEndpoint(onlyUrl(node), null, reading);
  if (draft === null || format === undefined) return null;
  if (URL.canParse(draft.endpoint.urls[0] ?? '')) refuseScheme(format, url?.[0], reading);
  return { ...draft, endpoint: asFeed(draft.endpoint, owner, { format, map: parts }) };
}

function asFeed(endpoint: Endpoint, { provider, edge }: Owner, feed: Feed): Endpoint {
  const options = { ...endpoint.options, timeoutMs, retry: { ...endpoint.options.retry, times: 0 } };
  return { ...endpoint, name: `${provider} status feed`, provider, edge, options, feed };
}

/** What says nothing but where it is: the options of an endpoint are not those of a feed. */
function onlyUrl(node: MapNode): MapNode {
  return { ...node, entries: node.entries.filter(({ key }) => key.text === 'url') };
}

function refuseScheme(format: string, url: ScalarNode | undefined, reading: Reading): void {
  const { schemes, example } = feedFormatOf(format) ?? { schemes: [], example: '' };
  if (url === undefined || schemes.some((scheme) => url.text.toLowerCase().startsWith(scheme))) return;
  report(reading, url, `a feed of the format ${format} is not read from there`, `for example ${example}`);
}

function readMap(map: MapNode, owner: Owner, reading: Reading): Readonly<Record<string, Part>> {
  return Object.fromEntries(
    map.entries.flatMap(({ key, value }): [string, Part][] => {
      const example = '{service: WhatsApp, component: messaging}';
      if (value.kind !== 'map') {
        reportKind(value, { expected: 'a service, a component or both', example }, reading);
        return [];
      }
      if (value.entries.length === 0) {
        report(reading, value, 'this says neither a service nor a component', `for example ${example}`);
      }
      const { service = null, component = null } = readRecord(value, partFields, reading);
      refuseForeign(value, owner, reading);
      return [[key.text, { service, component }]];
    }),
  );
}

/** An operator speaks of its own services. */
function refuseForeign(part: MapNode, { provider, services }: Owner, reading: Reading): void {
  const node = part.entries.find(({ key }) => key.text === 'service')?.value;
  if (node?.kind !== 'scalar' || services.some(({ text }) => text.toLowerCase() === node.text.toLowerCase()))
    return;
  const names = services.map(({ written }) => written);
  const near = didYouMean(node.written, names);
  const hint = near === null ? `it runs ${names.join(', ') || 'none'}` : `did you mean \`${near}\`?`;
  report(reading, node, `${provider} does not run the service \`${node.written}\``, hint);
}

/** The feeds that speak of these endpoints. */
export function feedsOf({ feeds }: List, endpoints: readonly Endpoint[]): readonly Endpoint[] {
  const same = (a: string | null, b: string | null) => a !== null && a.toLowerCase() === b?.toLowerCase();
  return feeds.filter((feed) =>
    endpoints.some((each) => same(feed.provider, each.provider) || same(feed.edge, each.edge)),
  );
}

/** Where a list of several files has the same feed twice, the first is enough. */
export function eachOnce(drafts: readonly Draft[]): readonly Draft[] {
  const place = ({ endpoint }: Draft) => `${endpoint.name.toLowerCase()} ${endpoint.urls.join(' ')}`;
  const first = new Map(drafts.map((draft) => [place(draft), draft]).reverse() as [string, Draft][]);
  return drafts.filter((draft) => first.get(place(draft)) === draft);
}
