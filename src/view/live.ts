// Progress on a terminal while a run is under way. Everything it does to the terminal it takes back, however
// the process ends. No report: what it drew is gone when the report comes.

import type { RunEvent } from '../events.ts';
import { type FrameSize, frameOf, type Look } from './frame.ts';
import { erase, hideCursor, linesOn, repaint, showCursor } from './paint.ts';
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
  /** Erases it and shows the cursor again. May be called more than once. */
  end(): void;
}

/** Where nothing may move. */
export const noLiveView: LiveView = { tell: () => {}, end: () => {} };

/** Ten pictures a second; a run that is over before the first never flickers. */
const everyMs = 100;
const plainSize: FrameSize = { width: 80, height: 24 };

/** Draws until it is ended. Meant for a terminal alone. */
export function startLiveView(terminal: Terminal, look: Look): LiveView {
  const startedAt = performance.now();
  const state = new LiveState();
  let drawn: readonly string[] = [];

  const draw = (): void => {
    const next = frameOf(state.rows, sizeOf(terminal), look, performance.now() - startedAt);
    const text = repaint(drawn, next);
    if (text !== '') terminal.write(drawn.length === 0 ? hideCursor + text : text);
    drawn = next;
  };
  const clear = (): void => {
    const { width, height } = sizeOf(terminal);
    if (drawn.length > 0) terminal.write(erase(linesOn(drawn, width, height)) + showCursor);
    drawn = [];
  };
  const resized = (): void => {
    if (drawn.length === 0) return;
    clear();
    draw();
  };
  const end = (): void => {
    clearInterval(timer);
    release();
    terminal.off('resize', resized);
    clear();
  };

  const timer = setInterval(draw, everyMs).unref();
  const release = onEndOfProcess(end, clear);
  terminal.on('resize', resized);
  // A terminal that has gone must not end the run, and there is nothing to take back.
  terminal.on('error', () => {
    drawn = [];
    end();
  });
  return { tell: (event) => state.apply(event), end };
}

function sizeOf({ columns, rows }: Terminal): FrameSize {
  return { width: columns || plainSize.width, height: rows || plainSize.height };
}

/** Ends the view before the process does or tells a bug, and takes it away while the process is stopped. */
function onEndOfProcess(end: () => void, clear: () => void): () => void {
  // Ctrl-Z: the next picture after `fg` hides the cursor again.
  const suspend = (): void => {
    clear();
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
