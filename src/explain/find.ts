// What a word asks to be explained: a code, a part of one, a layer, a status, a word of the table, an exit code.

import { type CauseCode, codes } from '../codes.ts';
import { exits, statuses, words } from './outcomes.ts';

export type Found =
  | { readonly kind: 'codes'; readonly codes: readonly CauseCode[] }
  | { readonly kind: 'layer'; readonly layer: string }
  | { readonly kind: 'outcome'; readonly name: string; readonly sentence: string };

const allCodes = Object.keys(codes) as CauseCode[];

/** Every name that can be asked for, for a near word. */
export const names: readonly string[] = [
  ...new Set(allCodes.flatMap((code) => [code, ...code.split('.')])),
  ...Object.keys(statuses),
  ...Object.keys(words),
];

/** What a word means, ignoring case; null when nothing is called so. `timeout` means that of every layer. */
export function find(word: string): Found | null {
  const wanted = word.toLowerCase();
  const exact = allCodes.filter((code) => code === wanted);
  const called = Object.keys(words).find((each) => each.toLowerCase() === wanted);
  const meant = called === undefined ? exact : [words[called] ?? []].flat();
  if (meant.length > 0) return { kind: 'codes', codes: meant };
  const outcomes: Readonly<Record<string, string>> = statuses;
  if (Object.hasOwn(outcomes, wanted))
    return { kind: 'outcome', name: wanted, sentence: outcomes[wanted] ?? '' };
  if (Object.hasOwn(exits, wanted)) {
    const sentence = Object.entries(exits).find(([code]) => code === wanted)?.[1] ?? '';
    return { kind: 'outcome', name: `exit ${wanted}`, sentence };
  }
  if (allCodes.some((code) => code.startsWith(`${wanted}.`))) return { kind: 'layer', layer: wanted };
  const ending = allCodes.filter((code) => code.endsWith(`.${wanted}`));
  return ending.length > 0 ? { kind: 'codes', codes: ending } : null;
}
