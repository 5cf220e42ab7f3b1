// The way to a host that every kind over TCP shares: where the connection really goes, resolve, connect.
// What the job says of addresses, families and detours is obeyed here and nowhere else.

import type { Socket } from 'node:net';
import { isIP } from 'node:net';
import { failure } from '../codes.ts';
import { familyName } from '../family.ts';
import { hostOf, leadsTo } from '../host.ts';
import type { Job } from '../model.ts';
import { connect } from '../net/connect.ts';
import type { Network } from '../net/network.ts';
import { resolveHost } from '../net/resolve.ts';
import type { Trace } from '../net/trace.ts';

/** True for a hop on the host that the list names, false for one that a redirect led to. */
function isOwnHost(job: Job, url: URL): boolean {
  return hostOf(url) === hostOf(new URL(job.url));
}

/** The name to prove in TLS: `sni` on the endpoint's own host, else the host itself. */
export function nameFor(job: Job, url: URL): string {
  const { sni } = job.endpoint.options;
  return sni !== null && isOwnHost(job, url) ? sni : hostOf(url);
}

/**
 * Each family is waited for where each is to be asked; half of the time is left for the connection. Null does not
 * wait: the first that answers will do.
 */
function waitUntil(job: Job, url: URL): number | null {
  const { addresses } = job.endpoint.options;
  return addresses === 'first' || !isOwnHost(job, url) ? null : job.timeoutMs / 2;
}

/** A connection to the host of the URL and this port, as the job says. Null when a step failed. */
export async function reach(
  trace: Trace,
  network: Network,
  job: Job,
  url: URL,
  port: number,
): Promise<Socket | null> {
  const { ca, connect: detours, family, localAddress } = job.endpoint.options;
  const to = leadsTo({ host: hostOf(url), port }, detours);
  const addresses =
    job.address !== null && isOwnHost(job, url)
      ? [job.address]
      : await resolveHost(trace, network, to.host, {
          resolver: job.resolver,
          family,
          ca,
          until: waitUntil(job, url),
        });
  if (!addresses) return null;
  if (family !== null && addresses.every((address) => isIP(address) !== family)) {
    const message = `only ${familyName(family)} is asked, and ${to.host} is no such address`;
    trace.fail(failure('dns.nodata', { message }));
    return null;
  }
  return connect(trace, network, addresses, to.port, localAddress);
}
