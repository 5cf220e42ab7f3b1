// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is how a list refers to the environment
// The commands that read lists and ask nobody: check and show; and lists that come on stdin.

import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folder, list, program, whydown } from './command.ts';

const good = 'endpoints: [{name: api, url: "tcp://127.0.0.1:1"}]\n';
const secret = `endpoints: [{name: api, url: "https://127.0.0.1/", headers: {x-a: "\${env:NOT_SET}"}}]\n`;

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
  test('only warns of a variable that is not set; a run still refuses', async () => {
    const path = list(secret);
    const { code, stdout, stderr } = await whydown(['check', path]);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: `${path}: good, 1 endpoint, 0 controls, 1 warning\n`,
    });
    expect(stderr).toContain('warning: the environment variable NOT_SET is not set');
    expect((await whydown(['-c', path])).code).toBe(2);
  });

  test('with --strict a warning is a mistake', async () => {
    const { code, stdout, stderr } = await whydown(['check', '--strict', list(secret)]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('NOT_SET');
    expect((await whydown(['check', '--strict', list(good)])).code).toBe(0);
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

  test('can be named once only, and so can a file', async () => {
    expect(await fed(['check', '-', '-c', '-'], good)).toMatchObject({
      code: 2,
      stderr: 'error: stdin is named twice\nhint: one time is enough\n',
    });
    const path = list(good);
    const twice = await whydown(['check', path, join(path, '..', 'list.yaml')]);
    expect(twice).toMatchObject({ code: 2, stderr: expect.stringContaining('is named twice') });
  });

  test('that is empty is a mistake', async () => {
    expect((await fed(['-c', '-'], '')).stderr).toContain('<stdin>:1:1: the list is empty');
  });

  test('is not waited for on a terminal', async () => {
    const line = `'${process.execPath}' '${program}' check -`;
    const told = await new Promise<string>((resolve) => {
      execFile('script', ['-qec', line, '/dev/null'], { timeout: 15_000 }, (error, stdout) =>
        resolve(error && 'code' in error && error.code === 'ENOENT' ? 'stdin is a terminal' : stdout),
      );
    });
    expect(told).toContain('stdin is a terminal');
  });
});

describe.concurrent('a list that cannot be read', () => {
  test('a folder', async () => {
    const cwd = folder();
    mkdirSync(join(cwd, 'probes'));
    expect((await whydown(['-c', 'probes'], { cwd })).stderr).toBe(
      'error: cannot read the list probes: it is a folder\nhint: name the files in it: -c probes/probes.yaml\n',
    );
  });

  test('a file whose name is almost right', async () => {
    const cwd = folder({ 'probes.yml': good });
    expect((await whydown(['-c', 'probs.yml'], { cwd })).stderr).toContain('hint: did you mean probes.yml?');
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

  test('tells what holds for a target of the command line', async () => {
    const { stdout } = await whydown(['show', '127.0.0.1:5432']);
    expect(stdout).toMatch(/^- name: 127\.0\.0\.1:5432 +# the command line$/m);
    expect(stdout).toMatch(/^ {2}timeout: 10s +# built in$/m);
  });

  test('refuses a name that is none', async () => {
    expect(await whydown(['show', 'nonsense'])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('`nonsense` is neither in the list nor a target'),
    });
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
