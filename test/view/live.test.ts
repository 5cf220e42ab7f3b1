// However the process ends, the terminal is given back before anything else is told.

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { enter, leave } from '../../src/view/paint.ts';

const dist = fileURLToPath(new URL('../../dist/', import.meta.url));

/** Starts a view on a stream that goes to stdout, waits for its first picture, then does this. */
function ended(how: string) {
  const script = `
    import { startLiveView } from ${JSON.stringify(`${dist}view/live.js`)};
    import { start } from ${JSON.stringify(`${dist}cli.js`)};
    await start(['node', 'whydown', 'check', '-c', '/dev/null']).catch(() => {});
    process.exitCode = 0;
    const terminal = Object.assign(Object.create(process.stdout), { columns: 80, rows: 24 });
    const drawn = new Promise((resolve) => {
      terminal.write = (text) => {
        process.stdout.write(text);
        if (text.includes('one')) resolve();
      };
    });
    const view = startLiveView(terminal, { colour: 0, unicode: true });
    view.tell({ type: 'selected', names: ['one', 'two'] });
    const stay = setInterval(() => {}, 1000);
    await drawn;
    ${how}`;
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=module', '-e', `${script}`], {
    encoding: 'utf8',
  });
  return { stdout, stderr, status };
}

test.each<[string, string, number]>([
  ['is ended', 'view.end(); view.end(); clearInterval(stay);', 0],
  ['exits', 'process.exit(7);', 7],
  ['throws where nobody catches', "setTimeout(() => { throw new Error('ouch'); }, 1);", 3],
  ['rejects where nobody catches', "void Promise.reject(new Error('ouch'));", 3],
])('when it %s', (_, how, code) => {
  const { stdout, stderr, status } = ended(how);
  expect(stdout.split(enter)).toHaveLength(2);
  expect(stdout.split(leave)).toHaveLength(2);
  expect(stdout.endsWith(leave)).toBe(true);
  expect(status).toBe(code);
  expect(stderr.includes('Error: ouch')).toBe(code === 3);
});
