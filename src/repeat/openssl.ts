// openssl s_client for what went wrong in a handshake or with a certificate. Pure.

import { isIP } from 'node:net';
import { caFileOf } from './curl.ts';
import { addressesOf, hostPort, portOf, provenName, type Seen, wholeSeconds } from './seen.ts';

/** The handshake with the same address, its chain and the verification of it. */
export function opensslLine(seen: Seen): string {
  const { url, host, hop, options, quote } = seen;
  const [remote] = addressesOf(hop);
  const at = remote ? hostPort(remote.address, remote.port) : hostPort(host, portOf(url));
  const name = provenName(seen, url);
  return [
    // It has no limit of its own.
    `timeout ${wholeSeconds(options.timeoutMs)} openssl s_client -connect ${quote(at)}`,
    ...(options.localAddress === null ? [] : [`-bind ${quote(hostPort(options.localAddress, 0))}`]),
    isIP(name) === 0
      ? `-servername ${quote(name)} -verify_hostname ${quote(name)}`
      : `-noservername -verify_ip ${quote(name)}`,
    ...(url.protocol === 'https:' ? ['-alpn h2,http/1.1'] : []),
    ...(options.ca === null ? [] : [`-CAfile ${quote(caFileOf(options.caFile))}`]),
    '-verify_return_error </dev/null',
  ].join(' ');
}
