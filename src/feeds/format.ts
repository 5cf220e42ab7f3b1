// What a format of feeds is: how the answer of an operator's status page is read. Pure.

import type { Observation, Report } from '../model.ts';

/** One thing that a feed speaks of. `id` is what a list maps; texts are hostile. */
export type Entry = Omit<Report, 'part'>;

/** What a feed says, or why it cannot be told. */
type Reading = { readonly entries: readonly Entry[] } | { readonly unreadable: string };

export interface FeedFormat {
  /** As a list names it. */
  readonly name: string;
  /** What it is and where it is found, in one line without a full stop. */
  readonly about: string;
  /** Of the URLs it can be read from, with the colon. */
  readonly schemes: readonly string[];
  readonly example: string;
  /** The id of the entry that speaks of everything, and counts whatever the map names; null for none. */
  readonly whole: string | null;
  /** Reads leniently: what it does not know is left out, or told as unknown, and never taken for fine. */
  read(observation: Observation): Reading;
}
