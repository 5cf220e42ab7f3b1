// What every key of a list means, and what holds where it is not said: the words of the README's tables and of
// the JSON Schema. A key of the grammar without words does not compile. Loaded only to be shown.

import type { feedFields, partFields, providerFields } from './provider-schema.ts';
import type { controlFields, endpointFields, listFields } from './schema.ts';

export interface KeyWords {
  /** One line, as the README says it; no full stop. */
  readonly meaning: string;
  /** What holds if the key is not there. */
  readonly otherwise: string;
}

export const endpointWords: Readonly<Record<keyof typeof endpointFields, KeyWords>> = {
  name: { meaning: 'how the row is called; unique, also across files', otherwise: 'the first URL' },
  url: { meaning: 'one URL or several of one scheme', otherwise: 'needed' },
  atLeast: {
    meaning: 'how many must pass of the URLs, of each at every resolver',
    otherwise: '1; all with `agree`',
  },
  service: { meaning: 'the group of the row; a provider names its services', otherwise: 'none' },
  component: { meaning: 'the part of the service that the row stands for', otherwise: 'none' },
  edge: { meaning: 'the infrastructure it shares with others', otherwise: 'none' },
  tags: { meaning: 'words for `--tag`', otherwise: 'none' },
  method: { meaning: 'of the request', otherwise: 'GET' },
  headers: {
    meaning:
      'of the request; `${env:NAME}` in any value is shown as `$NAME` everywhere, if it has 4 characters or more',
    otherwise: 'none',
  },
  redirects: {
    meaning: 'how many are followed, each a hop with steps of its own; 0 judges the first answer',
    otherwise: '10',
  },
  timeout: { meaning: 'total time of one attempt, from DNS to the last byte needed', otherwise: '10s' },
  retry: {
    meaning:
      '`{times: 1, after: 1s}`: a failed endpoint is asked again, after half the timeout at most; all retries of a run share one timeout',
    otherwise: 'once after 1s',
  },
  resolver: {
    meaning:
      "whom to ask for names, one or a list, each an attempt of its own: `9.9.9.9`, `tcp://9.9.9.9:53`, `tls://dns.quad9.net` (DNS over TLS), `https://dns.quad9.net/dns-query` (over HTTPS), `system` (the name servers of this machine), `os` (what its other programs use), `authoritative` (the zone's own servers)",
    otherwise: 'system',
  },
  agree: { meaning: '`true`: all resolvers must give the same records', otherwise: 'false' },
  addresses: {
    meaning:
      'which addresses of a name are asked: the `first` that answers, `both` (one of each family) or `all` (32 at most)',
    otherwise: '`first`',
  },
  connect: {
    meaning:
      "where connections really go: `HOST1:PORT1:HOST2:PORT2` as in curl's `--connect-to`, one or a list; the first that fits holds, redirects included",
    otherwise: 'where the URL says',
  },
  sni: {
    meaning: "the name sent and looked for in the certificate, on the URL's own host",
    otherwise: 'the host of the URL',
  },
  ip: { meaning: '`4` or `6`: the only family that is resolved and connected to', otherwise: 'both' },
  source: {
    meaning: 'the address of this machine to connect from; its family is then the only one',
    otherwise: "the system's choice",
  },
  ca: {
    meaning:
      'PEM text, or a PEM file beside the list, instead of the roots that Node brings; also for a resolver over TLS or HTTPS',
    otherwise: 'those of Node',
  },
  expect: { meaning: 'what must hold, below', otherwise: 'see below' },
};

export const controlWords: Readonly<
  Record<Exclude<keyof typeof controlFields, keyof typeof endpointFields>, KeyWords>
> = {
  operator: {
    meaning: 'of a control: who runs it; controls of several operators tell "me" from "them"',
    otherwise: 'needed',
  },
};

export const providerWords: Readonly<Record<keyof typeof providerFields, KeyWords>> = {
  services: { meaning: 'of a provider: the services that it runs', otherwise: 'needed without `edge`' },
  edge: { meaning: 'of a provider: the infrastructure for others that it runs', otherwise: 'none' },
  authority: {
    meaning:
      "of a provider: `{zones: […], servers: […]}`, the zones of its names and their name servers; asked only when such a name is not found, and counted only when nobody tells the zone's servers",
    otherwise: 'the servers are found from the zones above',
  },
  feed: {
    meaning: 'of a provider: where it says itself how it does; read once in a run, never a measurement',
    otherwise: 'none is read',
  },
};

export const feedWords: Readonly<Record<keyof typeof feedFields, KeyWords>> = {
  format: { meaning: 'of a feed: how it is read', otherwise: 'needed' },
  url: { meaning: 'of a feed: where it is', otherwise: 'needed' },
  map: {
    meaning: 'of a feed: which service or component each of its ids is about; all else in it is passed over',
    otherwise: 'all of it is about the provider',
  },
};

export const partWords: Readonly<Record<keyof typeof partFields, KeyWords>> = {
  service: {
    meaning: 'of an id in `map`: the service that it is about',
    otherwise: 'all that have the component',
  },
  component: { meaning: 'of an id in `map`: the component that it is about', otherwise: 'the whole service' },
};

export const listWords: Readonly<Record<keyof typeof listFields, KeyWords>> = {
  version: { meaning: 'the version of the list language', otherwise: '1' },
  defaults: { meaning: 'options and expectations for all endpoints, merged key by key', otherwise: 'none' },
  providers: { meaning: 'who runs which services', otherwise: 'none' },
  controls: {
    meaning: 'asked only when something failed: is it me?',
    otherwise: 'none; of others only the name servers of a zone are asked, when a name in it is not found',
  },
  endpoints: { meaning: 'what is probed', otherwise: 'they stand in another file' },
};
