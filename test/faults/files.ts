// Files that are written, and what stands in the way.

import { spawn } from 'node:child_process';
import { openSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { folder, list, program, whydown } from '../cli/command.ts';
import { ok } from '../cli/servers.ts';
import { root } from '../house/sources.ts';
import type { CaseFault } from './fault.ts';

const writer = `import { writeFileAtomically } from ${JSON.stringify(`${root}dist/output/file.js`)};`;
const size = 1_000_000;

/** A process that replaces the file again and again, by a text of one letter and one of another. */
function writing(file: string, letters: string) {
  const script = `${writer}
    process.stdout.write('go');
    for (;;) for (const letter of ${JSON.stringify([...letters])}) {
      await writeFileAtomically(${JSON.stringify(file)}, letter.repeat(${size}));
    }`;
  const node = ['--input-type=module', '-e', script];
  const child = spawn(process.execPath, node, { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const begun = new Promise((resolve) => child.stdout.once('data', resolve));
  const ended = new Promise((resolve) => child.once('close', resolve));
  const kill = (): Promise<unknown> => {
    child.kill('SIGKILL');
    return ended;
  };
  return { begun, kill };
}

/** Whether all of it was written by one and the same. */
function isWhole(file: string): boolean {
  const text = readFileSync(file);
  return text.equals(Buffer.alloc(size, text[0]));
}

async function killed(times: number): Promise<string> {
  const at = folder();
  const survives = async (_: unknown, index: number): Promise<boolean> => {
    const file = join(at, `report${index}`);
    writeFileSync(file, 'a'.repeat(size));
    const { begun, kill } = writing(file, 'ab');
    await begun;
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 60));
    await kill();
    return isWhole(file);
  };
  let whole = 0;
  for (let left = times; left > 0; left -= 8) {
    const all = await Promise.all(Array.from({ length: Math.min(8, left) }, survives));
    whole += all.filter(Boolean).length;
  }
  const strange = readdirSync(at).filter((name) => !/^(report\d|\.report\d\.[0-9a-f]{12}\.tmp)$/.test(name));
  return `whole ${whole} of ${times}${strange.length > 0 ? `, and ${strange}` : ''}`;
}

async function both(): Promise<string> {
  const file = join(folder({ report: 'a'.repeat(size) }), 'report');
  const writers = [writing(file, 'ab'), writing(file, 'cd')];
  await Promise.all(writers.map(({ begun }) => begun));
  let whole = 0;
  for (let time = 0; time < 40; time += 1) if (isWhole(file)) whole += 1;
  await Promise.all(writers.map(({ kill }) => kill()));
  return `whole ${whole} of 40`;
}

/** What a run says whose report cannot be written, by a shell that sees to it. `$1` is a folder with an old report. */
async function unwritten(prepare: string, wrap: readonly string[] = []): Promise<string> {
  const at = folder({ 'a.json': 'old' });
  const line = `${prepare} "$2" "$3" "$4" --output "json=\${FILE:-$1/a.json}"; echo "exit $?"; cat "$1/a.json"; ls -A "$1"`;
  const target = `http://127.0.0.1:${await ok()}/`;
  const all = [...wrap, 'sh', '-c', line, 'sh', at, process.execPath, program, target];
  const { stdout, stderr } = await whydown([], { program: all });
  const why = /^whydown: cannot write .*?: (.*)\n$/.exec(stderr)?.[1] ?? stderr;
  const exit = /^exit (\d+)$/m.exec(stdout)?.[1];
  const old = /exit \d\nold/.test(stdout) ? 'the old file whole' : 'the old file lost';
  const told = stdout.includes('1 endpoint: 1 up') ? '' : ', the report lost';
  const left = stdout.includes('.tmp') ? ', a file left' : '';
  return `exit ${exit}, ${why}, ${old}${told}${left}`;
}

const mounting = ['unshare', '-rm'];
/** Root without its powers. */
const powerless = process.getuid?.() === 0 ? ['setpriv', '--bounding-set=-all', '--inh-caps=-all'] : [];

const tmpfs = (options: string) => `mount -t tmpfs -o ${options} none "$1" && printf old > "$1/a.json" &&`;

export const files: readonly CaseFault[] = [
  {
    ids: ['M1'],
    fault: 'killed 24 times while it replaces a report of 1 MB',
    told: 'whole 24 of 24',
    show: () => killed(24),
  },
  {
    ids: ['M7'],
    fault: 'two processes that replace one report all the time',
    told: 'whole 40 of 40',
    show: both,
  },
  {
    ids: ['M8'],
    fault: 'two runs with `>> log` of one file',
    told: '122 lines, all whole',
    show: async () => {
      const [at, port] = [folder({ log: '' }), await ok()];
      const file = list(
        `endpoints:\n${Array.from({ length: 60 }, (_, i) => `  - "http://127.0.0.1:${port}/${i}"\n`).join('')}`,
      );
      await Promise.all(
        [1, 2].map(() =>
          whydown(['-c', file, '--format', 'ndjson'], { stdout: openSync(join(at, 'log'), 'a') }),
        ),
      );
      const lines = readFileSync(join(at, 'log'), 'utf8').trimEnd().split('\n');
      const whole = lines.filter((line) => 'result' in JSON.parse(line) || 'run' in JSON.parse(line));
      return `${lines.length} lines, ${whole.length === lines.length ? 'all whole' : 'some torn'}`;
    },
  },
  {
    ids: ['M2'],
    fault: 'a full disk under a report',
    told: 'exit 3, the disk is full (ENOSPC), the old file whole',
    show: () =>
      unwritten(`${tmpfs('size=64k')} { cat /dev/zero > "$1/zeros" 2>/dev/null; true; } &&`, mounting),
  },
  {
    ids: ['M2'],
    fault: 'a disk without room for another file',
    told: 'exit 3, the disk is full (ENOSPC), the old file whole',
    show: () => unwritten(tmpfs('size=1m,nr_inodes=2'), mounting),
  },
  {
    ids: ['M2'],
    fault: 'a report larger than `ulimit -f` allows',
    told: 'exit 3, it is larger than a file may become here (EFBIG), the old file whole',
    show: () => unwritten('ulimit -f 1;'),
  },
  {
    ids: ['M3'],
    fault: 'a read-only file system',
    told: 'exit 3, the file system is read-only (EROFS), the old file whole',
    show: () => unwritten(`${tmpfs('size=64k')} mount -o remount,ro "$1" &&`, mounting),
  },
  {
    ids: ['M3'],
    fault: 'a folder in which this user may not write',
    told: 'exit 3, this user may not write there (EACCES), the old file whole',
    show: () => unwritten('chmod 555 "$1" &&', powerless),
  },
  {
    ids: ['M3'],
    fault: 'a folder that is not there',
    told: 'exit 3, there is no such folder (ENOENT), the old file whole',
    show: () => unwritten('FILE="$1/none/a.json";'),
  },
  {
    ids: ['M5'],
    fault: 'a pipe that nobody reads, for a report',
    told: 'exit 3, nobody reads from it (ENXIO), the old file whole',
    show: () => unwritten('mkfifo "$1/pipe"; FILE="$1/pipe";'),
  },
  {
    ids: ['M5'],
    fault: 'a device that is full, for a report',
    told: 'exit 3, the disk is full (ENOSPC), the old file whole',
    show: () => unwritten('FILE=/dev/full;'),
  },
  {
    ids: ['M5'],
    fault: 'a folder in place of a report',
    told: 'exit 3, it is a folder (EISDIR), the old file whole',
    show: () => unwritten('mkdir "$1/sub"; FILE="$1/sub";'),
  },
  {
    ids: ['M5'],
    fault: 'links of the user’s own, to a report and to one that is not there yet',
    told: 'both stay links, both reports whole',
    show: async () => {
      const at = folder({ real: 'old' });
      for (const to of ['real', 'new']) symlinkSync(to, join(at, `to-${to}`));
      const outputs = ['real', 'new'].flatMap((to) => ['--output', `json=${join(at, `to-${to}`)}`]);
      await whydown([`tcp://127.0.0.1:${await ok()}`, ...outputs]);
      const links = readdirSync(at, { withFileTypes: true }).filter((entry) => entry.isSymbolicLink());
      const reports = ['real', 'new'].filter(
        (name) => JSON.parse(readFileSync(join(at, name), 'utf8')).exitCode === 0,
      );
      return `${links.length === 2 ? 'both stay links' : links.length}, ${reports.length === 2 ? 'both reports whole' : reports}`;
    },
  },
  {
    ids: ['M6'],
    fault: 'umask 000 for a report, a baseline and a list of `init`',
    told: '644 644 644',
    show: async () => {
      const cwd = folder();
      const run = '"$0" "$1"';
      const line = `umask 000; ${run} baseline save base "$2" --samples 5 --output json=report; ${run} init list`;
      const target = `http://127.0.0.1:${await ok()}/`;
      await whydown([], { cwd, program: ['sh', '-c', line, process.execPath, program, target] });
      const modes = ['report', 'base', 'list'].map((name) => statSync(join(cwd, name)).mode & 0o777);
      return modes.map((mode) => mode.toString(8)).join(' ');
    },
  },
];
