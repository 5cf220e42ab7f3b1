// An environment that turns verification off, or adds to it, and what is told of it.

import { createServer } from 'node:net';
import { join } from 'node:path';
import { program } from '../../src/cli.ts';
import { UserError } from '../../src/config/diagnostic.ts';
import { folder, report, rows, type Setting, whydown } from '../cli/command.ts';
import { type Identity, identities, rootPem } from '../servers/certificates.ts';
import { listen } from '../servers/listen.ts';
import { byOpenssl } from '../servers/openssl.ts';
import { openTls } from '../servers/tls.ts';
import type { CaseFault } from './fault.ts';

/** Every command that probes, and what it is given. */
const probing = [['run'], ['why'], ['baseline', 'save', 'file'], ['demo']];
/** Node's own word for it must not stand in front. */
const refusal =
  /^error: NODE_TLS_REJECT_UNAUTHORIZED=0 is set[^\n]*\nhint: run `unset NODE_TLS_REJECT_UNAUTHORIZED`/;

/** The exit code of a process, when it has refused in all commands, as loud as it should, and asked nobody. */
async function refused(): Promise<string> {
  let connections = 0;
  const port = await listen(
    createServer(() => {
      connections += 1;
    }),
  );
  const target = `tls://127.0.0.1:${port}`;
  const env = { NODE_TLS_REJECT_UNAUTHORIZED: '0' };
  for (const command of probing) {
    if (!(await isRefused([...command, target], env))) return `${command[0]} begins`;
  }
  const { code, stdout, stderr } = await whydown([target], { env });
  if (stdout !== '' || !refusal.test(stderr)) return stdout + stderr;
  return connections === 0 ? `exit ${code}` : `${connections} connections`;
}

/** Begins a command in this process, as the program does. */
async function isRefused(args: readonly string[], env: Readonly<Record<string, string>>): Promise<boolean> {
  const before = process.env;
  process.env = { ...before, ...env };
  try {
    await program(() => {}).parseAsync(['node', 'whydown', ...args]);
    return false;
  } catch (error) {
    return error instanceof UserError && error.message.startsWith('NODE_TLS_REJECT_UNAUTHORIZED=0');
  } finally {
    process.env = before;
  }
}

/** What is told of `site.example`, without a `ca` of its own, and the exit code. */
async function told(identity: Identity, env: Setting['env'], ...flags: readonly string[]): Promise<string> {
  const port = await openTls(identity, { ciphers: 'DEFAULT:@SECLEVEL=0' });
  const to = `site.example:443:127.0.0.1:${port}`;
  const args = ['tls://site.example', '--connect-to', to, '--retries', '0', ...flags];
  const { run, code } = await report(args, { ...(env ? { env } : {}) });
  const [row = ''] = rows(run);
  return `${row.replace('tls://site.example ', '')}, exit ${code}`;
}

const rootFile = () => join(folder({ 'root.pem': rootPem }), 'root.pem');

export const environment: readonly CaseFault[] = [
  {
    ids: ['T17'],
    fault: 'NODE_TLS_REJECT_UNAUTHORIZED=0, whatever command probes',
    told: 'exit 2',
    show: refused,
    bound: 'nobody is asked',
  },
  {
    ids: ['T17'],
    fault: 'NODE_OPTIONS that ask less of TLS, and a key of RSA 1024',
    told: 'down tls.weak_key, exit 1',
    show: () =>
      told(
        byOpenssl('rsa:1024'),
        { NODE_OPTIONS: '--tls-min-v1.0 --tls-cipher-list=DEFAULT@SECLEVEL=0' },
        '--ca',
        rootFile(),
      ),
  },
  {
    ids: ['T17'],
    fault: 'NODE_EXTRA_CA_CERTS with the root that is missing',
    told: 'up, exit 0',
    show: () => told(identities.good, { NODE_EXTRA_CA_CERTS: rootFile() }),
  },
  {
    ids: ['T17'],
    fault: 'NODE_EXTRA_CA_CERTS with a file that is not there',
    told: 'down tls.unknown_root, exit 1',
    show: () => told(identities.good, { NODE_EXTRA_CA_CERTS: '/nonexistent/root.pem' }),
  },
];
