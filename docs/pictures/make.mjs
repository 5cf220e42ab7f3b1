// Makes the pictures of the README from real output: every command runs in a real terminal (tmux), what stands
// there afterwards becomes an SVG. Nothing leaves the machine: the internet in a box answers, or nobody is asked.
//
//   npm run pictures                 all of them, into docs/pictures
//   npm run pictures -- FOLDER NAME  one of them, into another folder

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pictures } from './pictures.mjs';
import { svgOf } from './svg.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const launcher = fileURLToPath(new URL('../../bin/whydown.cjs', import.meta.url));

/**
 * What a terminal of this size shows after the command, line by line, with its colours.
 * @param {import('./pictures.mjs').Picture} picture
 * @returns {readonly string[]}
 */
function shown({ command, columns, rows, files = {} }) {
  const folder = mkdtempSync(join(tmpdir(), 'whydown-picture-'));
  const socket = join(folder, 'tmux');
  /** @param {string[]} args */
  const tmux = (...args) => execFileSync('tmux', ['-S', socket, ...args], { encoding: 'utf8' });
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const bin = join(folder, 'bin');
    mkdirSync(bin);
    writeFileSync(join(bin, 'whydown'), `#!/bin/sh\nexec node '${launcher}' "$@"\n`, { mode: 0o755 });
    const script = [
      `printf '\\033[2m$\\033[0m %s\\n' ${quoted(command)}`,
      command,
      'tmux wait-for -S done',
      'exec sleep 600',
    ];
    const setting = [
      `PATH=${quoted(bin)}:$PATH`,
      'LANG=C.UTF-8',
      'export PATH LANG',
      'unset CI NO_COLOR FORCE_COLOR LC_ALL',
    ];
    writeFileSync(join(folder, 'screen.sh'), [`cd ${quoted(folder)}`, ...setting, ...script, ''].join('\n'));
    tmux(
      '-f',
      '/dev/null',
      'new-session',
      '-d',
      '-x',
      String(columns),
      '-y',
      String(rows),
      `sh ${join(folder, 'screen.sh')}`,
    );
    tmux('wait-for', 'done');
    return tmux('capture-pane', '-e', '-p').replace(/\n+$/, '').split('\n');
  } finally {
    try {
      tmux('kill-server');
    } catch {
      // It ended with its session.
    }
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} text */
function quoted(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

const [folder = here, only] = process.argv.slice(2);
for (const picture of pictures) {
  if (only !== undefined && picture.name !== only) continue;
  const lines = shown(picture);
  const file = join(resolve(folder), `${picture.name}.svg`);
  writeFileSync(file, svgOf(lines, picture.columns, picture.alt));
  process.stdout.write(`${file}: ${lines.length} lines\n`);
}
