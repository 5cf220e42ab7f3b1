// How long a pattern is once its repetitions are written out, by a look at its signs: the engine would build all of
// it before it says that it is too large.

/** A part that counts as one step, whatever it holds. */
const escaped = /\\(?:x\{[^}]*\}|[pP]\{[^}]*\}|Q[\s\S]*?(?:\\E|$)|[\s\S]|$)/y;
const characterClass = /\[\^?\]?(?:\\(?:[\s\S]|$)|\[:[a-z^]*:\]|[^\]\\])*(?:\]|$)/y;
const repetition = /\{(\d+)(?:,(\d*))?\}/y;

/** The steps of a pattern, at least; what is no pattern has some number too. */
export function expandedSize(pattern: string): number {
  /** The steps of each open group so far. */
  const groups = [0];
  /** Those of what stands before, which a repetition repeats. */
  let last = 0;
  let at = 0;
  const take = (sign: RegExp): RegExpExecArray | null => {
    sign.lastIndex = at;
    const found = sign.exec(pattern);
    if (found !== null) at += Math.max(1, found[0].length);
    return found;
  };
  const add = (steps: number): void => {
    last = steps;
    groups.push((groups.pop() ?? 0) + steps);
  };
  while (at < pattern.length) {
    const sign = pattern[at];
    if (sign === '\\') {
      const [whole = ''] = take(escaped) ?? [];
      add(whole.startsWith('\\Q') ? whole.length : 1);
    } else if (sign === '[') {
      take(characterClass);
      add(1);
    } else if (sign === '{') {
      const found = take(repetition);
      if (found === null) at += 1;
      const times = Math.max(Number(found?.[1] ?? 1), Number(found?.[2] || 0), 1);
      groups.push((groups.pop() ?? 0) + last * (times - 1));
      last *= times;
    } else {
      at += 1;
      if (sign === '(') groups.push(0);
      else if (sign === ')' && groups.length > 1) add((groups.pop() ?? 0) + 2);
      else add(1);
    }
  }
  return groups.reduce((sum, steps) => sum + steps, 0);
}
