import { execFileSync, spawnSync } from 'node:child_process';
import { openSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folder, program, report, start, whydown } from './command.ts';
import { closed, ok } from './servers.ts';

async function fine(): Promise<string> {
  return `127.0.0.1:${await ok()}`;
}

describe('--output', () => {
  test('writes reports into files, beside the one on stdout', async () => {
    const path = folder();
    const files = { json: join(path, 'a.json'), table: join(path, 'a.txt') };
    const target = await fine();
    const { code, stdout, stderr } = await whydown([
      target,
      '--output',
      `json=${files.json}`,
      '--output',
      `table=${files.table}`,
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('ENDPOINT');
    expect(JSON.parse(readFileSync(files.json, 'utf8'))).toMatchObject({
      schema: 'whydown.run/1',
      exitCode: 0,
    });
    expect(readFileSync(files.table, 'utf8')).toContain(target);
    expect(readdirSync(path).sort()).toEqual(['a.json', 'a.txt']);
  });

  test('puts no colour into a file, even when colour is forced', async () => {
    const file = join(folder(), 'a.txt');
    const { stdout } = await whydown([await fine(), '--color', '--output', `table=${file}`]);
    expect(stdout).toContain('\x1b[');
    expect(readFileSync(file, 'utf8')).not.toContain('\x1b[');
  });

  test('replaces an older file, and leaves its permissions', async () => {
    const file = join(folder({ 'a.json': 'old' }), 'a.json');
    execFileSync('chmod', ['600', file]);
    await whydown([await fine(), '--output', `json=${file}`]);
    expect(readFileSync(file, 'utf8')).toContain('whydown.run/1');
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('writes through a link', async () => {
    const path = folder({ 'real.json': 'old' });
    symlinkSync('real.json', join(path, 'link.json'));
    await whydown([await fine(), '--output', `json=${join(path, 'link.json')}`]);
    expect(readFileSync(join(path, 'real.json'), 'utf8')).toContain('whydown.run/1');
  });

  test('writes into a pipe and never takes its place', async () => {
    const path = folder();
    execFileSync('sh', ['-c', 'mkfifo "$0"', join(path, 'pipe')]);
    const { ended } = start([await fine(), '--output', `json=${join(path, 'pipe')}`]);
    const read = spawnSync('timeout', ['15', 'cat', join(path, 'pipe')], { encoding: 'utf8' });
    expect(read.stdout).toContain('whydown.run/1');
    expect((await ended).code).toBe(0);
    expect(statSync(join(path, 'pipe')).isFIFO()).toBe(true);
  });

  test('into a folder that is not there: told on stderr, the report still printed, exit 3', async () => {
    const file = join(folder(), 'nowhere', 'a.json');
    const { code, stdout, stderr } = await whydown([await fine(), '--output', `json=${file}`]);
    expect(code).toBe(3);
    expect(stderr).toContain(`cannot write ${file}`);
    expect(stdout).toContain('ENDPOINT');
  });

  test('whose name would act on the terminal is told without doing so', async () => {
    const file = join(folder(), 'nowhere', '\x1b[31m.json');
    const { stderr } = await whydown([await fine(), '--output', `json=${file}`]);
    expect(stderr).toContain('\\x1b[31m.json');
    expect(stderr).not.toContain('\x1b');
  });

  test('that fails does not hide what is down: exit 1', async () => {
    const target = `127.0.0.1:${await closed()}`;
    const args = [target, '--retries', '0', '--output', `json=${join(folder(), 'nowhere', 'a.json')}`];
    expect((await whydown(args)).code).toBe(1);
  });
});

/** Whether this user may mount, if only in a namespace of its own. */
const canMount = spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0;

/** Runs whydown over an old report on a small file system of its own. */
function onTmpfs(prepare: string, target: string) {
  const script = `mount -t tmpfs -o size=64k none "$1" && printf old > "$1/a.json" && ${prepare}
    "$2" "$3" "$4" --output json="$1/a.json"; echo "exit $?"; cat "$1/a.json"; echo; ls -A "$1"`;
  const path = folder();
  return new Promise<string>((resolve) => {
    const { child } = start([], {
      program: ['unshare', '-rm', 'sh', '-c', script, 'sh', path, process.execPath, program, target],
    });
    let all = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: string) => {
        all += chunk;
      });
    }
    child.on('close', () => resolve(all));
  });
}

describe.skipIf(!canMount)('the old report stays whole', () => {
  test('when the disk is full', async () => {
    const said = await onTmpfs('{ cat /dev/zero > "$1/zeros" 2>/dev/null; true; } &&', await fine());
    expect(said).toMatch(/cannot write .*a\.json: the disk is full \(ENOSPC\)/);
    expect(said).toMatch(/exit 3\nold\na\.json\nzeros\n/);
  });

  test('when the folder is read-only', async () => {
    const said = await onTmpfs('mount -o remount,ro "$1" &&', await fine());
    expect(said).toMatch(/cannot write .*a\.json: the file system is read-only \(EROFS\)/);
    expect(said).toMatch(/exit 3\nold\na\.json\n/);
  });
});

describe('stdout', () => {
  test('into head -1 is a quiet end', async () => {
    const path = folder();
    const script = `{ "$0" "$1" "$2" -v; echo $? > code; } | head -1`;
    const { stdout, stderr } = spawnSync('sh', ['-c', script, process.execPath, program, '127.0.0.1:1'], {
      cwd: path,
      encoding: 'utf8',
    });
    expect(stdout.split('\n')).toHaveLength(2);
    expect(stderr).toBe('');
    expect(readFileSync(join(path, 'code'), 'utf8')).toBe('1\n');
  });

  test('to a reader that has gone is a quiet end, and files are written all the same', async () => {
    const file = join(folder(), 'a.json');
    const { child, ended } = start([await fine(), '--output', `json=${file}`]);
    child.stdout?.destroy();
    const { code, stderr } = await ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(readFileSync(file, 'utf8')).toContain('whydown.run/1');
  });

  test('that is full is told, exit 3', async () => {
    const { code, stderr } = await whydown([await fine()], { stdout: openSync('/dev/full', 'w') });
    expect(code).toBe(3);
    expect(stderr).toMatch(/^whydown: cannot write to stdout: .*ENOSPC/);
  });

  test('that is full does not hide what is down: exit 1', async () => {
    const args = [`127.0.0.1:${await closed()}`, '--retries', '0'];
    expect((await whydown(args, { stdout: openSync('/dev/full', 'w') })).code).toBe(1);
  });

  test('that is closed changes nothing', async () => {
    const target = await fine();
    const { code, stderr } = await whydown([], {
      program: ['sh', '-c', 'exec "$0" "$1" "$2" >&-', process.execPath, program, target],
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});

test('a large report arrives whole through a slow pipe', async () => {
  const port = await ok();
  const path = folder({
    'list.yaml': `endpoints:\n${Array.from({ length: 150 }, (_, i) => `  - "http://127.0.0.1:${port}/${i}"\n`).join('')}`,
  });
  const { run, stdout } = await report(['-c', join(path, 'list.yaml')]);
  expect(run.results).toHaveLength(150);
  expect(stdout.length).toBeGreaterThan(100_000);
  expect(stdout.endsWith('}\n')).toBe(true);
});
