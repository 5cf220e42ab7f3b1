// What no probe from outside can see of a service: it takes an account, and a second one that answers. Told where
// the service is concerned, so that nobody takes silence on it for good news.

import type { Result } from '../model.ts';

/** By the name of the service in small letters. */
const unseen: Readonly<Record<string, readonly string[]>> = {
  whatsapp: ['message delivery', 'last seen', 'status updates', 'calls'],
  instagram: ['the feed behind the login', 'stories', 'direct messages'],
  facebook: ['the feed behind the login'],
  messenger: ['message delivery', 'calls'],
  threads: ['the feed behind the login'],
  x: ['the timeline behind the login', 'direct messages'],
  telegram: ['message delivery', 'calls'],
  signal: ['message delivery', 'calls'],
};

/** `whydown cannot see message delivery, last seen, status updates, calls of WhatsApp`; none for what it knows nothing of. */
export function unseenOf(results: readonly Result[]): readonly string[] {
  const services = [...new Set(results.flatMap(({ endpoint }) => endpoint.service ?? []))].sort();
  const known = services.flatMap((service) => {
    const functions = unseen[service.toLowerCase()];
    return functions === undefined ? [] : [{ service, functions }];
  });
  const [only] = known;
  if (only === undefined) return [];
  if (known.length === 1) return [`whydown cannot see ${only.functions.join(', ')} of ${only.service}`];
  const functions = [...new Set(known.flatMap((each) => each.functions))];
  return [`whydown cannot see ${functions.join(', ')}`];
}
