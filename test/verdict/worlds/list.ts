// A made-up list: providers with services of several components, endpoints of no service, an edge that two providers
// share, and controls by name and by address.

import { hostOf } from '../../../src/host.ts';
import type { Endpoint, List } from '../../../src/model.ts';
import { listOf } from '../../config/list.ts';
import type { Random } from '../../fuzz/random.ts';
import type { Site } from './internet.ts';

export interface Population {
  readonly list: List;
  readonly sites: ReadonlyMap<string, Site>;
}

export const edge = 'shield';

/** Every service has a web page; the others come by chance. */
const components = ['api', 'media', 'messaging', 'login'];
const common = { retry: { times: 1, after: '0s' }, expect: { body: { contains: 'well' } } };

/** A list of three to five providers. */
export function populate(random: Random, withControls: boolean): Population {
  const providers = Array.from({ length: 3 + random.below(3) }, (_, index) => providerOf(random, index));
  const alone = Array.from({ length: 4 }, (_, index) => ({
    name: `alone${index}`,
    url: `https://www.alone${index}.net/`,
    ...common,
  }));
  const controls = [
    ...['one', 'two', 'three'].map((name) => ({
      operator: name,
      url: `http://check.${name}.org/`,
      expect: { status: 204 },
    })),
    ...['9.9.9.9', '8.8.8.8'].map((address) => ({ operator: address, url: `tcp://${address}:443` })),
  ];
  const list = listOf(
    JSON.stringify({
      providers: Object.fromEntries(providers.map(({ name, services }) => [name, { services }])),
      ...(withControls ? { controls } : {}),
      endpoints: [...providers.flatMap(({ endpoints }) => endpoints), ...alone],
    }),
  );
  return { list, sites: sitesOf([...list.endpoints, ...list.controls]) };
}

function providerOf(random: Random, index: number) {
  const name = `P${index}`;
  const services = Array.from({ length: 2 + random.below(2) }, (_, at) => `${name} S${at}`);
  const endpoints = services.flatMap((service, at) =>
    ['web', ...components.filter(() => random.chance(0.5)), 'files'].map((component) => {
      const host = `${component}.s${at}.p${index}.com`;
      // Some have a second front door, either of which will do.
      const url = random.chance(0.3) ? [`https://${host}/`, `https://too.${host}/`] : `https://${host}/`;
      const behind = index < 2 && at === 0 && component === 'web' ? { edge } : {};
      return { name: `${service} ${component}`, service, component, url, ...behind, ...common };
    }),
  );
  return { name, services, endpoints };
}

/** Each host has an address of its own, and each owner an issuer. */
function sitesOf(endpoints: readonly Endpoint[]): ReadonlyMap<string, Site> {
  const hosts = endpoints.flatMap((endpoint) =>
    endpoint.urls.map((url) => ({ endpoint, host: hostOf(new URL(url)) })),
  );
  return new Map(
    hosts.map(({ endpoint, host }, index) => [
      host,
      {
        address: `203.${1 + Math.floor(index / 250)}.113.${1 + (index % 250)}`,
        issuer: `CN=${endpoint.provider ?? endpoint.name} CA`,
        server: endpoint.edge === null ? null : 'cloudflare',
      },
    ]),
  );
}
