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
 */

/**
 * Starts it in a folder; `port` is chosen when not given.
 * @param {string} folder
 * @param {Zones & { port?: number }} wish
 */
export async function startUnbound(folder, wish) {
  const command = program('unbound');
  const file = join(folder, 'unbound.conf');
  const zoneFile = join(folder, 'zone.txt');
  writeFileSync(zoneFile, zoneText(wish));
  const args = ['-d', '-c', file];
  const prepare = (/** @type {number} */ port) =>
    writeFileSync(file, configuration(folder, port, zoneFile, wish));
  if (wish.port !== undefined) {
    prepare(wish.port);
    return { ...(await startProcess(command, args, [wish.port])), port: wish.port };
  }
  const started = await startServer(1, ([port = 0]) => {
    prepare(port);
    return { command, args };
  });
  return { ...started, port: started.ports[0] ?? 0 };
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
 * @param {number} port
 * @param {string} zoneFile
 * @param {Zones} zones
 */
function configuration(folder, port, zoneFile, { zone, server = [], clauses = [] }) {
  return `
server:
  interface: 127.0.0.1@${port}
  do-ip6: no
  access-control: 127.0.0.0/8 allow
  do-not-query-localhost: no
  module-config: "iterator"
  num-threads: 1
  username: ""
  chroot: ""
  directory: "${folder}"
  pidfile: ""
  use-syslog: no
  do-daemonize: no
  minimal-responses: yes
  local-zone: "test." nodefault
${server.map((line) => `  ${line}`).join('\n')}
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
