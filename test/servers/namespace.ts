// The command line in a network of its own: what routes, ports and limits do to it.

import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Run } from '../../src/model.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Whether this machine lets us make a network namespace, without being root. */
export const hasNamespaces = spawnSync('unshare', ['-rnmpf', 'ip', 'link', 'set', 'lo', 'up']).status === 0;

interface Ended {
  readonly status: number | null;
  readonly run: Run;
}

/** `whydown` in a fresh namespace with lo, after these shell commands. */
export async function inNamespace(setUp: string, ...words: readonly string[]): Promise<Ended> {
  const command = `ip link set lo up; ${setUp}\nexec node bin/whydown.cjs --format json --retries 0 "$@"`;
  const { status, stdout } = await execute('unshare', ['-rnmpf', 'sh', '-c', command, 'sh', ...words]);
  return { status, run: JSON.parse(stdout) as Run };
}

/** A module that may import what was built, after these shell commands. */
export async function inShell(setUp: string, module: string): Promise<string> {
  const command = `${setUp}\nexec node --input-type=module -e "$1"`;
  return (await execute('sh', ['-c', command, 'sh', module])).stdout;
}

/** A program to its end, in the folder of the project unless another is given. */
export function execute(
  program: string,
  words: readonly string[],
  cwd = root,
): Promise<{ status: number | null; stdout: string }> {
  const child = spawn(program, words, { cwd, stdio: ['ignore', 'pipe', 'inherit'] });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (chunk) => {
    stdout += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject).on('close', (status) => resolve({ status, stdout }));
  });
}
