// The source files and what they import, read as text.

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

export interface Import {
  /** `src/model.ts`, or a package: `node:net`, `undici`. */
  readonly target: string;
  /** The names taken; [] for a whole module. */
  readonly names: readonly string[];
  readonly typeOnly: boolean;
}

export interface SourceFile {
  /** From the root: `src/net/dns.ts`. */
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
}

const statement =
  /^(?:import|export)\s+(type\s+)?(?:[^;'"]*?\{([^}]*)\}|[^;'"]*?)\s*from\s+'([^']+)'|\bimport\(\s*'([^']+)'\s*\)|^import\s+'([^']+)'/gm;

export const sources: readonly SourceFile[] = readdirSync(`${root}src`, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => {
    const path = `src/${name.replaceAll('\\', '/')}`;
    const text = readFileSync(root + path, 'utf8');
    return { path, text, imports: importsOf(path, text) };
  });

function importsOf(path: string, text: string): Import[] {
  return [...text.matchAll(statement)].map(([, type, names, from, dynamic, bare]) => {
    const given = from ?? dynamic ?? bare ?? '';
    const list = (names ?? '')
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '');
    return {
      target: given.startsWith('.') ? new URL(given, `file:///${path}`).pathname.slice(1) : given,
      names: list.map((name) => name.replace(/^type\s+/, '')),
      typeOnly: type !== undefined || (list.length > 0 && list.every((name) => name.startsWith('type '))),
    };
  });
}
