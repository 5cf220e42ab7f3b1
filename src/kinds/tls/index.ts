// tls://HOST[:PORT]: up when the handshake succeeds and the certificate is good for the host.

import { hostOf, refuseHostAndPort } from '../../host.ts';
import { secure, trust } from '../../net/secure.ts';
import type { Kind } from '../kind.ts';
import { nameFor, reach } from '../reach.ts';

const form = 'tls://HOST:PORT';
const defaultPort = 443;

export default {
  schemes: ['tls:'],
  form,
  facts: ['dns', 'remote', 'tls'],
  options: ['timeoutMs', 'retry', 'resolvers', 'ca', 'addresses', 'connect', 'sni', 'family', 'localAddress'],
  refuse: (url) => refuseHostAndPort(url, form),
  host: hostOf,
  prepare: async (job, network) => void trust(network, job.endpoint.options.ca),
  async probe(job, network, trace) {
    const url = new URL(job.url);
    const { ca } = job.endpoint.options;
    const socket = await reach(trace, network, job, url, Number(url.port || defaultPort));
    const options = { host: nameFor(job, url), alpn: [], ca, alone: true } as const;
    if (socket) await secure(trace, network, socket, options);
  },
} satisfies Kind;
