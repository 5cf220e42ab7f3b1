// What is not needed is not loaded: a look at the version must not pay for HTTP or for the box.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folder, list, whydown } from './command.ts';
import { ok } from './servers.ts';

/** The modules that a run loads: V8 tells of each what it covered. */
async function imported(args: readonly string[], exit = 0): Promise<string[]> {
  const path = folder();
  const { code, stderr } = await whydown(args, { env: { NODE_V8_COVERAGE: path } });
  expect([code, stderr]).toEqual([exit, '']);
  const [file = ''] = readdirSync(path);
  const covered = JSON.parse(readFileSync(join(path, file), 'utf8')) as { result: { url: string }[] };
  return covered.result.map(({ url }) => url);
}

const undici = /node_modules\/undici\//;
const lab = /dist\/part-(lab|sites)\.js/;
/** What is there to be looked up only. */
const words = /dist\/part-(tell|outcomes|json-schema|words|starter)\.js/;

test.concurrent.each([
  [['--version']],
  [['--help']],
  [['check', list('endpoints: ["https://localhost/"]\n')]],
  // Nobody listens there, so the name cannot be asked for.
  [['dns:localhost', '--resolver', '127.0.0.1:1', '--retries', '0'], 1],
] as [string[], number?][])(
  '%j loads neither undici nor the box, nor what is only looked up',
  async (args, exit) => {
    const modules = await imported(args, exit);
    expect(modules.some((url) => url.endsWith('dist/cli.js'))).toBe(true);
    expect(modules.filter((url) => undici.test(url) || lab.test(url) || words.test(url))).toEqual([]);
  },
);

test.concurrent('an HTTP target loads undici, and not the box', async () => {
  const modules = await imported([`http://127.0.0.1:${await ok()}/`]);
  expect(modules.some((url) => undici.test(url))).toBe(true);
  expect(modules.some((url) => lab.test(url))).toBe(false);
});
