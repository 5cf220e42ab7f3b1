// openssl s_client for what went wrong in a handshake or with a certificate. Pure.

import { isIP } from 'node:net';
import { caFileOf } from './curl.ts';
import { addressesOf, hostPort, portOf, type Seen, wholeSeconds } from './seen.ts';

/** The handshake with the same address, its chain and the verification of it. */
export function opensslLine({ url, host, hop, options, quote }: Seen): string {
  const [remote] = addressesOf(hop);
  const at = remote ? hostPort(remote.address, remote.port) : hostPort(host, portOf(url));
  const named = isIP(host) === 0;
  return [
    // It has no limit of its own.
    `timeout ${wholeSeconds(options.timeoutMs)} openssl s_client -connect ${quote(at)}`,
    named
      ? `-servername ${quote(host)} -verify_hostname ${quote(host)}`
      : `-noservername -verify_ip ${quote(host)}`,
    ...(url.protocol === 'https:' ? ['-alpn h2,http/1.1'] : []),
    ...(options.ca === null ? [] : [`-CAfile ${quote(caFileOf(options.caFile))}`]),
    '-verify_return_error </dev/null',
  ].join(' ');
}
