// tls://HOST[:PORT]: up when the handshake succeeds and the certificate is good for the host.

import { hostOf, refuseHostAndPort } from '../../host.ts';
import { connect } from '../../net/connect.ts';
import { resolveHost } from '../../net/resolve.ts';
import { secure, trust } from '../../net/secure.ts';
import type { Kind } from '../kind.ts';

const form = 'tls://HOST:PORT';
const defaultPort = 443;

export default {
  schemes: ['tls:'],
  form,
  facts: ['dns', 'remote', 'tls'],
  options: ['timeoutMs', 'retry', 'resolvers', 'ca'],
  refuse: (url) => refuseHostAndPort(url, form),
  host: hostOf,
  prepare: async (job, network) => void trust(network, job.endpoint.options.ca),
  async probe(job, network, trace) {
    const url = new URL(job.url);
    const { resolver } = job;
    const { ca } = job.endpoint.options;
    const host = hostOf(url);
    const addresses = await resolveHost(trace, network, host, resolver);
    if (!addresses) return;
    const socket = await connect(trace, network, addresses, Number(url.port || defaultPort));
    if (socket) await secure(trace, network, socket, { host, alpn: [], ca });
  },
} satisfies Kind;
