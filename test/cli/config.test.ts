// The commands that read lists and ask nobody: check and show; and lists that come on stdin.

import { execFile, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folder, list, program, whydown } from './command.ts';

const good = 'endpoints: [{name: api, url: "tcp://127.0.0.1:1"}]\n';
const secret = `endpoints: [{name: api, url: "https://127.0.0.1/", headers: {x-a: "\${env:NOT_SET}"}}]\n`;

/** Runs a shell line on a terminal: script(1) has one. */
function onTerminal(line: string) {
  return spawnSync('sh', ['-c', 'script -qec "$0" /dev/null', line], { encoding: 'utf8', timeout: 15_000 });
}

/** Runs whydown with this text on stdin. */
function fed(
  args: readonly string[],
  text: string,
): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const cwd = folder();
    const child = execFile(process.execPath, [program, ...args], { cwd }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
    child.stdin?.end(text);
  });
}

describe.concurrent('check', () => {
  test('only warns of a variable that is not set', async () => {
    const path = list(secret);
    const { code, stdout, stderr } = await whydown(['check', path]);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: `${path}: good, 1 endpoint, 0 controls, 1 warning\n`,
    });
    expect(stderr).toContain('warning: the environment variable NOT_SET is not set');
  });

  test('with --strict a warning is a mistake', async () => {
    const { code, stdout, stderr } = await whydown(['check', '--strict', list(secret)]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('NOT_SET');
  });

  test('names a literal that looks like a secret, and does not show it', async () => {
    const path = list(
      'endpoints:\n  - url: https://127.0.0.1/\n    headers: {authorization: Bearer hunter2}\n',
    );
    const { code, stdout, stderr } = await whydown(['check', path]);
    expect(code).toBe(0);
    expect(stderr).toContain('warning: the value of `authorization` stands in the list');
    expect(stdout + stderr).not.toContain('hunter2');
  });

  test('counts an endpoint whose URL hangs on a variable that is not set', async () => {
    const path = list(`endpoints: ["https://\${env:NOT_SET}/"]\n`);
    expect((await whydown(['check', path])).stdout).toContain('good, 1 endpoint, ');
  });

  test('the built-in list has nothing doubtful', async () => {
    expect(await whydown(['check', '--strict'], { cwd: folder() })).toMatchObject({ code: 0, stderr: '' });
  });
});

describe.concurrent('a list on stdin', () => {
  test.each([
    ['check', '-'],
    ['check', '-c', '-'],
  ])('%s %s', async (...args) => {
    expect(await fed(args, good)).toMatchObject({
      code: 0,
      stdout: '<stdin>: good, 1 endpoint, 0 controls\n',
    });
  });

  test('has its mistakes told by that name, and its files beside the folder one is in', async () => {
    const text = 'endpoints: [{url: "https://127.0.0.1/", ca: none.pem, timeout: 5}]';
    const { code, stderr } = await fed(['-c', '-'], text);
    expect(code).toBe(2);
    expect(stderr).toContain('<stdin>:1:45: `none.pem` cannot be read: there is no such file');
    expect(stderr).toContain('<stdin>:1:64: `5` needs a unit');
  });

  test('that is empty is a mistake', async () => {
    expect((await fed(['-c', '-'], '')).stderr).toContain('<stdin>:1:1: the list is empty');
  });

  test.skipIf(onTerminal('true').status !== 0)('is not waited for on a terminal', () => {
    expect(onTerminal(`'${process.execPath}' '${program}' check -`).stdout).toContain('stdin is a terminal');
  });
});

describe.concurrent('show', () => {
  test('tells each setting with its place; flags win; secrets stay references', async () => {
    const cwd = folder({ token: 'sesame\n' });
    writeFileSync(
      join(cwd, 'probes.yaml'),
      'defaults: {timeout: 5s}\nendpoints:\n  - name: api\n    url: https://127.0.0.1/\n    headers: {authorization: "Bearer ${file:token}", x-b: "${env:NOT_SET}"}\n  - tcp://127.0.0.1:1\n',
    );
    const { code, stdout, stderr } = await whydown(['show', 'api', '--retries', '4'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain('- name: api ');
    expect(stdout).toMatch(/^ {4}authorization: Bearer \$\{file:token\} +# probes\.yaml:5$/m);
    expect(stdout).toMatch(/^ {4}x-b: "\$\{env:NOT_SET\}" +# probes\.yaml:5$/m);
    expect(stdout).toMatch(/^ {2}timeout: 5s +# defaults, probes\.yaml:1$/m);
    expect(stdout).toMatch(/^ {4}times: 4 +# --retries$/m);
    expect(stdout).toMatch(/^ {4}status: 2xx +# built in$/m);
    expect(stdout).not.toContain('tcp://');
    expect(stdout + stderr).not.toContain('sesame');
    expect(stderr).toContain('NOT_SET');
  });

  test('what is shown is a list again, and holds the same', async () => {
    const path = list(
      'endpoints:\n  - {name: api, url: "https://127.0.0.1/", headers: {x-a: "$${b", x-c: "${env:NAME}"}, tags: ["a, b"]}\n  - {name: db, url: "tcp://127.0.0.1:1", resolver: 127.0.0.2, connect: "::127.0.0.3:"}\n',
    );
    const env = { NAME: 'sesame' };
    const first = await whydown(['show', '-c', path], { env });
    const again = await whydown(['show', '-c', list(`endpoints:\n${first.stdout}`)], { env });
    expect(again.stderr).toBe('');
    // What nobody said is said now; where it comes from is all that may differ.
    const settings = (text: string) => text.replace(/ +# .*$/gm, '');
    expect(settings(again.stdout)).toBe(settings(first.stdout));
  });

  test('no secret gets out by the way of a flag', async () => {
    const path = list(
      'endpoints: [{name: api, url: "tcp://127.0.0.1:1", connect: "${env:NAME}:1:127.0.0.1:2"}]\n',
    );
    const args = ['show', '-c', path, '--connect-to', '127.0.0.1:1:127.0.0.1:3'];
    const { code, stdout } = await whydown(args, { env: { NAME: 'sesame.example' } });
    expect({ code, shown: stdout.includes('$NAME') }).toEqual({ code: 0, shown: true });
    expect(stdout).not.toContain('sesame');
  });

  test('tells what holds for a target of the command line', async () => {
    const { stdout } = await whydown(['show', '127.0.0.1:5432']);
    expect(stdout).toMatch(/^- name: 127\.0\.0\.1:5432 +# the command line$/m);
    expect(stdout).toMatch(/^ {2}timeout: 10s +# built in$/m);
  });

  test('shows nothing that a terminal acts on', async () => {
    const path = list('endpoints: [{name: "a\\e[31mb\\u202e", url: "tcp://127.0.0.1:1"}]');
    const { stdout } = await whydown(['show', '-c', path], { env: { LANG: 'C' } });
    expect(stdout).toMatch(/^[\n\x20-\x7e]*$/);
  });
});

test.concurrent('the demo takes names as a run does', async () => {
  const { code, stderr } = await whydown(['demo', 'WhatsAp'], { cwd: folder() });
  expect(code).toBe(2);
  expect(stderr).toContain('did you mean WhatsApp?');
});
