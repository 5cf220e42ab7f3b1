import { describe, expect, test } from 'vitest';
import { colourOf, fileView, hasUnicode, mayMove, type Screen, viewOf, type When } from '../src/terminal.ts';

const tty = (depth: number): Screen => ({ isTTY: true, columns: 120, getColorDepth: () => depth });

describe('colour', () => {
  test.each<[string, Screen, When, Record<string, string>, number]>([
    ['a terminal of 16 colours', tty(4), 'auto', {}, 1],
    ['a terminal of 256 colours', tty(8), 'auto', {}, 2],
    ['a terminal of all colours', tty(24), 'auto', {}, 3],
    ['a terminal without colours', tty(1), 'auto', {}, 0],
    ['a pipe', {}, 'auto', {}, 0],
    ['NO_COLOR', tty(8), 'auto', { NO_COLOR: '1' }, 0],
    ['an empty NO_COLOR', tty(8), 'auto', { NO_COLOR: '' }, 2],
    ['a dumb terminal', tty(8), 'auto', { TERM: 'dumb' }, 0],
    ['FORCE_COLOR in a pipe', {}, 'auto', { FORCE_COLOR: '1' }, 1],
    ['an empty FORCE_COLOR', {}, 'auto', { FORCE_COLOR: '' }, 1],
    ['FORCE_COLOR=true', {}, 'auto', { FORCE_COLOR: 'true' }, 1],
    ['FORCE_COLOR=2', {}, 'auto', { FORCE_COLOR: '2' }, 2],
    ['FORCE_COLOR=3', {}, 'auto', { FORCE_COLOR: '3' }, 3],
    ['FORCE_COLOR=0 on a terminal', tty(8), 'auto', { FORCE_COLOR: '0' }, 0],
    ['FORCE_COLOR before NO_COLOR', {}, 'auto', { FORCE_COLOR: '1', NO_COLOR: '1' }, 1],
    ['FORCE_COLOR before TERM=dumb', {}, 'auto', { FORCE_COLOR: '1', TERM: 'dumb' }, 1],
    ['the flag before all', {}, 'always', { FORCE_COLOR: '0', NO_COLOR: '1', TERM: 'dumb' }, 1],
    ['the flag with a number of FORCE_COLOR', {}, 'always', { FORCE_COLOR: '3' }, 3],
    ['the flag against all', tty(24), 'never', { FORCE_COLOR: '3' }, 0],
  ])('%s', (_, screen, when, env, level) => {
    expect(colourOf(screen, when, env)).toBe(level);
  });
});

describe('signs beyond ASCII', () => {
  test.each<[Record<string, string>, boolean]>([
    [{}, false],
    [{ LANG: 'C' }, false],
    [{ LANG: 'C.UTF-8' }, true],
    [{ LANG: 'de_DE.utf8' }, true],
    [{ LANG: 'C', LC_CTYPE: 'C.UTF-8' }, true],
    [{ LANG: 'C.UTF-8', LC_CTYPE: 'C' }, false],
    [{ LANG: 'C.UTF-8', LC_CTYPE: 'C.UTF-8', LC_ALL: 'C' }, false],
    [{ LANG: 'C.UTF-8', LC_ALL: '' }, true],
  ])('with %j: %s', (env, unicode) => {
    expect(hasUnicode(env, 'linux')).toBe(unicode);
  });
});

describe('width', () => {
  test('is that of the terminal', () => {
    expect(viewOf(tty(4), 'auto', {}, false).width).toBe(120);
  });

  test('is 80 in a pipe, and where a terminal does not say', () => {
    expect(viewOf({}, 'auto', { COLUMNS: '200' }, false).width).toBe(80);
    expect(viewOf({ isTTY: true, columns: 0 }, 'auto', {}, false).width).toBe(80);
  });

  test('of a file is that of paper, without colour', () => {
    expect(fileView(true)).toEqual({ width: 120, colour: 0, unicode: true, verbose: true });
  });
});

describe('something moves', () => {
  test.each<[string, Screen, Record<string, string>, boolean]>([
    ['on a terminal', tty(8), { TERM: 'xterm' }, true],
    ['into a pipe', {}, { TERM: 'xterm' }, false],
    ['on a dumb terminal', tty(8), { TERM: 'dumb' }, false],
    ['on the console of Linux', tty(8), { TERM: 'linux' }, false],
    ['under CI', tty(8), { CI: 'true' }, false],
    ['under a CI of any name', tty(8), { CI: 'woodpecker' }, false],
    ['with an empty CI', tty(8), { CI: '' }, true],
    ['with CI=false', tty(8), { CI: 'False' }, true],
    ['with CI=0', tty(8), { CI: '0' }, true],
  ])('%s', (_, screen, env, moves) => {
    expect(mayMove(screen, env)).toBe(moves);
  });
});
