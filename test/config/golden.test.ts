import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { renderMistakes, UserError } from '../../src/config/diagnostic.ts';
import { load } from '../../src/config/load.ts';

// A case is a folder: its .yaml files are the lists, expected.txt is what the user reads.
const root = fileURLToPath(new URL('../golden/config/', import.meta.url));
const env = { TOKEN: 'sesame', BAD_HOST: 'sesame sesame', LINES: 'sesame\nsesame' };

function words(folder: string): string {
  const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  const files = names.toSorted().map((name) => ({ name, folder, bytes: readFileSync(join(folder, name)) }));
  try {
    load(files, { env, readFile: (path) => readFileSync(path) });
  } catch (error) {
    if (error instanceof UserError) return renderMistakes(error.mistakes);
    throw error;
  }
  return 'no mistake\n';
}

for (const name of readdirSync(root)) {
  test(`a list with the mistake "${name.replaceAll('-', ' ')}" is refused in these words`, async () => {
    const text = words(join(root, name));
    expect(text).not.toBe('no mistake\n');
    expect(text).not.toContain('sesame');
    await expect(text).toMatchFileSnapshot(join(root, name, 'expected.txt'));
  });
}
