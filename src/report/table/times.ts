// Durations for people: short in a column, with its unit in a sentence.

/** Up to four characters: `0.4`, `12`, `134` are ms, `1.2s`, `12s`, `17m` say their unit. */
export function shortTime(ms: number): string {
  if (ms < 9.95) {
    return ms.toFixed(1);
  }
  if (ms < 999.5) {
    return ms.toFixed(0);
  }
  const seconds = ms / 1000;
  if (seconds < 9.95) {
    return `${seconds.toFixed(1)}s`;
  }
  return seconds < 999.5 ? `${seconds.toFixed(0)}s` : `${(seconds / 60).toFixed(0)}m`;
}

/** `0.4 ms`, `134 ms`, `1.2 s`. */
export function longTime(ms: number): string {
  if (ms < 999.5) {
    return `${shortTime(ms)} ms`;
  }
  return ms < 99_950 ? `${(ms / 1000).toFixed(1)} s` : `${(ms / 1000).toFixed(0)} s`;
}

/** `(this machine was busy for 134 ms of it)`; nothing where that was too little to matter. */
export function busyText(ms: number, stalledMs = 0): string {
  return isBusy(ms, stalledMs) ? `(this machine was busy for ${longTime(stalledMs)} of it)` : '';
}

/** Whether a time says as much of this machine as of the peer. */
function isBusy(ms: number, stalledMs: number): boolean {
  return stalledMs >= 20 && stalledMs >= ms / 10;
}
