// A row about a list: it is read in this process, in half a second of its time.

import { concealer } from '../../src/conceal.ts';
import { UserError } from '../../src/config/diagnostic.ts';
import { load } from '../../src/config/load.ts';
import { select } from '../../src/config/select.ts';
import { fileOf } from '../config/list.ts';
import type { Id } from './catalogue.ts';
import type { CaseFault } from './fault.ts';

const mostMs = 500;

type Text = string | Uint8Array;

interface More {
  readonly words?: readonly string[];
  readonly tags?: readonly string[];
  /** Further files. */
  readonly others?: readonly Text[];
}

/** The names of what is chosen of a list, or its first mistake. */
function told(text: Text, { words = [], tags = [], others = [] }: More): string {
  const files = [text, ...others].map((each, index) =>
    fileOf(each, index === 0 ? 'a.yaml' : `b${index}.yaml`),
  );
  const readFile = (path: string): never => {
    throw Object.assign(new Error(path), { code: 'ENOENT' });
  };
  try {
    const list = load(files, { env: { TOKEN: 'sesame', '': 'sesame' }, readFile });
    return `good: ${concealer(list.secrets)(select(list, words, tags).map(({ name }) => name)).join(' ')}`;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const [first] = error.mistakes;
    const at = first?.source ? `${first.source.line}:${first.source.column} ` : '';
    return `exit 2: ${at}${first?.message}${first?.hint?.startsWith('did you mean') ? `, ${first.hint}` : ''}`;
  }
}

/** What a list, and what is chosen of it, is told. */
export function row(id: Id, fault: string, text: Text, expected: string, more: More = {}): CaseFault {
  return {
    ids: [id],
    fault,
    told: expected,
    bound: 'half a second',
    async show() {
      const before = process.cpuUsage();
      const words = told(text, more);
      const ms = process.cpuUsage(before).user / 1000;
      return ms < mostMs ? words : `${words}, after ${ms} ms`;
    },
  };
}

/** A list of one endpoint with these keys. */
export const one = (keys: string): string => `endpoints: [{name: a, url: "https://a.example", ${keys}}]`;
/** A list of one endpoint of this name. */
export const named = (name: string): string => `endpoints: [{name: ${name}, url: "https://a.example"}]`;
