// How far a walk through a document may go.

import type { JsonPathQuery } from 'jsonpath-rfc9535/parser';
import type { Json } from '../../model.ts';

/** A document of 1 MiB has half a million values at most; each may be looked at some times. */
const most = 5_000_000;

class TooMany extends Error {}

/** Counts what is looked at. A class because it counts. */
export class Steps {
  static readonly TooMany = TooMany;
  #left = most;

  /** Throws when there were too many. */
  take(many = 1): void {
    this.#left -= many;
    if (this.#left < 0) throw new TooMany();
  }

  /** For what cannot be found out. */
  takeAll(): never {
    throw new TooMany();
  }
}

/** What one walk goes by. */
export interface Walk {
  readonly root: Json;
  readonly steps: Steps;
  /** What these segments select, seen from a value. */
  query(segments: JsonPathQuery['segments'], from: Json): readonly Json[];
}
