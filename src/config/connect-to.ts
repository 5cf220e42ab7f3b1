// curl's --connect-to: HOST1:PORT1:HOST2:PORT2, an empty part for any and for the same, IPv6 in brackets.
// Words only: nothing here opens a socket or asks for a name.

import { domainToASCII } from 'node:url';
import { refuseHost } from '../host.ts';
import type { ConnectTo } from '../model.ts';
import type { Problem } from '../shape.ts';
import { isIpv6 } from './address.ts';

const hint = 'as in curl: HOST1:PORT1:HOST2:PORT2, for example www.example.com:443:192.0.2.7:8443';
const part = String.raw`(\[[^\]]*\]|[^:[\]]*)`;
const form = new RegExp(`^${part}:(\\d*):${part}:(\\d*)$`);

/** What one line says. */
export function parseConnectTo(text: string): { readonly value: ConnectTo } | Problem {
  const [, host, port, toHost, toPort] = form.exec(text) ?? [];
  if (host === undefined || toHost === undefined) {
    return { problem: `\`${text}\` is not a detour of four parts`, hint };
  }
  if (`${toHost}${toPort}` === '') {
    return { problem: `\`${text}\` leads nowhere else`, hint: 'say where to: ::192.0.2.7:8443' };
  }
  const problem =
    [host, toHost].map(hostProblem).find(Boolean) ?? [port, toPort].map(portProblem).find(Boolean);
  if (problem) return problem;
  return {
    value: { host: hostIn(host), port: portIn(port), toHost: hostIn(toHost), toPort: portIn(toPort) },
  };
}

function hostProblem(host: string): Problem | null {
  if (host === '') return null;
  const bare = bracketless(host);
  if (host !== bare) {
    return isIpv6(bare) ? null : { problem: `\`${bare}\` is not an IPv6 address`, hint };
  }
  const name = asciiHost(host);
  return name === '' ? { problem: `\`${host}\` is not a host`, hint } : refuseHost(name);
}

function portProblem(port: string | undefined): Problem | null {
  if (!port || (Number(port) >= 1 && Number(port) <= 65_535)) return null;
  return { problem: `${port} is not a port`, hint: 'ports go from 1 to 65535' };
}

/** A host name in ASCII and lower case, without its final dot; '' when it is none. */
export function asciiHost(text: string): string {
  // The URL standard would take out line breaks and read escapes.
  return /^[\p{L}\p{M}\p{N}._-]+$/u.test(text) ? domainToASCII(text).replace(/\.$/, '') : '';
}

function bracketless(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1');
}

/** As the URL of a hop spells it, so that the two can be compared. */
function hostIn(host: string): string | null {
  if (host === '') return null;
  const bare = bracketless(host);
  if (bare !== host) return new URL(`http://[${bare}]/`).hostname.slice(1, -1);
  return asciiHost(host);
}

function portIn(port: string | undefined): number | null {
  return port ? Number(port) : null;
}
