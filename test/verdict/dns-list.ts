// A list of two providers and a site of nobody, and worlds in which its names are not found.

import type { Diagnosis, Run } from '../../src/model.ts';
import type { openDnsWorld } from '../servers/dns-world.ts';

export const resolvers = ['9.9.9.9', '8.8.8.8', '1.1.1.1'];
export const controls = resolvers.map((resolver) => ({
  name: `resolver ${resolver}`,
  operator: resolver,
  url: 'dns:control.com?type=A',
  timeout: '800ms',
  resolver,
}));
export const options = { timeout: '800ms', retry: { times: 1, after: '1ms' } };

/** Two providers with two services each, and a site of nobody. */
export const list = {
  defaults: options,
  providers: {
    Alpha: { services: ['Chat', 'Photos'] },
    Beta: { services: ['Mail', 'Maps'] },
  },
  controls,
  endpoints: [
    { name: 'chat', service: 'Chat', url: 'dns:chat.alpha.com?type=A' },
    { name: 'photos', service: 'Photos', url: 'dns:photos.alpha.com?type=A' },
    { name: 'pictures', service: 'Photos', url: 'dns:pictures.alphacdn.com?type=A' },
    { name: 'mail', service: 'Mail', url: 'dns:mail.beta.com?type=A' },
    { name: 'maps', service: 'Maps', url: 'dns:maps.beta.com?type=A' },
    { name: 'gamma', url: 'dns:www.gamma.com?type=A' },
  ],
};

const { controls: _, ...rest } = list;
export const withoutControls = rest;
export const alpha = ['chat', 'photos', 'pictures'];
export const all = list.endpoints.map(({ name }) => name);

type Told = Pick<Diagnosis, 'rule' | 'blame' | 'scope' | 'subject' | 'members' | 'layer'>;

export function told({ diagnoses }: Run): Told[] {
  return diagnoses.map(({ rule, blame, scope, subject, layer, members }) => {
    return { rule, blame, scope, subject, layer, members: [...members].sort() };
  });
}

/** Every resolver says the same of these zones. */
export function everywhere(words: Parameters<typeof openDnsWorld>[0]['own'][number]) {
  return { own: [words], named: Object.fromEntries(resolvers.map((resolver) => [resolver, words])) };
}

export const fine = '198.51.100.7';
export const fineZones = {
  'alpha.com': [fine, fine],
  'alphacdn.com': [fine],
  'beta.com': [fine],
  'gamma.com': [fine],
};
