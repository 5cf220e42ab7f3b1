// tcp://HOST:PORT: up when a connection is accepted.

import { hostOf, refuseHostAndPort } from '../../host.ts';
import { connect } from '../../net/connect.ts';
import { resolveHost } from '../../net/resolve.ts';
import type { Kind } from '../kind.ts';

const form = 'tcp://HOST:PORT';

export default {
  schemes: ['tcp:'],
  form,
  facts: ['dns', 'remote'],
  options: ['timeoutMs', 'retry', 'resolvers'],
  refuse: (url) =>
    url.port === ''
      ? { problem: 'there is no port to connect to', hint: `write ${form}` }
      : refuseHostAndPort(url, form),
  host: hostOf,
  async probe(job, network, trace) {
    const url = new URL(job.url);
    const addresses = await resolveHost(trace, network, hostOf(url), job.resolver);
    if (addresses) await connect(trace, network, addresses, Number(url.port));
  },
} satisfies Kind;
