// A terminal that a test can read: a shell in tmux, on a server of its own. Waits for text, never for time.

import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { vi } from 'vitest';
import { atEnd } from '../leftovers.ts';
import { program } from './parts.mjs';
import { makeFolder, removeFolder } from './process.mjs';

const run = promisify(execFile);

export interface Pane {
  /** Types a line and Enter. */
  type(line: string): Promise<void>;
  /** Presses keys, by their tmux names: `C-c`. */
  press(...keys: readonly string[]): Promise<void>;
  resize(width: number, height: number): Promise<void>;
  /** What stands on the screen, `style` with its escape sequences. */
  screen(style?: 'style'): Promise<string>;
  /** The screen and what has scrolled off it. */
  everything(): Promise<string>;
  /** Every byte that it was told since it was opened. */
  told(): string;
  cursorIsVisible(): Promise<boolean>;
  /** Waits until the screen matches; the screen. */
  shows(expected: RegExp): Promise<string>;
}

/** A pane with `sh` whose prompt is `$ `, in an environment that holds this and little else. */
export async function openPane(
  width: number,
  height: number,
  env: Readonly<Record<string, string>> = {},
): Promise<Pane> {
  const folder = makeFolder();
  const tmux = async (...args: readonly string[]): Promise<string> => {
    const all = ['-u', '-S', join(folder, 'tmux'), '-f', '/dev/null', ...args];
    return (await run(program('tmux'), all, { env: { PATH: process.env.PATH ?? '', LANG: 'C.UTF-8' } }))
      .stdout;
  };
  const variables = {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    LANG: 'C.UTF-8',
    PS1: '$ ',
    TERM: 'screen-256color',
  };
  const words = Object.entries({ ...variables, ...env }).map(([name, value]) => `${name}=${value}`);
  const shell = ['env', '-i', ...words, 'sh'];
  await tmux('new-session', '-d', '-x', `${width}`, '-y', `${height}`, '-c', folder, ...shell);
  await tmux('pipe-pane', `cat > '${join(folder, 'told')}'`);
  atEnd(async () => {
    await tmux('kill-server').catch(() => {});
    removeFolder(folder);
  });

  const pane: Pane = {
    type: async (line) => {
      await tmux('send-keys', '-l', line);
      await tmux('send-keys', 'Enter');
    },
    press: async (...keys) => void (await tmux('send-keys', ...keys)),
    resize: async (x, y) => void (await tmux('resize-window', '-x', `${x}`, '-y', `${y}`)),
    screen: (style) => tmux('capture-pane', '-p', ...(style ? ['-e'] : [])),
    told: () => readFileSync(join(folder, 'told'), 'utf8'),
    everything: () => tmux('capture-pane', '-p', '-S', '-'),
    cursorIsVisible: async () => (await tmux('display-message', '-p', '#{cursor_flag}')).trim() === '1',
    shows: (expected) =>
      vi.waitFor(
        async () => {
          const seen = await pane.screen();
          if (!expected.test(seen)) throw new Error(`not on the screen: ${expected}\n${seen}`);
          return seen;
        },
        { timeout: 20_000, interval: 50 },
      ),
  };
  await pane.shows(/^\$ *$/m);
  return pane;
}
