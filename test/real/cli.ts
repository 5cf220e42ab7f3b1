// The built command line as a user starts it, with its report read back.

import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Run } from '../../src/model.ts';

/** What a user starts. */
export const launcher = fileURLToPath(new URL('../../bin/whydown.cjs', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end, in a folder that has no list. */
export function runProgram(command: string, args: readonly string[], folder: string): Promise<Ended> {
  const env = { ...process.env, NO_COLOR: '1' };
  return new Promise((resolve) => {
    const child = execFile(command, args, { cwd: folder, env, timeout: 60_000 }, (_, stdout, stderr) => {
      resolve({ code: child.exitCode, stdout, stderr });
    });
  });
}

/** Probes with the command line and reads its JSON. */
export async function probe(
  folder: string,
  args: readonly string[],
): Promise<{ code: number | null; run: Run }> {
  const all = [launcher, ...args, '--format', 'json'];
  const { code, stdout, stderr } = await runProgram(process.execPath, all, folder);
  if (stdout === '') throw new Error(`whydown ${args.join(' ')} printed nothing; exit ${code}\n${stderr}`);
  return { code, run: JSON.parse(stdout) };
}

/** Writes a list (JSON is YAML) and probes it. */
export function probeList(folder: string, list: object, ...args: readonly string[]) {
  const file = join(folder, 'list.yaml');
  writeFileSync(file, JSON.stringify(list));
  return probe(folder, ['--config', file, ...args]);
}
