// Which replay is meant, and which moment of it.

import { didYouMean, UserError } from '../../config/diagnostic.ts';
import { type ListFile, load } from '../../config/load.ts';
import { select } from '../../config/select.ts';
import type * as Lab from '../../lab/index.ts';
import { loadContext } from '../lists.ts';

export interface FoundReplay {
  /** As it was named. */
  readonly name: string;
  readonly replay: Lab.Replay;
  /** The words behind it, which select of the list. */
  readonly rest: readonly string[];
}

/**
 * The replay that the first word names, or the file that it is; null where it selects of the list. Throws a UserError
 * for a word that is neither.
 */
export function findReplay(
  lab: typeof Lab,
  words: readonly string[],
  files: readonly ListFile[],
): FoundReplay | null {
  const [name, ...rest] = words;
  if (name === undefined) return null;
  const names = lab.replayNames();
  const known = names.find((each) => each === name.toLowerCase());
  if (known !== undefined) return { name: known, replay: lab.builtInReplay(known), rest };
  if (/\.ya?ml$/i.test(name) && !name.includes('://')) return { name, replay: lab.readReplay(name), rest };
  const near = didYouMean(name, names);
  const dated = /^\d{4}-\d/.test(name) && !/[.:/]/.test(name);
  if (dated || (near !== null && !selects(name, files))) {
    const hint = near === null ? 'whydown demo --list tells all' : `did you mean ${near}?`;
    throw new UserError(`there is no replay \`${name}\``, hint);
  }
  return null;
}

/** Whether the word means something of the list, or a target. */
function selects(word: string, files: readonly ListFile[]): boolean {
  try {
    select(load(files, loadContext()), [word], []);
    return true;
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}

/**
 * The one phase that is to be played: that of the moment, or the only one. Null for all of them. Throws a UserError for a
 * moment that the replay does not have.
 */
export function momentOf(
  { name, replay: { phases } }: FoundReplay,
  at: string | null,
  isTime: (text: unknown) => boolean,
): Lab.Phase | null {
  const [first] = phases;
  if (at === null) return phases.length === 1 ? (first ?? null) : null;
  if (!isTime(at)) throw new UserError(`\`${at}\` is not a time of day`, 'write --at 16:05, in UTC');
  if (first?.at === null || first === undefined) {
    throw new UserError(`${name} has no time line`, `leave out --at: whydown demo ${name}`);
  }
  if (at < first.at) {
    throw new UserError(`${name} begins at ${first.at}`, `its phases: ${timesOf(phases)}`);
  }
  return phases.findLast((phase) => (phase.at ?? '') <= at) ?? first;
}

/** `15:30, 15:39, 15:50`. */
export function timesOf(phases: readonly Lab.Phase[]): string {
  return phases.flatMap(({ at }) => at ?? []).join(', ');
}
