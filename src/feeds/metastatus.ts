// metastatus.com: `orgs.json` has the services of each product with a status in words, `outages/<org>.json` the
// outages of one of them. Both are read.

import type { Json } from '../model.ts';
import type { Entry, FeedFormat } from './format.ts';
import { documentOf, itemsOf, textAt } from './json.ts';

const states: readonly { readonly words: RegExp; readonly state: Entry['state'] }[] = [
  { words: /^(no known issues|resolved)$/i, state: 'fine' },
  { words: /^(low|medium|high|some|major|minor) disruptions?$/i, state: 'disrupted' },
];

export const metastatus: FeedFormat = {
  name: 'metastatus',
  about:
    'Meta’s status page: `orgs.json`, or `outages/<org>.json` of one product; the ids are those of the products',
  schemes: ['https:', 'http:'],
  example: 'https://metastatus.com/data/orgs.json',
  whole: null,
  read(observation) {
    const document = documentOf(observation);
    if (!Array.isArray(document)) return { unreadable: 'it is not the JSON of metastatus' };
    // A product without outages has an empty list.
    const known = itemsOf(document);
    const entries = known.flatMap((each) => product(each) ?? outage(each) ?? []);
    if (known.length > 0 && entries.length === 0) return { unreadable: 'nothing in it is known' };
    return { entries };
  },
};

/** `{id, services: [{name, status}]}`: the worst of its services speaks. */
function product(value: Json): Entry[] | null {
  const id = textAt(value, 'id');
  if (id === null || typeof value !== 'object' || value === null || !('services' in value)) return null;
  return itemsOf(value.services).flatMap((service) => {
    const status = textAt(service, 'status');
    const name = textAt(service, 'name');
    return status === null ? [] : [{ id, state: stateOf(status), words: named(name, status) }];
  });
}

/** `{service_id, status, posts: [{description}]}` */
function outage(value: Json): Entry[] | null {
  const id = textAt(value, 'service_id');
  const status = textAt(value, 'status');
  return id === null || status === null ? null : [{ id, state: stateOf(status), words: status }];
}

function stateOf(status: string): Entry['state'] {
  return states.find(({ words }) => words.test(status))?.state ?? 'unknown';
}

function named(name: string | null, status: string): string {
  return name === null ? status : `${name}: ${status}`;
}
