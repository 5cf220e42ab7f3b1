// Explanations as text of a width. Pure: what is asked for has been found already.

import { type CauseCode, codes, layers } from '../codes.ts';
import { wrap } from '../text.ts';
import { exits, explanations, statuses, words } from './index.ts';

/** How headings and codes stand out. */
export type Bold = (text: string) => string;

function paragraph(lead: string, text: string, width: number): string[] {
  const indent = ' '.repeat(lead.length);
  return wrap(text, Math.max(20, width - lead.length)).map((line, at) => (at === 0 ? lead : indent) + line);
}

/** One code: meaning, causes, what to do, commands. Commands are never broken. */
export function tellCode(code: CauseCode, width: number, bold: Bold): string {
  const { meaning, causes, remedies, look } = explanations[code];
  const word = Object.keys(words).find((each) => words[each] === code);
  const title = `${bold(code)}${word === undefined ? '' : ` (${word})`}: ${codes[code].sentence}`;
  const list = (items: readonly string[]) => items.flatMap((item) => paragraph('  - ', item, width));
  return [
    title,
    '',
    ...paragraph('  ', meaning, width),
    '',
    bold('Usual causes'),
    ...list(causes),
    '',
    bold('What to do'),
    ...list(remedies),
    '',
    bold('To look further'),
    ...look.map((command) => `  ${command}`),
    '',
  ].join('\n');
}

/** A status or an exit code. */
export function tellOutcome(name: string, sentence: string, width: number, bold: Bold): string {
  return [bold(name), '', ...paragraph('  ', sentence, width), ''].join('\n');
}

/** The codes that begin with a layer, each with its sentence. */
function section(layer: string, width: number, bold: Bold): readonly string[] {
  const own = Object.entries(codes).filter(([code]) => code.startsWith(`${layer}.`));
  const room = Math.max(...Object.keys(codes).map((code) => code.length)) + 4;
  return [
    bold(layer),
    ...own.flatMap(([code, { sentence }]) => paragraph(`  ${code}`.padEnd(room), sentence, width)),
    '',
  ];
}

/** Everything there is, by layer. */
export function tellAll(width: number, bold: Bold): string {
  const terms = [
    ...Object.entries(statuses).map(([name, sentence]) => [name, sentence] as const),
    ...Object.entries(words).map(([word, code]) => [word, `see ${code}`] as const),
    ...Object.entries(exits).map(([code, sentence]) => [`exit ${code}`, sentence] as const),
  ];
  return [
    ...[...layers, 'latency', 'run'].flatMap((layer) => section(layer, width, bold)),
    bold('statuses, words and exit codes'),
    ...terms.flatMap(([name, sentence]) => paragraph(`  ${name}`.padEnd(12), sentence, width)),
    '',
    'whydown explain CODE tells more of one.',
    '',
  ].join('\n');
}

/** The codes of one layer. */
export function tellLayer(layer: string, width: number, bold: Bold): string {
  return section(layer, width, bold).join('\n');
}
