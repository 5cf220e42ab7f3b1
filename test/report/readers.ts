// Who reads what a format prints, and what he would take amiss. Each escape that a format may declare has its reader
// here; a format with any other, or with one that does not fit it, fails.

import { forJson, forPeople } from '../../src/report/escapes.ts';
import type { Escape } from '../../src/report/report.ts';
import { mapStrings } from '../../src/report/strings.ts';

/** What a terminal acts on or hides; our own line ends are none of it. */
export const unseen =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}\p{Cs}]|(?![\ufe0e\ufe0f])\p{Default_Ignorable_Code_Point}/gu;

/** What of a text a terminal would act on or hide, and what the runner of a CI job would obey. */
export function acted(text: string): readonly string[] {
  return [...(text.match(unseen) ?? []), ...commandsIn(text)];
}

/** As actions/runner finds them (ActionCommand.cs), of any name, with the like of Azure Pipelines and TeamCity. */
export function commandsIn(text: string): readonly string[] {
  return text.split(/\r\n|\n|\r/).flatMap((line) => {
    const anywhere = line.match(/##[a-z]*\[/gi) ?? [];
    const [, info] = /^\s*::(.*?)::/.exec(line) ?? [];
    const name = info?.split(' ')[0] ?? '';
    // The command is a word; `::1` is an address.
    return /^[a-z][a-z-]*$/i.test(name) ? [...anywhere, line] : [...anywhere];
  });
}

type Reader = (printed: string) => readonly string[];

/** JSON, or lines of it, of well-formed text. */
const asJson: Reader = (printed) => {
  const texts: string[] = [];
  const whole = printed.startsWith('{\n');
  for (const part of whole ? [printed] : printed.trimEnd().split('\n')) {
    mapStrings(JSON.parse(part), (text) => {
      texts.push(text);
      return text;
    });
  }
  const wrong = texts.filter((text) => /\p{Cs}/u.test(text) || /\\u\{|\\x[0-9a-f]/.test(text));
  return [...acted(printed), ...wrong];
};

/** What is wrong in print, by the escape that the format declares. */
export const readers: ReadonlyMap<Escape, Reader> = new Map([
  [forPeople, acted],
  [forJson, asJson],
]);

/** Everything hostile that a peer, a list or a user may write. */
export const hostile = [
  '\u001b[31mred\u001b[0m',
  '\u001b]52;c;aGk=\u0007',
  '\u009b31m',
  'a\nb\rc\td\u0000\u007f',
  '\n::error file=a.js::gotcha',
  '::add-mask::x',
  '##[error]x ##vso[task.complete]x ##teamcity[x]',
  ':::::set-output name=x::y',
  '\u202eevil\u2066\u200f\u061c',
  'zero\u200bwidth\u2060\ufeff\u115f\u3164\u034f',
  'line\u2028and\u2029end',
  'lone\ud800and\udc00',
  '\u{e0041}tag',
  '</script><!-- ]]> `tick` $(touch x) "\'',
].join(' ');

/** The same as the bytes of a reason phrase, and of the value of a header: no parser lets other controls pass there. */
export const inReason = Buffer.from(hostile.replace(/[\0\r\n]/g, ' '));
export const inHeader = Buffer.from(hostile.replace(/[\0-\x08\x0a-\x1f\x7f]/g, ' '));
