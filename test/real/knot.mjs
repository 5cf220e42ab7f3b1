// A real name server of zones on loopback: knot, which also signs them.

import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { program } from './parts.mjs';
import { startServer } from './process.mjs';

/**
 * @typedef {object} Zone
 * @property {string} name without a dot at the end
 * @property {readonly string[]} records in the syntax of RFC 1035, after the SOA
 * @property {number} [serial]
 * @property {boolean} [signed]
 */

/**
 * Writes its configuration; `listen` is an address and a port, `127.0.0.2@53`.
 * @param {string} folder
 * @param {string} listen
 * @param {readonly Zone[]} zones
 * @returns {string} the file
 */
export function writeKnot(folder, listen, zones) {
  mkdirSync(folder, { recursive: true });
  const zoneClauses = zones.map(({ name, records, serial = 1, signed = false }) => {
    const file = join(folder, `${name}.zone`);
    const soa = `@ SOA ns1.${name}. host.${name}. ${serial} 3600 600 86400 60`;
    writeFileSync(file, `${[`$ORIGIN ${name}.`, '$TTL 300', soa, ...records].join('\n')}\n`);
    const signing = '\n    dnssec-signing: on\n    dnssec-policy: one\n    zonefile-load: difference';
    return `  - domain: ${name}\n    file: ${file}\n    zonefile-sync: -1\n    journal-content: all${signed ? signing : ''}`;
  });
  const file = join(folder, 'knot.conf');
  const text = `
server:
  listen: ${listen}
  rundir: ${folder}
database:
  storage: ${folder}
log:
  - target: stderr
    any: error
policy:
  - id: one
    manual: on
    single-type-signing: on
    algorithm: ecdsap256sha256
zone:
${zoneClauses.join('\n')}
`;
  writeFileSync(file, text);
  return file;
}

/**
 * Makes the key of a zone that is to be signed.
 * @param {string} file the configuration
 * @param {string} zone
 * @returns {string} its DS record, a trust anchor
 */
function makeZoneKey(file, zone) {
  const keymgr = (/** @type {readonly string[]} */ args) =>
    execFileSync(program('keymgr'), ['-c', file, zone, ...args], { encoding: 'utf8', stdio: 'pipe' });
  keymgr(['generate', 'algorithm=13', 'ksk=yes', 'zsk=yes']);
  return keymgr(['ds']).split('\n')[0] ?? '';
}

/**
 * Starts it with these zones on a free port.
 * @param {string} folder
 * @param {readonly Zone[]} zones
 */
export async function startKnot(folder, zones) {
  /** @type {readonly string[]} */
  let anchors = [];
  const started = await startServer(1, ([port = 0]) => {
    const file = writeKnot(folder, `127.0.0.1@${port}`, zones);
    const signed = zones.filter((zone) => zone.signed);
    if (anchors.length === 0) anchors = signed.map(({ name }) => makeZoneKey(file, name));
    return { command: program('knotd'), args: ['-c', file] };
  });
  return { ...started, port: started.ports[0] ?? 0, anchors };
}
