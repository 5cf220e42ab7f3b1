import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folder, list, whydown } from './command.ts';

const good = 'endpoints: [{name: api, service: Shop, tags: [prod], url: "tcp://127.0.0.1:1"}]\n';

test.concurrent.each<[string, readonly string[], RegExp]>([
  ['an unknown flag', ['--verbos'], /unknown option '--verbos'[\s\S]*--verbose/],
  ['a duration without a unit', ['--timeout', '5'], /`5` needs a unit; write 5s/],
  ['a unit that is none', ['--deadline', '5sec'], /`sec` is not a unit of time/],
  ['a timeout of nothing', ['--timeout', '0s'], /more than 0/],
  ['a concurrency of nothing', ['--concurrency', '0'], /a whole number from 1/],
  ['retries that are no number', ['--retries', 'many'], /a whole number from 0/],
  ['a resolver that is a name', ['--resolver', 'dns.google'], /resolver/],
  ['a format that is almost one', ['--format', 'jsn'], /`jsn` is not known; did you mean json\?/],
  [
    'a format that is none',
    ['--format', 'parchment'],
    /`parchment` is not known; one of json, ndjson, quiet, table/,
  ],
  ['an output without a file', ['--output', 'report.json'], /`report\.json` is not FORMAT=FILE/],
  [
    'two reports into one file',
    ['--output', 'json=a', '--output', 'table=./a'],
    /two reports into one file, \.\/a/,
  ],
  ['an output of an unknown format', ['--output', 'xml=report.xml'], /`xml` is not known/],
  [
    'a status to fail on that is almost one',
    ['--fail-on', 'degrade'],
    /`degrade` is not known; did you mean degraded\?/,
  ],
  [
    'a code to fail on that is almost one',
    ['--fail-on', 'degraded,http.gaurded'],
    /did you mean http\.guarded\?/,
  ],
  ['a colour that is none', ['--color', 'red'], /auto, always, never/],
  ['a target behind --color', ['--color', 'http://127.0.0.1:1/'], /write --color=always/],
  ['a word of the table to fail on', ['--fail-on', 'slow'], /did you mean latency\.slow\? degraded/],
  ['what always fails', ['--fail-on', 'down'], /`down` always exits 1; leave it out/],
  ['two units in one duration', ['--timeout', '1m30s'], /one number and one unit: 90s/],
  ['a unit spelt out', ['--timeout', '5 seconds'], /did you mean 5s\?/],
  ['a flag without its value', ['--tag'], /argument missing/],
  ['two reports on stdout', ['--output', 'json=-'], /two reports on one stdout/],
  [
    'two reports on stdout by its path',
    ['--format', 'json', '--output', 'table=/dev/stdout'],
    /two reports on one stdout/,
  ],
  [
    'a name that is almost one of the list',
    ['shpo'],
    /`shpo` is neither in the list nor a target\n.*did you mean Shop\?/,
  ],
  [
    'a name that is none',
    ['nonsense'],
    /`nonsense` is neither in the list nor a target\n.*there is api, Shop, prod/,
  ],
  ['a tag that is almost one', ['--tag', 'prd'], /no endpoint has the tag `prd`\n.*did you mean prod\?/],
  ['a tag that is a name', ['--tag', 'api'], /no endpoint has the tag `api`/],
  ['a target with a scheme that cannot be probed', ['gopher://127.0.0.1/'], /gopher/],
  ['a target that is a file', ['other.yaml'], /looks like a file[\s\S]*--config other\.yaml/],
  ['a list that is not there', ['-c', 'missing.yaml'], /cannot read the list missing\.yaml/],
  ['a CA file that is not there', ['--ca', 'missing.pem'], /cannot read the CA file missing\.pem/],
])('%s is a mistake: exit 2, told on stderr, nothing on stdout', async (_, args, message) => {
  const { code, stdout, stderr } = await whydown(args, { cwd: folder({ 'probes.yaml': good }) });
  expect(stderr).toMatch(message);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).not.toMatch(/ {4}at /);
});

test.concurrent('what the user typed cannot act on the terminal', async () => {
  const { stderr } = await whydown(['\x1b]0;owned\x07', '--tag', '\x1b[31m'], {
    cwd: folder({ 'probes.yaml': good }),
  });
  expect(stderr).not.toContain('\x1b');
  expect(stderr).toContain('\\x1b]0;owned');
});

