// What is to be cleared away when the tests of a file are over. A worker loads this once for many files, so the hook
// itself is in each-file.ts, which is run for each.

const leftovers: (() => unknown)[] = [];

/** Called when the tests of this file are over. */
export function atEnd(clear: () => unknown): void {
  leftovers.push(clear);
}

export async function clearLeftovers(): Promise<void> {
  for (const clear of leftovers.splice(0)) await clear();
}
