// What other users of this machine can see of a run: the arguments and the titles of its processes.

import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { list, start, whydown } from './command.ts';
import { http } from './servers.ts';

const secret = 'Argv-0123456789-secret';

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

/** The arguments and the name of a process and of all that it started. */
function seen(pid: number): readonly string[] {
  const tasks = read(`/proc/${pid}/status`) === '' ? [] : readdirSync(`/proc/${pid}/task`);
  const children = tasks.flatMap((task) => read(`/proc/${pid}/task/${task}/children`).match(/\d+/g) ?? []);
  return [
    read(`/proc/${pid}/cmdline`),
    read(`/proc/${pid}/comm`),
    ...children.flatMap((child) => seen(Number(child))),
  ];
}

test.each([
  ['the user and password of a target', (port: number) => [`http://me:${secret}@127.0.0.1:${port}/`]],
  ['the token of a target', (port: number) => [`http://127.0.0.1:${port}/?token=${secret}`]],
  [
    'the token of a resolver',
    (port: number) => [`http://127.0.0.1:${port}/`, '--resolver', `https://127.0.0.1:1/q?token=${secret}`],
  ],
])('%s is in no list of processes', async (_, args) => {
  let told: readonly string[] = [];
  const port = await http((_request, response) => {
    told = seen(child.pid ?? 0);
    response.writeHead(500).end();
  });
  const { child, ended } = start([...args(port), '--retries', '0']);
  const { stdout, stderr } = await ended;
  expect(told.join('')).toContain('whydown');
  expect([...told, stdout, stderr].join('\n')).not.toContain(secret);
});

test('a name out of the environment is no argument of the process that looks it up', async () => {
  const name = `${secret.toLowerCase()}.localhost.invalid`;
  const path = list(
    'endpoints: [{name: api, url: "tcp://${env:NAME}:1", resolver: os, retry: {times: 0}}]\n',
  );
  const { child, ended } = start(['-c', path], { env: { NAME: name } });
  const told = new Set<string>();
  let over = false;
  void ended.then(() => {
    over = true;
  });
  while (!over) {
    for (const line of seen(child.pid ?? 0)) told.add(line);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  const { stdout, stderr } = await ended;
  expect([...told].some((line) => line.includes('node:dns'))).toBe(true);
  expect([...told, stdout, stderr].join('\n').toLowerCase()).not.toContain(secret.toLowerCase());
});

test.each([
  [['--format', `https://me:${secret}@host/`]],
  [[`--formt=https://me:${secret}@host/?token=${secret}`]],
  [[`tcp://me:${secret}@host:1`]],
  [[`https://me:${secret}@host:99999/`]],
  [['--resolver', `ftp://me:${secret}@host/`]],
  [['--resolver', `https://me:${secret}@host/q?token=${secret}`]],
  [['-c', `https://me:${secret}@host/`]],
  [['explain', `https://me:${secret}@host/`]],
])('a mistake in %j does not tell it', async (args) => {
  const { code, stdout, stderr } = await whydown(args);
  expect(code).toBe(2);
  expect(stderr).not.toBe('');
  expect(stdout + stderr).not.toContain(secret);
});
