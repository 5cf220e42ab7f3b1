// What is printed, and where to.

import { spawnSync } from 'node:child_process';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { renderMistakes, UserError } from '../../src/config/diagnostic.ts';
import { load } from '../../src/config/load.ts';
import type { Run } from '../../src/model.ts';
import { machineNetwork } from '../../src/net/machine.ts';
import { formats, reports } from '../../src/report/index.ts';
import { runOf } from '../ask.ts';
import { folder, program, whydown } from '../cli/command.ts';
import { closed, http, ok } from '../cli/servers.ts';
import { root } from '../house/sources.ts';
import { acted, commandsIn, hostile, inHeader, inReason, readers, unseen } from '../report/readers.ts';
import { openRaw } from '../servers/raw.ts';
import type { CaseFault } from './fault.ts';

const busy = [Buffer.from('HTTP/1.1 503 '), inReason, Buffer.from('\r\nX-Y: '), inHeader];
const body = Buffer.from(`\r\nContent-Type: text/plain\r\n\r\n${hostile}`);
const away = [Buffer.from('HTTP/1.1 302 Found\r\nLocation: gopher://'), inHeader, Buffer.from('\r\n\r\n')];

/** A run of a server that has it in its reason phrase, a header, a redirect and the body, by a name that has it too. */
async function attacked(): Promise<Run> {
  const port = await openRaw({ says: [...busy, body], ends: 'fin' });
  const lost = await openRaw({ says: away, ends: 'fin' });
  const name = hostile.replace(/[\r\n]/g, ' ');
  const endpoint = (at: number, more: string) => ({
    name: `${name} ${more}`,
    service: name,
    tags: [name],
    url: `http://127.0.0.1:${at}/`,
    retry: { times: 0 },
    expect: { headers: { 'x-y': { not: { contains: 'tick' } } } },
  });
  return runOf(machineNetwork(), { endpoints: [endpoint(port, 'a'), endpoint(lost, 'b')] });
}

