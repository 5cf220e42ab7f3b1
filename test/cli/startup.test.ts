// What is not needed is not loaded: a look at the version must not pay for HTTP or for the box.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { folder, list, whydown } from './command.ts';
import { ok } from './servers.ts';

/** The modules that a run imports, in order: Node's own hook writes down each. */
async function imported(args: readonly string[], exit = 0): Promise<string[]> {
  const path = folder({
    'spy.mjs': `
      import { register } from 'node:module';
      register('./hook.mjs', import.meta.url);`,
    'hook.mjs': `
      import { appendFileSync } from 'node:fs';
      export async function load(url, context, next) {
        appendFileSync(new URL('./loaded', import.meta.url), url + '\\n');
        return next(url, context);
      }`,
  });
  const { code, stderr } = await whydown(args, {
    // Newer Node warns of `register`, and Node 20 has nothing else.
    env: { NODE_OPTIONS: `--disable-warning=DEP0205 --import=${pathToFileURL(join(path, 'spy.mjs'))}` },
  });
  expect([code, stderr]).toEqual([exit, '']);
  return readFileSync(join(path, 'loaded'), 'utf8').trim().split('\n');
}

const undici = /node_modules\/undici\//;
const lab = /dist\/lab\//;
/** What is there to be looked up only. */
const words = /dist\/(explain|config\/(json-schema|words)\.js|commands\/starter\.js)/;

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
