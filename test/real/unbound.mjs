// A real name server on loopback: unbound, resolving a zone that it holds itself.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { program } from './parts.mjs';
import { startProcess, startServer } from './process.mjs';

/**
 * @typedef {object} Zones
 * @property {string} zone name of the zone it holds, without a dot at the end
 * @property {readonly string[]} records of the zone, in the syntax of RFC 1035
 * @property {readonly string[]} [server] more lines of `server:`
 * @property {readonly string[]} [clauses] more clauses
 * @property {string} [modules] of its `module-config`
 * @property {{ key: string, certificate: string }} [secure] files; then it serves TLS and HTTPS too
 */

/**
 * Starts it in a folder; `port` is chosen when not given. Of `ports` the second is TLS, the third HTTPS.
 * @param {string} folder
 * @param {Zones & { port?: number }} wish
 */
export async function startUnbound(folder, wish) {
  const command = program('unbound');
  const file = join(folder, 'unbound.conf');
  const zoneFile = join(folder, 'zone.txt');
  writeFileSync(zoneFile, zoneText(wish));
  const args = ['-d', '-c', file];
  const prepare = (/** @type {readonly number[]} */ ports) =>
    writeFileSync(file, configuration(folder, ports, zoneFile, wish));
  if (wish.port !== undefined) {
    prepare([wish.port]);
    return {
      ...(await startProcess(command, args, [wish.port], () => knows(wish.zone, wish.port))),
      port: wish.port,
      ports: [wish.port],
    };
  }
  const started = await startServer(
    wish.secure ? 3 : 1,
    (ports) => {
      prepare(ports);
      return { command, args };
    },
    ([port]) => knows(wish.zone, port),
  );
  return { ...started, port: started.ports[0] ?? 0 };
}

/**
 * Whether it is this server that answers there, over UDP.
 * @param {string} zone
 * @param {number | undefined} port
 */
async function knows(zone, port) {
  // Whoever loads it reads resolv.conf, which may be laid out only now.
  const { Resolver } = await import('node:dns/promises');
  const resolver = new Resolver({ timeout: 500, tries: 1 });
  resolver.setServers([`127.0.0.1:${port}`]);
  try {
    return (await resolver.resolveSoa(zone)).serial === 1;
  } catch {
    return false;
  }
}

/** @param {Zones} zones */
function zoneText({ zone, records }) {
  const start = [
    `$ORIGIN ${zone}.`,
    '$TTL 300',
    '@ SOA ns hostmaster 1 3600 600 86400 60',
    '@ NS ns',
    'ns A 127.0.0.1',
  ];
  return `${[...start, ...records].join('\n')}\n`;
}

/**
 * @param {string} folder
 * @param {readonly number[]} ports
 * @param {string} zoneFile
 * @param {Zones} wish
 */
function configuration(folder, ports, zoneFile, wish) {
  const { zone, server = [], clauses = [], modules = 'iterator' } = wish;
  const [, tls, https] = ports;
  const secured = wish.secure
    ? [
        `tls-port: ${tls}`,
        `https-port: ${https}`,
        `tls-service-key: ${wish.secure.key}`,
        `tls-service-pem: ${wish.secure.certificate}`,
      ]
    : [];
  return `
server:
${ports.map((port) => `  interface: 127.0.0.1@${port}`).join('\n')}
  do-ip6: no
  access-control: 127.0.0.0/8 allow
  do-not-query-localhost: no
  module-config: "${modules}"
  num-threads: 1
  username: ""
  chroot: ""
  directory: "${folder}"
  pidfile: ""
  use-syslog: no
  do-daemonize: no
  minimal-responses: yes
  local-zone: "test." nodefault
${[...secured, ...server].map((line) => `  ${line}`).join('\n')}
remote-control:
  control-enable: no
auth-zone:
  name: "${zone}"
  zonefile: "${zoneFile}"
  for-downstream: no
  for-upstream: yes
  fallback-enabled: no
${clauses.join('\n')}
`;
}
