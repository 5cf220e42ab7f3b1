// A shell line broken to the width of a screen, so that it can be pasted as it stands: between words, and in
// a word that is too long for a line, where its next part then stands at the edge.

import { breakable, displayWidth } from '../../text.ts';

/** `lead` stands before the first line, and as many blanks before those that begin with a word. */
export function shellLines(line: string, lead: string, width: number): string[] {
  const indent = ' '.repeat(lead.length);
  // Room for the backslash after a blank.
  const room = width - 2;
  const lines: string[] = [];
  let current = lead;
  for (const word of groupsOf(line, room - indent.length)) {
    const free = current === lead || current === indent;
    const longer = free ? current + word : `${current} ${word}`;
    if (displayWidth(longer) <= room) {
      current = longer;
      continue;
    }
    if (!free) lines.push(`${current} \\`);
    const [first = '', ...rest] = pieces(word, room, free ? lead.length : indent.length);
    const before = free ? current : indent;
    const all = [before + first, ...rest];
    lines.push(...all.slice(0, -1).map((piece) => `${piece}\\`));
    current = all.at(-1) ?? '';
  }
  return [...lines, current];
}

/** The words, an option with its value in one where that fits. */
function groupsOf(line: string, room: number): string[] {
  const groups: string[] = [];
  for (const word of wordsOf(line)) {
    const last = groups.at(-1) ?? '';
    const pair = `${last} ${word}`;
    const belongs = /^--?[a-z_-]+$/i.test(last) && !word.startsWith('-') && displayWidth(pair) <= room;
    if (belongs) groups[groups.length - 1] = pair;
    else groups.push(word);
  }
  return groups;
}

/** The words of a line as they are written; quotes hold blanks together (POSIX 2.2). */
function wordsOf(line: string): string[] {
  return line.match(/(?:\\.|'[^']*'|"[^"]*"|[^ '"\\]|['"\\])+/g) ?? [];
}

/** What must not be broken: a character, one that is escaped, or a variable in its quotes. */
interface Atom {
  readonly text: string;
  readonly quoted: boolean;
}

function atomsOf(word: string): readonly Atom[] {
  const parts = word.match(/\\.|'[^']*'|"[^"]*"|[^'"\\]+|['"\\]/g) ?? [];
  return parts.flatMap((part, index): readonly Atom[] => {
    if (/^(\\|")/.test(part) || part === "'") return [{ text: part, quoted: false }];
    const quoted = part.startsWith("'");
    const atoms = breakable(quoted ? part.slice(1, -1) : part).map((text) => ({ text, quoted }));
    // Quotes that close and open again keep apart what stands on either side.
    return quoted && parts[index - 1]?.startsWith("'") ? [{ text: '', quoted: false }, ...atoms] : atoms;
  });
}

/** A word that no line can hold, in parts that the shell puts together again. The first has `indent` before it. */
function pieces(word: string, room: number, indent: number): string[] {
  if (displayWidth(word) + indent <= room) return [word];
  const done: string[] = [];
  let piece = '';
  let open = false;
  let left = room - indent;
  for (const { text, quoted } of atomsOf(word)) {
    const opened = quoted !== open ? "'" : '';
    // Room for the quote that closes it.
    const needed = displayWidth(opened + text) + (quoted ? 1 : 0);
    if (needed > left && piece !== '') {
      done.push(piece + (open ? "'" : ''));
      piece = (quoted ? "'" : '') + text;
      left = room - displayWidth(piece);
    } else {
      piece += opened + text;
      left -= displayWidth(opened + text);
    }
    open = quoted;
  }
  return [...done, piece + (open ? "'" : '')];
}
