// Lists that are huge, or grow so, and lists of somebody else's: read by a process of its own, with what it takes.

import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { folder, program } from '../cli/command.ts';
import type { Id } from './catalogue.ts';
import type { CaseFault } from './fault.ts';

/** Runs as the first thing in the process; the last is to write down what getrusage(2) says of it: KiB, and seconds. */
const hook = `import { writeFileSync } from 'node:fs';
process.on('exit', () => {
  const { maxRSS, userCPUTime } = process.resourceUsage();
  writeFileSync('used', maxRSS + ' ' + userCPUTime / 1e6);
});`;

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
  readonly mebibytes: number;
  readonly seconds: number;
}

/** Runs `whydown` in a folder; `feed` fills its stdin as long as it takes it. */
function measured(args: readonly string[], cwd: string, feed?: Buffer): Promise<Ended> {
  const first = ['--import', `data:text/javascript,${encodeURIComponent(hook)}`, program];
  const env = { PATH: process.env.PATH ?? '', LANG: 'C.UTF-8', TOKEN: 'sesame' };
  const child = spawn(process.execPath, [...first, ...args], { cwd, env });
  const told = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (chunk) => {
      told[name] += chunk;
    });
  }
  child.stdin.on('error', () => {});
  if (feed) {
    const more = () => {
      while (child.stdin.writable && child.stdin.write(feed));
    };
    child.stdin.on('drain', more);
    more();
  } else child.stdin.end();
  return new Promise((resolve) => {
    child.on('close', (code) => {
      const [kibibytes, seconds] = readFileSync(join(cwd, 'used'), 'utf8').split(' ').map(Number);
      const used = { mebibytes: (kibibytes ?? NaN) / 1024, seconds: seconds ?? NaN };
      resolve({ code, out: told.stdout, error: told.stderr, ...used });
    });
  });
}

interface Bound {
  readonly seconds: number;
  readonly mebibytes: number;
}

/** What any list may take. */
const little: Bound = { seconds: 2, mebibytes: 150 };

interface Way {
  readonly args?: readonly string[];
  readonly bound?: Bound;
  readonly feed?: Buffer;
}

/** `exit 2: `, and the first message without its place; of a good list what stdout says. */
function row(id: Id, fault: string, text: () => string | Buffer, told: string, way: Way = {}): CaseFault {
  const { args = ['check'], bound = little, feed } = way;
  return {
    ids: [id],
    fault,
    told,
    bound: `${bound.seconds} s of CPU, ${bound.mebibytes} MiB`,
    async show() {
      const cwd = folder();
      writeFileSync(join(cwd, 'probes.yaml'), text());
      const { code, out, error, mebibytes, seconds } = await measured(args, cwd, feed);
      const message = /^(?:error|[^\s:]+:\d+:\d+): (.*)$/m.exec(error)?.[1] ?? /good, (.*)\n/.exec(out)?.[1];
      const short = message?.replace(/x{99,}/g, 'xxx');
      const over =
        seconds < bound.seconds && mebibytes < bound.mebibytes ? '' : `, ${seconds} s, ${mebibytes} MiB`;
      return `exit ${code}${short === undefined ? '' : `: ${short}`}${over}`;
    },
  };
}

const mib = 2 ** 20;
const many = 100_000;

/** One line each, of names and ports that are never asked. */
function endpoints(count: number): string {
  const lines = Array.from(
    { length: count },
    (_, at) => `  - {name: n${at}, url: "tcp://127.0.0.1:${1 + (at % 50)}"}\n`,
  );
  return `endpoints:\n${lines.join('')}`;
}

/** Nine aliases of the line before in each line: ten to the ninth values. */
const bomb = Array.from({ length: 10 }, (_, at) =>
  at === 0 ? 'a0: &a0 [x, x, x]' : `a${at}: &a${at} [${Array(10).fill(`*a${at - 1}`)}]`,
).join('\n');

const tooLarge = 'the list probes.yaml is larger than 16 MiB';
const tooMany = 'the list has more than 4 million values';
const oneOf =
  (text: string): (() => string) =>
  () =>
    `endpoints: [{name: a, url: "http://127.0.0.1/", ${text}}]`;
const guarded: Way = { args: ['check', '--untrusted'] };

