// tcp://HOST:PORT: up when a connection is accepted.

import { hostOf, refuseHostAndPort } from '../../host.ts';
import type { Kind } from '../kind.ts';
import { reach } from '../reach.ts';

const form = 'tcp://HOST:PORT';

export default {
  schemes: ['tcp:'],
  form,
  facts: ['dns', 'remote'],
  options: ['timeoutMs', 'retry', 'resolvers', 'ca', 'addresses', 'connect', 'family', 'localAddress'],
  refuse: (url) =>
    url.port === ''
      ? { problem: 'there is no port to connect to', hint: `write ${form}` }
      : refuseHostAndPort(url, form),
  host: hostOf,
  async probe(job, network, trace) {
    const url = new URL(job.url);
    await reach(trace, network, job, url, Number(url.port));
  },
} satisfies Kind;
