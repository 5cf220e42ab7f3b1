// The live view on a real terminal: it appears, follows the size, and leaves nothing behind however it ends.

import { describe, expect, test, vi } from 'vitest';
import { list } from '../cli/command.ts';
import { http } from '../cli/servers.ts';
import { launcher } from './cli.ts';
import { haveParts } from './parts.mjs';
import { openPane, type Pane } from './tmux.ts';

const longName = 'an endpoint with a name that is longer than the screen has room for';

/** A list whose first endpoint answers at once, the others when they are let go. */
async function held(count: number) {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const port = await http((request, response) => {
    if (request.url === '/0') response.end('fine');
    else void released.then(() => response.end('fine'));
  });
  const endpoints = Array.from({ length: count }, (_, index) => {
    const name = index === 0 ? 'quick' : index === 1 ? longName : `slow ${index}`;
    return `  - {name: ${name}, url: "http://127.0.0.1:${port}/${index}", timeout: 60s}\n`;
  });
  return { path: list(`endpoints:\n${endpoints.join('')}`), release };
}

const start = (path: string, ...flags: readonly string[]) =>
  `'${process.execPath}' '${launcher}' -c '${path}' ${flags.join(' ')}`;

const exit = '; echo "exit=$?"';

/** Ended well: the report stands there once, nothing of the view, and the prompt on a line of its own. */
async function expectClean(pane: Pane, code: number): Promise<string> {
  await pane.shows(new RegExp(`^exit=${code}\\n\\$ *$`, 'm'));
  const all = await pane.everything();
  expect(all.match(/^ENDPOINT .*$/gm)).toHaveLength(1);
  expect(all).not.toMatch(/asking|waiting|more:|\^\[/);
  expect(await pane.cursorIsVisible()).toBe(true);
  return all;
}

describe.runIf(haveParts('tmux'))('on a terminal', { concurrent: true, timeout: 60_000 }, () => {
  test('rows fill in place while the run is under way, and the report takes their place', async () => {
    const { path, release } = await held(3);
    const pane = await openPane(80, 24);
    await pane.type(start(path) + exit);
    const seen = await pane.shows(/^quick .* ✓ up\n.*→ asking\nslow 2 .*→ asking\n/m);
    expect(seen).toMatch(/^\d.* · 3 endpoints: 1 up, 2 asking · slowest .* quick$/m);
    expect(await pane.cursorIsVisible()).toBe(false);
    release();
    expect(await expectClean(pane, 0)).toContain('All 3 endpoints are up from here.');
  });

  test('more endpoints than lines are shown in a window, and nothing scrolls', async () => {
    const { path, release } = await held(30);
    const pane = await openPane(80, 12);
    await pane.type(start(path) + exit);
    const seen = await pane.shows(/^quick .* ✓ up$[\s\S]*^\d+ more: .* waiting$/m);
    expect(seen.trimEnd().split('\n')).toHaveLength(11);
    // The clock goes on; in its first second it shows milliseconds.
    const seconds = /^\d+(?=\.\d s)/m.exec(seen)?.[0] ?? '0';
    await pane.shows(new RegExp(`^(?!${seconds}\\.)\\d+\\.\\d s`, 'm'));
    expect((await pane.everything()).match(/ENDPOINT/g)).toHaveLength(1);
    release();
    expect(await expectClean(pane, 0)).toContain('All 30 endpoints are up from here.');
  });

  test('it follows the size of the terminal, wider and narrower, and leaves nothing of the old one', async () => {
    const { path, release } = await held(4);
    const pane = await openPane(80, 24);
    await pane.type(start(path) + exit);
    await pane.shows(/^an endpoin…s room for .*→ asking$/m);
    await pane.resize(200, 24);
    await pane.shows(/^an endpoint with a name .*….*→ asking$/m);
    await pane.resize(50, 24);
    const seen = await pane.shows(/^ENDPOINT +ms: TOTAL +VERDICT$[\s\S]*slow 3 +· waiting\n\d/m);
    expect(seen.match(/ENDPOINT/g)).toHaveLength(1);
    release();
    await expectClean(pane, 0);
  });

  test('Ctrl-C in the middle prints what is known and exits 130', async () => {
    const { path } = await held(3);
    const pane = await openPane(80, 40);
    await pane.type(start(path) + exit);
    await pane.shows(/^quick .* ✓ up\n.*→ asking/m);
    await pane.press('C-c');
    const all = await expectClean(pane, 130);
    expect(all).toMatch(/^quick .* ✓ up$/m);
    expect(all).toMatch(/^slow 2 .* SKIPPED/m);
  });

  test('a second Ctrl-C leaves the terminal clean too', async () => {
    const { path } = await held(3);
    const pane = await openPane(80, 40);
    await pane.type(start(path) + exit);
    await pane.shows(/→ asking/);
    await pane.press('C-c', 'C-c');
    await pane.shows(/^exit=130\n\$ *$/m);
    expect(await pane.everything()).not.toMatch(/asking|waiting/);
    expect(await pane.cursorIsVisible()).toBe(true);
  });

  test('a bug of ours leaves the terminal clean too, and is told', async () => {
    const { path } = await held(3);
    const pane = await openPane(80, 40);
    const bug = `process.on("SIGWINCH", () => { throw new Error("provoked") })`;
    const hook = `data:text/javascript,${encodeURIComponent(bug)}`;
    await pane.type(`NODE_OPTIONS='--import "${hook}"' ${start(path)}${exit}`);
    await pane.shows(/→ asking/);
    await pane.resize(90, 40);
    const all = await pane.shows(/^exit=3\n\$ *$/m);
    expect(all).toMatch(/has a bug; please report it[\s\S]*provoked/);
    expect(all).not.toMatch(/asking|waiting/);
    expect(await pane.cursorIsVisible()).toBe(true);
  });

  test('Ctrl-Z gives the terminal back, and fg goes on', async () => {
    const { path, release } = await held(3);
    const pane = await openPane(80, 40);
    await pane.type(start(path));
    await pane.shows(/→ asking/);
    await pane.press('C-z');
    expect(await pane.shows(/Stopped[\s\S]*\n\$ *$/m)).not.toContain('asking');
    expect(await pane.cursorIsVisible()).toBe(true);
    await pane.type(`fg${exit}`);
    await pane.shows(/→ asking/);
    release();
    await expectClean(pane, 0);
  });

  test('NO_COLOR leaves both the view and the report without colour', async () => {
    const { path, release } = await held(2);
    const pane = await openPane(80, 40, { NO_COLOR: '1' });
    await pane.type(start(path) + exit);
    await pane.shows(/→ asking/);
    const live = await pane.screen('style');
    release();
    await expectClean(pane, 0);
    expect(live + (await pane.screen('style'))).not.toContain('\u001b[3');
  });

  test('into a pipe goes the report alone, without an escape code', async () => {
    const { path, release } = await held(2);
    const pane = await openPane(80, 40);
    await pane.type(`${start(path)} | cat -v${exit}`);
    await pane.shows(/→ asking/);
    release();
    await expectClean(pane, 0);
  });

  test.each([
    ['--no-progress', {}, ['--no-progress']],
    ['CI', { CI: 'true' }, []],
    ['a dumb terminal', { TERM: 'dumb' }, []],
    ['ndjson, whose lines move by themselves', {}, ['--format', 'ndjson']],
    ['quiet', {}, ['--format', 'quiet']],
  ])('nothing moves with %s', async (_, env, flags) => {
    const { path, release } = await held(2);
    const pane = await openPane(80, 40, env);
    await pane.type(start(path, ...flags) + exit);
    release();
    await vi.waitFor(() => expect(pane.told()).toMatch(/^exit=0\r?$/m), { timeout: 20_000 });
    expect(pane.told()).not.toMatch(/\u001b\[(\?1049|\?25|2J|\d+;1H)/);
  });
});