export const huge: readonly CaseFault[] = [
  row(
    'C1',
    'ten lines whose aliases stand for ten to the ninth values',
    () => bomb,
    'exit 2: the aliases up to here stand for more than 102540 values',
  ),
  row(
    'C3',
    'lists in lists, 20,000 deep',
    () => `endpoints: ${'['.repeat(20_000)}${']'.repeat(20_000)}`,
    'exit 2: nested deeper than 64 levels',
  ),
  row(
    'C3',
    'maps in maps, 20,000 deep',
    () => `a: ${'{a: '.repeat(20_000)}1${'}'.repeat(20_000)}`,
    'exit 2: nested deeper than 64 levels',
  ),
  row(
    'C3',
    'blocks in blocks, 20,000 deep',
    () => '- '.repeat(20_000),
    'exit 2: nested deeper than 64 levels',
  ),
  row(
    'C12',
    `${many.toLocaleString('en')} endpoints, checked`,
    () => endpoints(many),
    `exit 0: ${many} endpoints, 0 controls`,
    {
      bound: { seconds: 15, mebibytes: 600 },
    },
  ),
  row(
    'C12',
    'a fifth of that, checked',
    () => endpoints(many / 5),
    `exit 0: ${many / 5} endpoints, 0 controls`,
    {
      bound: { seconds: 5, mebibytes: 250 },
    },
  ),
  row('C12', '20,000 endpoints, listed', () => endpoints(many / 5), 'exit 0', {
    args: ['list'],
    bound: { seconds: 5, mebibytes: 250 },
  }),
  row('C12', 'a list of 64 MiB', () => Buffer.alloc(64 * mib, '#'), `exit 2: ${tooLarge}`),
  row('C12', 'a list of 16 MiB of commas', () => Buffer.alloc(16 * mib, 'a,'), `exit 2: ${tooMany}`, {
    bound: { seconds: 4, mebibytes: 250 },
  }),
  row(
    'C12',
    'a value of 15 MiB',
    () => `endpoints: ["${'x'.repeat(15 * mib)}"]`,
    'exit 2: `xxx…xxx` is not a URL',
    {
      bound: { seconds: 8, mebibytes: 300 },
    },
  ),
  row(
    'C12',
    '200,000 keys that do not exist',
    () => `endpoints: [{${Array.from({ length: 200_000 }, (_, at) => `k${at}: 1`)}}]`,
    'exit 2: there is no `url` to ask',
    {
      bound: { seconds: 8, mebibytes: 400 },
    },
  ),
  row('C12', 'a pipe without end', () => '', 'exit 2: the list <stdin> is larger than 16 MiB', {
    args: ['check', '-c', '-'],
    feed: Buffer.alloc(mib, '# \n'),
  }),
  row('C12', 'a device without end', () => '', 'exit 2: the list /dev/zero is larger than 16 MiB', {
    args: ['check', '-c', '/dev/zero'],
  }),
  row(
    'C13',
    'a variable that a list of somebody else’s asks for',
    oneOf('headers: {x-a: "${env:TOKEN}"}'),
    'exit 2: an untrusted list may not use the environment variable TOKEN',
    guarded,
  ),
  row(
    'C13',
    'a file that it asks for',
    oneOf('headers: {x-a: "${file:/etc/passwd}"}'),
    'exit 2: `${file:/etc/passwd}` is not read: with --untrusted a list reads no files',
    guarded,
  ),
  row(
    'C13',
    'roots in a file that it asks for',
    oneOf('ca: /etc/ssl/private/key.pem'),
    'exit 2: `/etc/ssl/private/key.pem` cannot be read: with --untrusted a list reads no files',
    guarded,
  ),
  row('C13', 'an address of this machine that it asks', oneOf('retry: {times: 0}'), 'exit 3', {
    args: ['run', '--untrusted', '--format', 'quiet'],
  }),
  row(
    'C13',
    'a reference to a device without end',
    oneOf('headers: {x-a: "${file:/dev/zero}"}'),
    'exit 2: `${file:/dev/zero}` cannot be read: it is no regular file',
  ),
  row(
    'C13',
    'a reference to a folder',
    oneOf('headers: {x-a: "${file:/etc}"}'),
    'exit 2: `${file:/etc}` cannot be read: it is a folder',
  ),
  row(
    'C13',
    'a reference to a file that is too large: the list itself',
    () => `${oneOf('headers: {x-a: "${file:probes.yaml}"}')()}\n#${'x'.repeat(66_000)}`,
    'exit 2: the file of `${file:probes.yaml}` is larger than 64 KiB',
  ),
];
