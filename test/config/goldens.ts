// The lists with mistakes that lie in test/golden: what each is told, and where in the list each mistake stands.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Mistake, UserError } from '../../src/config/diagnostic.ts';
import { decode } from '../../src/config/document.ts';
import { inspect, type ListFile, load } from '../../src/config/load.ts';
import { parseYaml } from '../../src/config/parse.ts';
import type { Node } from '../../src/config/yaml.ts';

/** `config`: lists that are refused. `check`: lists that are good, but doubtful. */
export type Sort = 'config' | 'check';

const env = { TOKEN: 'sesame', BAD_HOST: 'sesame sesame', LINES: 'sesame\nsesame' };

export function folderOf(sort: Sort): string {
  return fileURLToPath(new URL(`../golden/${sort}/`, import.meta.url));
}

export function casesOf(sort: Sort): readonly string[] {
  return readdirSync(folderOf(sort));
}

/** The lists of a case: its .yaml files, in the order of their names. */
function filesOf(folder: string): readonly ListFile[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  return names.toSorted().map((name) => ({ name, folder, bytes: readFileSync(join(folder, name)) }));
}

/** What the lists of a case are told. */
export function mistakesOfCase(sort: Sort, name: string): readonly Mistake[] {
  const files = filesOf(join(folderOf(sort), name));
  const context = { env, readFile: (path: string) => readFileSync(path) };
  try {
    if (sort === 'check') return inspect(files, context).warnings;
    load(files, context);
    return [];
  } catch (error) {
    if (error instanceof UserError) return error.mistakes;
    throw error;
  }
}

/** Something that stands where a caret points: `/endpoints/[]/timeout`, its key or its value. */
export interface Spot {
  readonly path: string;
  readonly at: 'key' | 'value';
  readonly text: string;
  readonly message: string;
}

/** Everything that the mistakes of a case point at. */
export function spotsOf(sort: Sort, name: string): readonly Spot[] {
  const files = filesOf(join(folderOf(sort), name));
  return mistakesOfCase(sort, name).flatMap(({ source, length, message }) => {
    const file = files.find((each) => each.name === source?.file);
    const document = file && decode(file.name, file.bytes);
    if (source === undefined || document === undefined || !('lineStarts' in document)) return [];
    const { root } = parseYaml(document);
    const offset = (document.lineStarts[source.line - 1] ?? 0) + source.column - 1;
    return root === null ? [] : spotsAt(root, offset, { message, length: length ?? 1 });
  });
}

function spotsAt(
  root: Node,
  offset: number,
  { message, length }: { message: string; length: number },
): Spot[] {
  const spots: Spot[] = [];
  const nothing = message.endsWith('found nothing');
  function walk(node: Node, path: string): void {
    const text = node.kind === 'scalar' ? node.text : '';
    if (node.start === offset) spots.push({ path, at: 'value', text, message });
    if (node.kind === 'list') for (const item of node.items) walk(item, `${path}/[]`);
    if (node.kind !== 'map') return;
    for (const { key, value } of node.entries) {
      const inner = `${path}/${key.text}`;
      // A map begins where its first key does: the caret under a key is as long as the key.
      const under = key.start === offset && key.end - key.start === length && !nothing;
      if (under) spots.push({ path: inner, at: 'key', text: key.text, message });
      walk(value, inner);
    }
  }
  walk(root, '');
  return spots;
}
