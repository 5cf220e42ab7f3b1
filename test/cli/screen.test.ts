import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { displayWidth } from '../../src/text.ts';
import { folder, list, program, whydown } from './command.ts';
import { closed, ok } from './servers.ts';

const sequence = '\x1b[';
/** Colour, and not the movements of the live view. */
const colours = /\x1b\[[\d;]*m/;

describe.concurrent('colour in a pipe', () => {
  test.each<[boolean, readonly string[], Record<string, string>]>([
    [false, [], {}],
    [true, ['--color'], {}],
    [true, ['--color=always'], {}],
    [false, ['--color=auto'], {}],
    [false, ['--color=never'], {}],
    [false, ['--no-color'], {}],
    [true, [], { FORCE_COLOR: '1' }],
    [true, [], { FORCE_COLOR: '' }],
    [false, [], { FORCE_COLOR: '0' }],
    [true, [], { FORCE_COLOR: '1', NO_COLOR: '1' }],
    [true, [], { FORCE_COLOR: '3', TERM: 'dumb' }],
    [true, ['--color'], { NO_COLOR: '1' }],
    [true, ['--color'], { TERM: 'dumb' }],
    [true, ['--color'], { FORCE_COLOR: '0' }],
    [false, ['--no-color'], { FORCE_COLOR: '1' }],
    [false, [], { NO_COLOR: '1' }],
    [false, [], { CI: 'true' }],
  ])('%s with %j and %j', async (colour, args, env) => {
    const { stdout } = await whydown([`127.0.0.1:${await ok()}`, ...args], { env });
    expect(stdout.includes(sequence)).toBe(colour);
  });

  test('is never in JSON', async () => {
    const { stdout } = await whydown([`127.0.0.1:${await ok()}`, '--format', 'json', '--color'], {
      env: { FORCE_COLOR: '3' },
    });
    expect(stdout).not.toContain('\x1b');
  });

  test('is decided for stderr by itself', async () => {
    const { stderr } = await whydown(['nonsense'], { env: { NO_COLOR: '1' } });
    expect(stderr).not.toContain(sequence);
  });
});

/** Runs a shell line on a terminal of 100 columns: script(1) has one. */
function onTerminal(line: string, env: Readonly<Record<string, string>> = {}) {
  return spawnSync('sh', ['-c', 'script -qec "$0" /dev/null', `stty cols 100; ${line}`], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH ?? '', LANG: 'C.UTF-8', TERM: 'xterm-256color', ...env },
    timeout: 15_000,
  });
}

const line = (...args: readonly string[]) =>
  [process.execPath, program, ...args].map((word) => `'${word}'`).join(' ');

describe.skipIf(onTerminal('true').status !== 0)('on a terminal', () => {
  test.each<[boolean, Record<string, string>, readonly string[]]>([
    [true, {}, []],
    [false, { NO_COLOR: '1' }, []],
    [true, { NO_COLOR: '' }, []],
    [false, { TERM: 'dumb' }, []],
    [true, { NO_COLOR: '1', FORCE_COLOR: '1' }, []],
    [false, {}, ['--no-color']],
  ])('colour is %s with %j %j', async (colour, env, args) => {
    expect(colours.test(onTerminal(line('dns:localhost', ...args), env).stdout)).toBe(colour);
  });

  test('a mistake is told in colour', () => {
    expect(onTerminal(line('nonsense')).stdout).toContain(sequence);
  });
});

const many = (port: number, gone: number) =>
  list(
    `endpoints:\n${Array.from({ length: 3 }, (_, i) => `  - {name: "A very long name of an endpoint that goes on and on, number ${i}", service: Überall, url: "http://127.0.0.1:${port}/${'path/'.repeat(30)}"}\n`).join('')}  - {name: gone, url: "tcp://127.0.0.1:${gone}", retry: {times: 0, after: 0s}}\n`,
  );

describe.concurrent('width and signs', () => {
  test('a pipe is 80 columns wide, whatever COLUMNS says', async () => {
    const { stdout } = await whydown(['-c', many(await ok(), await closed())], { env: { COLUMNS: '200' } });
    const rows = stdout.split('\n').filter((line) => /A very|ENDPOINT|gone/.test(line));
    expect(rows.length).toBeGreaterThan(4);
    expect(Math.max(...rows.map(displayWidth))).toBeLessThanOrEqual(80);
  });

  test.each([
    { LANG: 'C' },
    { LANG: 'POSIX' },
    { LANG: '' },
    { LANG: 'en_US.UTF-8', LC_ALL: 'C' },
    { LANG: 'C.UTF-8', LC_CTYPE: 'C' },
    { LANG: 'de_DE.ISO-8859-1' },
  ])('%j is pure ASCII, in the table and in mistakes', async (env) => {
    const { stdout, stderr } = await whydown(['-c', many(await ok(), await closed()), '-v'], { env });
    expect(stdout).toMatch(/^[\n\x20-\x7e]+$/);
    expect(stderr).toBe('');
    expect(stdout).toContain('DOWN');
    expect((await whydown(['-c', list('endpoints: [{näme: 1}]\n')], { env })).stderr).toMatch(
      /^[\n\x20-\x7e]+$/,
    );
  });

  test('UTF-8 has signs', async () => {
    const { stdout } = await whydown([`127.0.0.1:${await ok()}`], {
      env: { LANG: 'C', LC_ALL: 'en_US.utf8' },
    });
    expect(stdout).toContain('✓');
  });

  test('--wide and --only-failures hold for stdout and for files', async () => {
    const path = many(await ok(), await closed());
    const file = join(folder(), 'a.txt');
    const { stdout } = await whydown(['-c', path, '--wide', '--only-failures', '--output', `table=${file}`]);
    for (const text of [stdout, readFileSync(file, 'utf8')]) {
      expect(text).toMatch(/^ENDPOINT .* PHASES +ADDRESS +URL +VERDICT$/m);
      expect(text).toMatch(/^gone .* tcp:\/\/127\.0\.0\.1:\d+ ✗ DOWN tcp\.refused$/m);
      expect(text).toContain('3 endpoints that are up are not shown (--only-failures).');
      expect(text).not.toMatch(/✓ up$/m);
      expect(text).toContain('4 endpoints: 3 up, 1 down');
    }
  });
});
