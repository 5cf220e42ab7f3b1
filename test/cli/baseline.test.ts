// `whydown baseline save`, and a run held against what it saved.

import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { produces } from '../produces.ts';
import { type Ended, folder, report, rows, start, whydown } from './command.ts';
import { closed, http, ok } from './servers.ts';

const gate = ['--samples', '6', '--baseline', 'base.json'];
const server = { delayMs: 0 };
let cwd: string;
let ended: Ended;

// A server that can be made slow, and a baseline of it from when it was not.
beforeAll(async () => {
  const port = await http((_, response) => void setTimeout(() => response.end(), server.delayMs));
  const dead = `  - {name: dead, url: "tcp://127.0.0.1:${await closed()}"}\n`;
  const api = `  - {name: api, url: "http://127.0.0.1:${port}/"}\n`;
  cwd = folder({ 'probes.yaml': `endpoints:\n${api}${dead}` });
  ended = await whydown(['baseline', 'save', 'base.json', '--samples', '6'], { cwd });
});

describe('saving', () => {
  test('reports the run, and writes the file', () => {
    expect(ended.stdout).toMatch(/^api: 6 samples, none lost$/m);
    const baseline = JSON.parse(readFileSync(join(cwd, 'base.json'), 'utf8'));
    expect(baseline).toMatchObject({
      schema: 'whydown.baseline/1',
      entries: [{ name: 'api', resolver: null }],
    });
    expect(baseline.entries[0].durations.ttfb).toHaveLength(6);
  });

  test('leaves out what is down, says so on stderr, and exits as the run does', () => {
    expect(ended.stderr).toBe(
      'whydown: not in the baseline, dead: down\nwhydown: saved 1 baseline to base.json\n',
    );
    expect(ended.code).toBe(1);
    expect(readFileSync(join(cwd, 'base.json'), 'utf8')).not.toContain('dead');
  });

  test('keeps the old file when nothing could be judged', async () => {
    const cwd = folder({ 'base.json': 'old' });
    const target = `127.0.0.1:${await closed()}`;
    const { code, stderr } = await whydown(['baseline', 'save', 'base.json', target], { cwd });
    expect(code).toBe(1);
    expect(stderr).toContain('nothing is saved to base.json: no endpoint gave enough samples');
    expect(readFileSync(join(cwd, 'base.json'), 'utf8')).toBe('old');
  });

  test('keeps the old file when it is interrupted', async () => {
    const cwd = folder({ 'base.json': 'old' });
    let asked: () => void = () => {};
    const sixth = new Promise<void>((resolve) => {
      asked = resolve;
    });
    let count = 0;
    const port = await http((_, response) => {
      count += 1;
      if (count === 7) asked();
      response.end();
    });
    const { child, ended } = start(
      ['baseline', 'save', 'base.json', `http://127.0.0.1:${port}/`, '--samples', '900'],
      { cwd },
    );
    await sixth;
    child.kill('SIGINT');
    const { code, stderr } = await ended;
    expect(code).toBe(130);
    expect(stderr).toContain('nothing is saved to base.json: the run was interrupted');
    expect(readFileSync(join(cwd, 'base.json'), 'utf8')).toBe('old');
  });

  test('into a folder that is not there is told, and no success', async () => {
    const target = `http://127.0.0.1:${await ok()}/`;
    const { code, stderr } = await whydown(['baseline', 'save', 'none/base.json', target, '--samples', '5']);
    expect(code).toBe(3);
    expect(stderr).toMatch(/nothing is saved to none\/base\.json: there is no such folder/);
  });

  test('keeps no secret, and finds the endpoint again when the secret is another one', async () => {
    const port = await http((_, response) => void response.end());
    const cwd = folder({
      'probes.yaml': `endpoints: [{name: "api \${env:TOKEN}", url: "http://127.0.0.1:${port}/\${env:TOKEN}"}]\n`,
    });
    const env = { TOKEN: 'hunter2hunter2' };
    await whydown(['baseline', 'save', 'base.json', '--samples', '6'], { cwd, env });
    const text = readFileSync(join(cwd, 'base.json'), 'utf8');
    expect(text).not.toContain('hunter2');
    expect(text).toContain('$TOKEN');
    expect(statSync(join(cwd, 'base.json')).mode & 0o022).toBe(0);
    const again = await report([...gate, '--max-regress', 'ttfb=1h'], {
      cwd,
      env: { TOKEN: 'sesame99' },
    });
    expect(again.run.results[0]?.samples?.[0]?.compared).toMatchObject([{ span: 'ttfb', regressed: false }]);
  });
});

