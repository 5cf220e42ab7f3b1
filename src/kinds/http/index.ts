// http(s)://: resolve, connect, secure, one exchange; a redirect climbs the steps anew as the next hop.

import type { Socket } from 'node:net';
import { failure } from '../../codes.ts';
import { hostOf, refuseHost } from '../../host.ts';
import type { HttpFacts, Job } from '../../model.ts';
import { exchange } from '../../net/exchange.ts';
import { loadHttp1 } from '../../net/http1.ts';
import type { Network } from '../../net/network.ts';
import { secure, trust } from '../../net/secure.ts';
import type { Trace } from '../../net/trace.ts';
import { version } from '../../version.ts';
import type { Kind } from '../kind.ts';
import { nameFor, reach } from '../reach.ts';
import { follow, type HttpRequest, isRedirect } from './redirect.ts';

const ownHeaders = {
  'user-agent': `whydown/${version}`,
  accept: '*/*',
  // A body is read under a cap; asked for plainly it needs no decoding.
  'accept-encoding': 'identity',
};

export default {
  schemes: ['https:', 'http:'],
  form: 'https://HOST[:PORT]/PATH',
  facts: ['dns', 'remote', 'tls', 'http'],
  options: [
    'method',
    'headers',
    'redirects',
    'timeoutMs',
    'retry',
    'resolvers',
    'ca',
    'addresses',
    'connect',
    'sni',
    'family',
    'localAddress',
  ],
  refuse: (url) => refuseHost(hostOf(url)),
  host: hostOf,
  async prepare(job, network) {
    trust(network, job.endpoint.options.ca);
    await loadHttp1();
  },
  async probe(job, network, trace) {
    let request = firstRequest(job);
    const seen = new Set<string>();
    for (let left = job.endpoint.options.redirects; ; left -= 1) {
      seen.add(`${request.method} ${request.url.href}`);
      const response = await climb(job, network, trace, request);
      if (!response || !isRedirect(response.status, response.headers)) return;
      if (job.endpoint.options.redirects === 0) return;
      const next = follow(request, response.status, response.headers.location ?? '');
      if ('code' in next) return trace.fail(next);
      if (seen.has(`${next.method} ${next.url.href}`)) {
        return trace.fail(failure('http.redirect_loop', { detail: next.url.href }));
      }
      if (left === 0) return trace.fail(failure('http.redirect_limit', { detail: next.url.href }));
      trace.nextHop(next.url.href);
      request = next;
    }
  },
} satisfies Kind;

function firstRequest(job: Job): HttpRequest {
  const url = new URL(job.url);
  url.hash = '';
  const { method, headers } = job.endpoint.options;
  const given = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  return { url, method, headers: { ...ownHeaders, ...given } };
}

/** One hop over a fresh connection. Null when a step failed. */
async function climb(
  job: Job,
  network: Network,
  trace: Trace,
  request: HttpRequest,
): Promise<HttpFacts | null> {
  const { url } = request;
  const { ca } = job.endpoint.options;
  const encrypted = url.protocol === 'https:';
  const port = Number(url.port || (encrypted ? 443 : 80));
  const plain = await reach(trace, network, job, url, port);
  if (!plain) return null;
  const host = nameFor(job, url);
  const alpn = ['h2', 'http/1.1'];
  const socket: Socket | null = encrypted ? await secure(trace, network, plain, { host, alpn, ca }) : plain;
  if (!socket) return null;
  // The body of a redirect is of no interest to anybody.
  const readBody = ({ status, headers }: HttpFacts) =>
    job.collect.body && !(job.endpoint.options.redirects > 0 && isRedirect(status, headers));
  const readExcerpt = ({ status, headers }: HttpFacts) =>
    (status < 200 || status > 299 || job.collect.okIsOdd === true) && !isRedirect(status, headers);
  return exchange(trace, socket, { ...request, readBody, readExcerpt });
}
