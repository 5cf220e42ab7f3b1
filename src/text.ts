// Text from outside, made safe to show, and measured as a terminal shows it.
// Knows nothing of reports, lists or colours; every function is pure.

// Controls, invisible characters (bidi, zero width, fillers, tags), line separators, lone surrogates. A filter that
// removes them can join two halves into a new sequence, so each is shown instead. The two that only choose between
// two pictures of a sign stay.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|(?![\ufe0e\ufe0f])\p{Default_Ignorable_Code_Point}/gu;
// What the runner of a CI job takes for a command wherever it stands: `##[word]` (GitHub, Azure), `##vso[word]` (Azure),
// `##teamcity[word]`.
const COMMAND = /##(?=[a-z]*\[)/gi;
// And what it takes for one at the start of a line: `::word` (GitHub). Text is wrapped at blanks, so that any word may
// begin a line; an address such as `::1` is no command.
const COMMAND_LINE = /:{3,}|(?<!\S)::(?![0-9a-f]+(?:[.:][0-9a-f]+)*(?![\w:-]|\.\w))/gi;
const BEYOND_ASCII = /[^\x20-\x7e]/gu;
const PLAIN = /^[\x20-\x7e]*$/;

/**
 * The text with every character that a terminal would act on or hide, and one of all that a CI job would obey, written
 * as `\x1b` or `\u{202e}`. Two texts without a backslash are never shown the same.
 */
export function escapeTerminal(text: string): string {
  return escapeWithin(text).replace(COMMAND_LINE, disarmed);
}

/** The same for a text that always stands behind another in its line. */
export function escapeWithin(text: string): string {
  return text.replace(UNSEEN, shown).replace(COMMAND, disarmed);
}

/** The last sign stays: two colons alone are left where no line can begin with them. */
function disarmed(command: string): string {
  return [...command.slice(0, -1)].map(shown).join('') + command.slice(-1);
}

const TYPEWRITER: Readonly<Record<string, string>> = {
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '–': '-',
  '—': '-',
  '…': '...',
  '·': '-',
  '×': 'x',
  '→': '->',
  '\u00a0': ' ',
};

/** The text in ASCII: typographic signs by their typewriter forms, all else beyond it as `\u{…}`. */
export function escapeNonAscii(text: string): string {
  return text.replace(BEYOND_ASCII, (character) => TYPEWRITER[character] ?? shown(character));
}

function shown(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  const hex = point.toString(16);
  return point < 0x100 ? `\\x${hex.padStart(2, '0')}` : `\\u{${hex}}`;
}

// Wide and fullwidth by Unicode's EastAsianWidth.txt; emoji come from their own property.
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2329, 0x232a],
  [0x2e80, 0x303e],
  [0x3041, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18dff],
  [0x1aff0, 0x1b2ff],
  [0x1d300, 0x1d376],
  [0x1f200, 0x1f2ff],
  [0x1fa70, 0x1faff], // kept free for emoji that this Node may not know yet
  [0x20000, 0x3fffd],
];
const NO_WIDTH = /[\p{Mn}\p{Me}\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u1160-\u11ff]/u;
const EMOJI = /\p{Emoji_Presentation}/u;
const FLAG_HALF = /[\u{1f1e6}-\u{1f1ff}]/u;
const EMOJI_STYLE = '\ufe0f';

/**
 * How many columns a terminal gives the text. Where terminals differ (emoji style, skin tones) the larger
 * answer is taken: a line may end early, it never wraps.
 */
export function displayWidth(text: string): number {
  if (PLAIN.test(text)) {
    return text.length;
  }
  let width = 0;
  let last = 0;
  for (const character of text) {
    if (character === EMOJI_STYLE && last === 1) {
      width += 1;
    }
    last = widthOf(character);
    width += last;
  }
  return width;
}

function widthOf(character: string): 0 | 1 | 2 {
  const point = character.codePointAt(0) ?? 0;
  if (point < 0x300) {
    return point < 0x20 || (point >= 0x7f && point < 0xa0) ? 0 : 1;
  }
  if (NO_WIDTH.test(character)) {
    return 0;
  }
  const wide = WIDE.some(([from, to]) => point >= from && point <= to) || EMOJI.test(character);
  return wide && !FLAG_HALF.test(character) ? 2 : 1;
}

/** Made when it is first needed: it costs a start 20 ms. */
let segmenter: Intl.Segmenter | undefined;

/** The characters as people count them: a letter with its accents is one. */
export function clusters(text: string): readonly string[] {
  if (PLAIN.test(text)) return [...text];
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/** The characters as a line may be broken between them: colons stay with what stands before them. */
export function breakable(text: string): readonly string[] {
  const parts: string[] = [];
  for (const part of clusters(text)) {
    if (part === ':' && parts.length > 0) parts[parts.length - 1] += part;
    else parts.push(part);
  }
  return parts;
}

/** As many of the parts, from the first on, as fit. */
function fitting(parts: readonly string[], width: number): readonly string[] {
  let left = width;
  const end = parts.findIndex((part) => {
    left -= displayWidth(part);
    return left < 0;
  });
  return end === -1 ? parts : parts.slice(0, end);
}

/** At most `width` columns of the text, its beginning and its end, with the ellipsis for what is left out. */
export function truncateMiddle(text: string, width: number, ellipsis: string): string {
  if (displayWidth(text) <= width) {
    return text;
  }
  const room = width - displayWidth(ellipsis);
  if (room < 2) {
    return truncateEnd(text, width, '');
  }
  const parts = clusters(text);
  const head = fitting(parts, Math.ceil(room / 2));
  const tail = fitting(parts.toReversed(), Math.floor(room / 2)).toReversed();
  return head.join('') + ellipsis + tail.join('');
}

/** At most `width` columns of the text, with the ellipsis where it was cut. */
export function truncateEnd(text: string, width: number, ellipsis: string): string {
  if (displayWidth(text) <= width) {
    return text;
  }
  const room = width - displayWidth(ellipsis);
  const parts = clusters(text);
  return room < 0 ? fitting(parts, width).join('') : fitting(parts, room).join('') + ellipsis;
}

/** The columns that the widest of the texts takes; a call takes fewer arguments than there may be texts. */
export function widest(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, displayWidth(text)), 0);
}

/** The text with blanks up to `width` columns; a longer text stays as it is. */
export function pad(text: string, width: number, side: 'left' | 'right' = 'right'): string {
  const blanks = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return side === 'left' ? blanks + text : text + blanks;
}

/** The text as lines of at most `width` columns, broken at blanks, and inside a word only where it must. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (displayWidth(longer) <= width) {
      line = longer;
      continue;
    }
    if (line !== '') {
      lines.push(withoutBlanks(line));
    }
    const pieces = breakWord(word, width);
    line = pieces.pop() ?? '';
    lines.push(...pieces);
  }
  return line === '' && lines.length > 0 ? lines : [...lines, withoutBlanks(line)];
}

/** Without the blanks at its end; other white space is text. */
function withoutBlanks(line: string): string {
  let end = line.length;
  while (line[end - 1] === ' ') end -= 1;
  return line.slice(0, end);
}

function breakWord(word: string, width: number): string[] {
  const pieces: string[] = [];
  let piece = '';
  let used = 0;
  // A cluster that no line could hold is broken like a word.
  const parts = breakable(word).flatMap((part) => (displayWidth(part) > width ? [...part] : [part]));
  for (const part of parts) {
    const wide = displayWidth(part);
    if (used + wide > width && piece !== '') {
      pieces.push(piece);
      piece = '';
      used = 0;
    }
    piece += part;
    used += wide;
  }
  return [...pieces, piece];
}