test.concurrent('neither can an unknown flag', async () => {
  expect((await whydown(['--\x1b[31m'])).stderr).not.toContain('\x1b');
});

describe.concurrent('a list with mistakes', () => {
  const bad = 'endpoints:\n  - url: https://localhost/\n    expect: {statsu: 200}\n    timeout: 5\n';

  test('is told with file, line, column, caret and hint, all at once; exit 2', async () => {
    const cwd = folder({ 'bad.yaml': bad });
    const { code, stdout, stderr } = await whydown(['-c', 'bad.yaml'], { cwd });
    expect(stderr).toBe(
      [
        'bad.yaml:3:14: unknown expectation `statsu`',
        '  3 |     expect: {statsu: 200}',
        '    |              ^^^^^^',
        '    = hint: did you mean `status`?',
        '',
        'bad.yaml:4:14: `5` needs a unit',
        '  4 |     timeout: 5',
        '    |              ^',
        '    = hint: write 5s for seconds; units are ms, s, m, h, d',
        '',
      ].join('\n'),
    );
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  test.each(['run', 'check', 'demo'])('is refused by %s alike', async (command) => {
    const { code, stdout, stderr } = await whydown([command, '-c', list(bad)]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('list.yaml:3:14: unknown expectation');
  });

  test('shows no colour that nobody asked for, and colour when it is forced', async () => {
    const path = list(bad);
    expect((await whydown(['check', path])).stderr).not.toContain('\x1b[');
    expect((await whydown(['check', path], { env: { FORCE_COLOR: '1' } })).stderr).toContain('\x1b[');
  });

  test('with no endpoints is a mistake and no success', async () => {
    const { code, stderr } = await whydown(['-c', list('endpoints: []\n')]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/expected a list of endpoints, found an empty list/);
  });

  test('with one name twice across files is a mistake that names both places', async () => {
    const { code, stderr } = await whydown(['check', list(good), list(good)]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/already taken at .*list\.yaml:1:/);
  });

  test('with an unset variable is a mistake that names it', async () => {
    const path = list(`endpoints: [{url: "tcp://127.0.0.1:1", name: "\${env:NOT_SET}"}]\n`);
    const { code, stderr } = await whydown(['-c', path]);
    expect(code).toBe(2);
    expect(stderr).toContain('NOT_SET');
  });
});

describe.concurrent('check', () => {
  test('says that a list is good', async () => {
    const path = list(good);
    expect(await whydown(['check', path])).toMatchObject({
      code: 0,
      stdout: `${path}: good, 1 endpoint, 0 controls\n`,
      stderr: '',
    });
  });

  test('takes files by -c as well', async () => {
    expect((await whydown(['check', '-c', list(good)])).code).toBe(0);
  });

  test('without a file reads ./probes.yaml', async () => {
    const { stdout } = await whydown(['check'], { cwd: folder({ 'probes.yaml': good }) });
    expect(stdout).toBe('probes.yaml: good, 1 endpoint, 0 controls\n');
  });

  test('without that reads the built-in list', async () => {
    const { stdout, code } = await whydown(['check'], { cwd: folder() });
    expect(stdout).toMatch(/^built-in probes\.yaml: good, 5\d endpoints, 13 controls\n$/);
    expect(code).toBe(0);
  });

  test('refuses an unknown flag', async () => {
    expect((await whydown(['check', '--format', 'json'])).code).toBe(2);
  });
});

describe.concurrent('help and version', () => {
  test('--version is the version of the package', async () => {
    expect(await whydown(['--version'])).toMatchObject({ code: 0, stdout: '0.1.0\n', stderr: '' });
  });

  test('--help has examples and exit codes', async () => {
    const { code, stdout, stderr } = await whydown(['--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('whydown demo');
    expect(stdout).toMatch(/Examples:[\s\S]*Exit codes:/);
  });

  test.each(['run', 'check', 'demo'])('%s --help tells its flags', async (command) => {
    const { code, stdout } = await whydown([command, '--help']);
    expect(code).toBe(0);
    expect(stdout).toContain('--config');
  });

  test('-h works after other words', async () => {
    expect((await whydown(['nonsense', '--format', 'json', '-h'])).code).toBe(0);
  });
});

test.concurrent('a list is found beside nothing else: a folder that cannot be a list says so', async () => {
  const { code, stderr } = await whydown(['-c', join(folder(), '.')]);
  expect(code).toBe(2);
  expect(stderr).toContain('it is a folder');
});
