// Atlassian Statuspage: `/api/v2/summary.json` has one indicator for the page and a status for each component.
// https://support.atlassian.com/statuspage/docs/api-status/

import type { Json } from '../model.ts';
import type { Entry, FeedFormat } from './format.ts';
import { at, documentOf, itemsOf, textAt } from './json.ts';

/** A minor indicator is on for weeks at large operators: it raises no suspicion. */
const indicators: Readonly<Record<string, Entry['state']>> = {
  none: 'fine',
  minor: 'fine',
  maintenance: 'fine',
  major: 'disrupted',
  critical: 'disrupted',
};

const statuses: Readonly<Record<string, Entry['state']>> = {
  operational: 'fine',
  degraded_performance: 'fine',
  under_maintenance: 'fine',
  partial_outage: 'disrupted',
  major_outage: 'disrupted',
};

const page = 'page';

export const statuspage: FeedFormat = {
  name: 'statuspage',
  about: 'Atlassian Statuspage: `/api/v2/summary.json`; the ids are the names of its components, and `page`',
  schemes: ['https:', 'http:'],
  example: 'https://www.cloudflarestatus.com/api/v2/summary.json',
  whole: page,
  read(observation) {
    const document = documentOf(observation);
    const status = at(document, 'status');
    const indicator = textAt(status, 'indicator');
    if (indicator === null) return { unreadable: 'it is not the JSON of a Statuspage' };
    const words = textAt(status, 'description') ?? indicator;
    const whole = { id: page, state: stateIn(indicators, indicator), words };
    return { entries: [whole, ...itemsOf(at(document, 'components')).flatMap(component)] };
  },
};

function component(value: Json): Entry[] {
  const id = textAt(value, 'name');
  const status = textAt(value, 'status');
  return id === null || status === null ? [] : [{ id, state: stateIn(statuses, status), words: status }];
}

function stateIn(states: Readonly<Record<string, Entry['state']>>, word: string): Entry['state'] {
  return (Object.hasOwn(states, word) ? states[word] : undefined) ?? 'unknown';
}
