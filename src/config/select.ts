// Which endpoints of a list are meant, and the targets that no list knows.

import type { Endpoint, List } from '../model.ts';
import { isProblem } from '../shape.ts';
import { didYouMean, type Mistake, UserError } from './diagnostic.ts';
import { adHoc } from './target.ts';

/**
 * The endpoints that any word or tag selects, in the order of the list, then the targets probed ad hoc. A word
 * is a name, service, provider, component or tag; without words and tags all are meant. Throws a UserError for
 * what selects nothing.
 */
export function select(list: List, words: readonly string[], tags: readonly string[]): readonly Endpoint[] {
  if (words.length === 0 && tags.length === 0 && list.endpoints.length > 0) return list.endpoints;
  const selected = new Set<Endpoint>();
  const targets = new Map<string, Endpoint>();
  const mistakes: Mistake[] = [];
  for (const word of words) {
    const found = list.endpoints.filter((endpoint) => has(wordsOf(endpoint), word));
    for (const endpoint of found) selected.add(endpoint);
    if (found.length > 0) continue;
    const target = adHoc(word);
    if (target === null) {
      mistakes.push(mistake(`\`${word}\` is neither in the list nor a target`, hintFor(word, list, wordsOf)));
    } else if (isProblem(target)) {
      mistakes.push(mistake(target.problem, target.hint));
    } else {
      targets.set(target.name.toLowerCase(), target);
    }
  }
  for (const tag of tags) {
    const found = list.endpoints.filter((endpoint) => has(tagsOf(endpoint), tag));
    for (const endpoint of found) selected.add(endpoint);
    if (found.length > 0) continue;
    mistakes.push(mistake(`no endpoint has the tag \`${tag}\``, hintFor(tag, list, tagsOf)));
  }
  if (mistakes.length > 0) throw new UserError(mistakes);
  const all = [...list.endpoints.filter((endpoint) => selected.has(endpoint)), ...targets.values()];
  if (all.length === 0) throw new UserError('nothing is selected, so nothing would be probed');
  return all;
}

function wordsOf({ name, service, provider, component, tags }: Endpoint): readonly string[] {
  return [name, service, provider, component, ...tags].filter((word) => word !== null);
}

function tagsOf({ tags }: Endpoint): readonly string[] {
  return tags;
}

function has(words: readonly string[], wanted: string): boolean {
  return words.some((word) => word.toLowerCase() === wanted.toLowerCase());
}

function mistake(message: string, hint: string | undefined): Mistake {
  return hint === undefined ? { message } : { message, hint };
}

/** What came out of the environment is never suggested. */
function hintFor(
  word: string,
  { endpoints, secrets }: List,
  wordsIn: (endpoint: Endpoint) => readonly string[],
): string | undefined {
  const all = new Set(endpoints.flatMap(wordsIn));
  const shown = [...all].filter((each) => !secrets.some(({ value }) => each.includes(value)));
  const near = didYouMean(word, shown);
  return near === null ? firstOf(shown) : `did you mean ${near}?`;
}

function firstOf(candidates: readonly string[]): string | undefined {
  if (candidates.length === 0) return undefined;
  const shown = candidates.slice(0, 8).join(', ');
  return `there is ${shown}${candidates.length > 8 ? ', …' : ''}`;
}
