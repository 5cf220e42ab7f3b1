// A sign of life while a run is under way: one line on a terminal that erases itself. No report.

/** A stream that may be a terminal. */
interface Terminal {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

export interface Progress {
  /** One more attempt has ended. */
  tick(): void;
  /** Erases the line. */
  end(): void;
}

const nothing: Progress = { tick: () => {}, end: () => {} };

/** Moves only on a terminal that can, and not under CI. */
export function progressOn(stream: Terminal, env: Readonly<Record<string, string | undefined>>): Progress {
  if (!stream.isTTY || env.TERM === 'dumb' || env.CI) return nothing;
  let ended = 0;
  let shown = '';
  const show = () => {
    shown = `probing: ${ended} attempts ended`;
    stream.write(`\r${shown}`);
  };
  show();
  return {
    tick() {
      ended += 1;
      show();
    },
    // Blanks erase it anywhere, also where escape sequences mean nothing.
    end: () => void stream.write(`\r${' '.repeat(shown.length)}\r`),
  };
}
