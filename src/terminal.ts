// What a stream can show: colour, width, signs. Decided for each stream by flag, environment and TTY.

import type { View } from './report/report.ts';

export type When = 'auto' | 'always' | 'never';

type Environment = Readonly<Record<string, string | undefined>>;

/** The part of a stream that decides. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  getColorDepth?(env?: object): number;
}

const plainWidth = 80;

/** Flag, then FORCE_COLOR, NO_COLOR, TERM=dumb, TTY: the order Node itself follows. */
export function colourOf(screen: Screen, when: When, env: Environment): View['colour'] {
  if (when === 'never') return 0;
  const forced = forcedColour(env.FORCE_COLOR);
  if (when === 'always') return forced && forced > 0 ? forced : 1;
  if (forced !== null) return forced;
  if (env.NO_COLOR || env.TERM === 'dumb' || !screen.isTTY) return 0;
  // Node would take an empty NO_COLOR for a set one; no-color.org does not.
  const depth = screen.getColorDepth?.({ ...env, NO_COLOR: undefined }) ?? 1;
  return depth >= 24 ? 3 : depth >= 8 ? 2 : depth >= 4 ? 1 : 0;
}

function forcedColour(value: string | undefined): View['colour'] | null {
  if (value === undefined) return null;
  if (value === '0' || value === 'false') return 0;
  if (value === '2') return 2;
  return value === '3' ? 3 : 1;
}

/** Locales name their charset (locale(7)); where none is set, as under cron, ASCII is safe. */
export function hasUnicode(env: Environment, platform: NodeJS.Platform): boolean {
  if (platform === 'win32') return env.WT_SESSION !== undefined || env.TERM_PROGRAM !== undefined;
  return /utf-?8/i.test(env.LC_ALL || env.LC_CTYPE || env.LANG || '');
}

/** The view of a stream. */
export function viewOf(screen: Screen, when: When, env: Environment, verbose: boolean): View {
  return {
    width: screen.isTTY && screen.columns ? screen.columns : plainWidth,
    colour: colourOf(screen, when, env),
    unicode: hasUnicode(env, process.platform),
    verbose,
  };
}

/** The console of Linux has no second screen to draw on. */
const still: readonly (string | undefined)[] = ['dumb', 'linux'];

/** Whether something may move on a stream: not into a file or pipe, on a simple terminal, or under CI. */
export function mayMove(screen: Screen, env: Environment): boolean {
  const ci = (env.CI ?? '').toLowerCase();
  return screen.isTTY === true && !still.includes(env.TERM) && ['', '0', 'false'].includes(ci);
}

/** A file is no terminal: no colour, and the width of paper. */
export function fileView(verbose: boolean): View {
  return { width: 120, colour: 0, unicode: true, verbose };
}
