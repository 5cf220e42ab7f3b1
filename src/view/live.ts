// Progress on a terminal while a run is under way. What it does to the terminal it takes back, however the
// process ends. No report: what it drew is gone when the report comes.

import type { RunEvent } from '../events.ts';
import { type FrameSize, frameOf, type Look, safeFor } from './frame.ts';
import { clear, enter, leave, repaint } from './paint.ts';
import { LiveState } from './state.ts';

/** The part of `tty.WriteStream` that is needed. */
interface Terminal {
  readonly columns?: number;
  readonly rows?: number;
  write(text: string): unknown;
  on(event: 'resize' | 'error', listener: () => void): unknown;
  off(event: 'resize', listener: () => void): unknown;
}

export interface LiveView {
  tell(event: RunEvent): void;
  /** Gives the terminal back as it was. May be called more than once. */
  end(): void;
}

/** A run that is over before its first picture never flickers. */
const firstAfterMs = 300;
const everyMs = 100;
const plainSize: FrameSize = { width: 80, height: 24 };

/** Draws until it is ended. Meant for a terminal alone. */
export function startLiveView(terminal: Terminal, look: Look): LiveView {
  const startedAt = performance.now();
  const state = new LiveState(safeFor(look));
  /** Null while the terminal is as it was before. */
  let drawn: readonly string[] | null = null;

  const draw = (): void => {
    const elapsedMs = performance.now() - startedAt;
    if (elapsedMs < firstAfterMs) return;
    const next = frameOf(state, sizeOf(terminal), look, elapsedMs);
    const text = drawn === null ? enter + clear + repaint([], next) : repaint(drawn, next);
    drawn = next;
    if (text !== '') terminal.write(text);
  };
  const resized = (): void => {
    if (drawn === null) return;
    drawn = [];
    terminal.write(clear);
    draw();
  };
  const restore = (): void => {
    const wasDrawn = drawn !== null;
    drawn = null;
    if (wasDrawn) terminal.write(leave);
  };
  const end = (): void => {
    clearInterval(timer);
    release();
    terminal.off('resize', resized);
    restore();
  };

  const timer = setInterval(draw, everyMs).unref();
  const release = onEndOfProcess(end, restore);
  terminal.on('resize', resized);
  // A terminal that has gone must not end the run, and there is nothing to give back.
  terminal.on('error', () => {
    drawn = null;
    end();
  });
  return { tell: (event) => state.apply(event), end };
}

function sizeOf({ columns, rows }: Terminal): FrameSize {
  return { width: columns || plainSize.width, height: rows || plainSize.height };
}

/** Ends the view before the process does or tells a bug, and takes it away while the process is stopped. */
function onEndOfProcess(end: () => void, restore: () => void): () => void {
  // Ctrl-Z: the next picture comes after `fg`.
  const suspend = (): void => {
    restore();
    process.kill(process.pid, 'SIGSTOP');
  };
  process.prependListener('exit', end);
  process.prependListener('uncaughtException', end);
  process.prependListener('unhandledRejection', end);
  process.on('SIGTSTP', suspend);
  return () => {
    process.off('exit', end);
    process.off('uncaughtException', end);
    process.off('unhandledRejection', end);
    process.off('SIGTSTP', suspend);
  };
}