/** Whether no format has anything in print that `wrong` finds; in how many, and that all of it is there. */
async function printed(
  wrong: (text: string, name: keyof typeof formats) => readonly unknown[],
): Promise<string> {
  const run = await attacked();
  const codes = run.results.map(({ cause }) => cause?.code).join(' ');
  if (codes !== 'http.status http.redirect_invalid') return `it did not arrive: ${codes}`;
  const names = Object.keys(formats) as (keyof typeof formats)[];
  const texts = names.flatMap((name) =>
    [true, false].map((unicode) => {
      const text = reports[name](run, { width: 80, colour: 0, unicode, verbose: true });
      return { name, text, shown: /\\x1b\[31m|\\u001b\[31m/.test(text) };
    }),
  );
  const bad = texts.filter(({ name, text }) => wrong(text, name).length > 0).map(({ name }) => name);
  if (bad.length > 0) return `acted on in ${bad}`;
  return texts.every(({ shown }) => shown)
    ? 'shown in every format, acted on in none'
    : 'not shown everywhere';
}

let compiled: string | undefined;

/** What the compiler says of a format that declares no escape. */
function unescaped(): string {
  if (compiled !== undefined) return compiled;
  const file = join(
    folder({
      'format.ts': `import type { Format } from '${root}src/report/report.ts';
export const junit: Format = { report: ({ results }) => results.map(({ endpoint }) => endpoint.name).join() };\n`,
    }),
    'format.ts',
  );
  const options =
    '--noEmit --strict --target es2023 --module nodenext --allowImportingTsExtensions --ignoreConfig';
  const { stdout } = spawnSync(join(root, 'node_modules/.bin/tsc'), [...options.split(' '), file], {
    encoding: 'utf8',
  });
  compiled = /Property 'escape' is missing/.test(stdout) ? 'does not compile' : stdout;
  return compiled;
}

/** A format that there is not yet: it cannot come without an escape, and no escape without a test. */
const missing = (id: 'O4' | 'O5' | 'O6', sort: string, word: RegExp): CaseFault => ({
  ids: [id],
  fault: `${sort}: no format writes it; one that is added without an escape`,
  told: 'does not compile',
  bound: 'an escape that no test reads back fails (test/report/hostile.test.ts)',
  show: async () => {
    const there = Object.keys(formats).filter((name) => word.test(name));
    return there.length > 0 ? `${there} is there: show what it does` : unescaped();
  },
});

/** What a mistake in a list says, with and without Unicode. */
function mistakeOf(text: string): string {
  try {
    load([{ name: `::error::\u001b[31m.yaml`, folder: '/', bytes: Buffer.from(text) }], {
      env: {},
      readFile: () => new Uint8Array(),
    });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [true, false].map((unicode) => renderMistakes(error.mistakes, { unicode })).join('');
  }
  return 'taken';
}

const yaml = JSON.stringify(hostile);
/** `whydown` in a shell: `$@` is the call. */
async function inShell(
  script: string,
  args: readonly string[],
  files: Readonly<Record<string, string>> = {},
) {
  const cwd = folder(files);
  const ended = await whydown([process.execPath, program, ...args], {
    cwd,
    program: ['sh', '-c', script, 'sh'],
  });
  return { ...ended, cwd };
}

const fine = async () => `http://127.0.0.1:${await ok()}/`;
const dead = async () => `tcp://127.0.0.1:${await closed()}`;
const full = () => openSync('/dev/full', 'w');
const short = (text: string) => text.replace(/^whydown: /, '').trimEnd() || 'nothing on stderr';

export const output: readonly CaseFault[] = [
  {
    ids: ['O1'],
    fault: 'escape sequences, C1, bidi, zero width, tags and half characters from a server and a list',
    told: 'shown in every format, acted on in none',
    show: () => printed((text) => text.match(unseen) ?? []),
  },
  {
    ids: ['O2'],
    fault: 'the same in a mistake of a list, in its name, its keys and its values',
    told: '8 mistakes, nothing acted on',
    show: async () => {
      const text = mistakeOf(
        `${yaml}: 1\nendpoints:\n  - {name: ${yaml}, url: ${yaml}}\n  - {tags: ${yaml}, url: "https://a.example", ${yaml}: 1, timeout: ${yaml}, resolver: ${yaml}, method: ${yaml}}\n`,
      );
      const count = (text.match(/\\x3a:error::\\x1b\[31m\.yaml:\d+:\d+: /g) ?? []).length / 2;
      return `${count} mistakes, ${acted(text).length === 0 ? 'nothing acted on' : acted(text)}`;
    },
  },
  {
    ids: ['O3'],
    fault: 'commands to the runners of GitHub, Azure and TeamCity from a server and a list',
    told: 'shown in every format, acted on in none',
    bound: 'no line begins with `::word`, `##[word]` is nowhere: read as actions/runner reads it',
    show: () => printed(commandsIn),
  },
  missing('O4', 'JUnit XML', /xml|junit/),
  missing('O5', 'CSV', /csv|tsv/),
  missing('O6', 'metrics of Prometheus', /prom|metric/),
  {
    ids: ['O7'],
    fault: 'line separators, C1 and half characters in JSON and its lines',
    told: 'shown in every format, acted on in none',
    bound: 'each line of ndjson is one event, and every text is well-formed',
    show: () =>
      printed((text, name) =>
        name.includes('json') ? (readers.get(formats[name].escape)?.(text) ?? ['']) : [],
      ),
  },
  {
    ids: ['O8'],
    fault: 'a report of more than 1 MiB into a reader that sleeps',
    told: 'exit 0, all of it is read',
    show: async () => {
      const port = await http((_, response) => void response.end('x'.repeat(3000)));
      const one = (i: number) =>
        `  - {url: "http://127.0.0.1:${port}/${i}", expect: {body: {contains: x}}}\n`;
      const urls = Array.from({ length: 400 }, (_, i) => one(i)).join('');
      const script = '{ "$@"; echo $? > code; } | { sleep 1; cat; }; cat code';
      const args = ['--format', 'json', '--concurrency', '64'];
      const { stdout } = await inShell(script, args, { 'probes.yaml': `endpoints:\n${urls}` });
      const end = stdout.lastIndexOf('}\n') + 2;
      const run: Run = JSON.parse(stdout.slice(0, end));
      const all = run.results.length === 400 && end > 2 ** 20;
      return `exit ${stdout.slice(end).trim()}, ${all ? 'all of it is read' : end}`;
    },
  },
  ...(['fine', 'dead'] as const).map(
    (state): CaseFault => ({
      ids: ['O9'],
      fault: `\`| head -1\` after a run of what is ${state === 'fine' ? 'up' : 'down'}`,
      told: `exit ${state === 'fine' ? 0 : 1}, nothing on stderr`,
      show: async () => {
        const url = state === 'fine' ? await fine() : await dead();
        const script = '{ "$@"; echo $? > code; } | head -1 >/dev/null; cat code';
        const { stdout, stderr } = await inShell(script, [url, '-v', '--retries', '0', '--format', 'ndjson']);
        return `exit ${stdout.trim()}, ${short(stderr)}`;
      },
    }),
  ),
  {
    ids: ['O10'],
    fault: 'a full disk under stdout',
    told: 'exit 3, cannot write to stdout: the disk is full (ENOSPC)',
    show: async () => {
      const { code, stderr } = await whydown([await fine()], { stdout: full() });
      return `exit ${code}, ${short(stderr)}`;
    },
  },
  {
    ids: ['O10'],
    fault: 'a full disk under stdout, and something is down',
    told: 'exit 1, cannot write to stdout: the disk is full (ENOSPC)',
    show: async () => {
      const { code, stderr } = await whydown([await dead(), '--retries', '0'], { stdout: full() });
      return `exit ${code}, ${short(stderr)}`;
    },
  },
  {
    ids: ['O10'],
    fault: 'a full disk under the stdout of `list`, `show`, `explain` and `--help`',
    told: 'exit 3, cannot write to stdout: the disk is full (ENOSPC)',
    show: async () => {
      const commands = [['list'], ['show'], ['explain'], ['--help']];
      const ended = await Promise.all(commands.map((args) => whydown(args, { stdout: full() })));
      return [...new Set(ended.map(({ code, stderr }) => `exit ${code}, ${short(stderr)}`))].join('; ');
    },
  },
  {
    ids: ['O10'],
    fault: 'a full disk under stderr, which takes no mistake',
    told: 'exit 2 0 1',
    show: async () => {
      const script = '"$@" 2>/dev/full; echo $?';
      const runs = [
        ['--no-such-flag'],
        [await fine()],
        [await dead(), '--retries', '0', '--output', 'json=/no/file'],
      ];
      const ended = await Promise.all(runs.map((args) => inShell(script, args)));
      return `exit ${ended.map(({ stdout }) => stdout.trimEnd().split('\n').at(-1)).join(' ')}`;
    },
  },
  {
    ids: ['O10'],
    fault: 'stdin, stdout and stderr closed, which Node opens as /dev/null and nobody can tell from it',
    told: 'exit 0 1',
    show: async () => {
      const script = '{ "$@"; echo $? > code; } <&- >&- 2>&-; cat code';
      const runs = [[await fine()], [await dead(), '--retries', '0']];
      const ended = await Promise.all(runs.map((args) => inShell(script, args)));
      return `exit ${ended.map(({ stdout }) => stdout.trim()).join(' ')}`;
    },
  },
];