describe('a run against it', () => {
  test('passes when nothing became slower, and shows the comparison', async () => {
    const { code, stdout } = await whydown([...gate, '--max-regress', 'ttfb=2s', 'api'], { cwd });
    const line =
      /^ {2}ttfb from \S+ ms to \S+ ms \(\S+, limit 2s\), Mann-Whitney U, p = \S+: no\s+regression$/m;
    expect(stdout).toMatch(line);
    expect(code).toBe(0);
  });

  test('says what the baseline does not know, and does not fail for it', async () => {
    const target = `http://127.0.0.1:${await ok()}/`;
    const { code, stdout, stderr } = await whydown([...gate, '--max-regress', 'ttfb=2s', 'api', target], {
      cwd,
    });
    expect(stdout).toMatch(/^ {2}not in the baseline, so not compared$/m);
    const note = `whydown: not compared with the baseline base.json: ${target}\n`;
    expect({ code, stderr }).toEqual({ code: 0, stderr: note });
    const quiet = await whydown([...gate, '--max-regress', 'ttfb=2s', 'api', target, '--format', 'quiet'], {
      cwd,
    });
    expect(quiet).toMatchObject({ code: 0, stdout: '', stderr: '' });
  });

  test('is not green when nothing at all could be compared', async () => {
    const target = `http://127.0.0.1:${await ok()}/`;
    const { code, stderr } = await whydown([...gate, '--max-regress', 'ttfb=2s', target], { cwd });
    expect(stderr).toBe(
      'whydown: nothing could be compared with the baseline base.json: it knows none of these endpoints\n',
    );
    expect(code).toBe(3);
  });

  produces('latency.regressed', 'a server that answers 600 ms later than in the baseline', async () => {
    server.delayMs = 600;
    const { run, code } = await report([...gate, '--max-regress', 'ttfb=50ms', 'api'], { cwd });
    expect(code).toBe(1);
    expect(rows(run)).toEqual(['api degraded latency.regressed']);
    expect(run.results[0]?.samples?.[0]?.compared?.[0]).toMatchObject({ limit: '50ms', regressed: true });
    return run.results[0]?.cause;
  });
});

describe('mistakes', () => {
  const base = '{"schema":"whydown.baseline/1","version":"0.1.0","startedAt":"","entries":[]}\n';
  test.concurrent.each<[string, readonly string[], RegExp]>([
    ['too few samples to save', ['baseline', 'save', 'new.json', '--samples', '4'], /at least 5 samples/],
    ['no file to save to', ['baseline', 'save'], /missing required argument 'file'/],
  ])('%s: exit 2, nothing is asked', async (_, args, message) => {
    const cwd = folder({ 'base.json': base, 'probes.yaml': 'endpoints: ["tcp://127.0.0.1:1"]\n' });
    const { code, stdout, stderr } = await whydown(args, { cwd });
    expect(stderr).toMatch(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(existsSync(join(cwd, 'new.json'))).toBe(false);
  });

  test('a file name cannot act on the terminal', async () => {
    const cwd = folder({ '\x1b[31m.json': 'x', 'probes.yaml': 'endpoints: ["tcp://127.0.0.1:1"]\n' });
    const args = ['--samples', '9', '--baseline', '\x1b[31m.json', '--max-regress', 'ttfb=1%'];
    const { code, stderr } = await whydown(args, { cwd });
    expect(stderr).toContain('\\x1b[31m.json is no JSON');
    expect([code, stderr.includes('\x1b')]).toEqual([2, false]);
  });
});
