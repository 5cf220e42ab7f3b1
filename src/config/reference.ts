// What one reference stands for: a variable of the environment, its default, or a file beside the list. The
// problems of a reference name it, never what it holds.

import { basename, resolve } from 'node:path';
import { isProblem, type Problem } from '../shape.ts';
import { noFiles, readReason } from './unreadable.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** How far a list is trusted that somebody else wrote. */
export interface Untrusted {
  /** The variables of the environment that it may use. */
  readonly env: readonly string[];
}

/** Where references lead. */
export interface Surroundings {
  readonly env: Environment;
  /** Paths of files are relative to it. */
  readonly folder: string;
  /** The bytes of a file; with `most`, at most so many and one more. Throws what the system says. */
  readonly readFile: (path: string, most?: number) => Uint8Array;
  /** For a list of somebody else's. */
  readonly untrusted?: Untrusted | undefined;
}

/** The value of a reference. `name` is shown in its place; null for a default, which is no secret. */
export interface Found {
  readonly name: string | null;
  readonly value: string;
}

/** `unset`: nothing is wrong with the reference, there is only nothing that it leads to. */
type Missing = Problem & { readonly unset?: true };

/** The bytes a file that is referred to may have. */
const mostBytes = 64 * 1024;

const variable = /^env:([A-Za-z_][A-Za-z0-9_]*)(?::-([\s\S]*))?$/;
const known = `\${env:NAME}, \${env:NAME:-default} and \${file:PATH}`;

/** What the words between `${` and `}` stand for. */
export function lookUp(words: string, around: Surroundings): Found | Missing {
  if (words.includes('${')) {
    const problem = `\`\${${words}}\` has a reference inside a reference`;
    return { problem, hint: 'a default and a path are plain text' };
  }
  if (words.startsWith('file:')) return fromFile(words.slice('file:'.length), around);
  const [, name, standby] = variable.exec(words) ?? [];
  if (name === undefined) return unreadable(words);
  if (around.untrusted?.env.includes(name) === false) {
    // Whether it is set is not for such a list to learn.
    const problem = `an untrusted list may not use the environment variable ${name}`;
    return { problem, hint: `where it may: --allow-env ${name}` };
  }
  const value = Object.hasOwn(around.env, name) ? around.env[name] : undefined;
  if (standby !== undefined && (value === undefined || value === '')) return { name: null, value: standby };
  if (value !== undefined) return { name, value };
  const hint = `export ${name}=… before the call, or write \${env:${name}:-default}`;
  return { problem: `the environment variable ${name} is not set`, hint, unset: true };
}

function unreadable(words: string): Problem {
  const whole = `\${${words}}`;
  const [, bare, rest = ''] = /^(?:env:)?([A-Za-z_][A-Za-z0-9_]*)((?::?[-=?+])?)/.exec(words) ?? [];
  if (bare === words) {
    return {
      problem: `\`${whole}\` does not say where from`,
      hint: `write \${env:${bare}}; a plain \${ is $\${`,
    };
  }
  if (bare !== undefined && rest !== '') {
    const hint = `write \${env:${bare}:-default}: it holds when the variable is unset or empty`;
    return { problem: `\`${whole}\` is not how a default is written`, hint };
  }
  return { problem: `\`${whole}\` cannot be replaced`, hint: `there are ${known}; a plain \${ is $\${` };
}

function fromFile(path: string, { folder, readFile, untrusted }: Surroundings): Found | Missing {
  const whole = `\${file:${path}}`;
  if (untrusted !== undefined) {
    const hint = `a value of the environment is \${env:NAME}, with --allow-env NAME`;
    return { problem: `\`${whole}\` is not read: ${noFiles.reason}`, hint };
  }
  if (path.trim() === '' || path.includes('\0')) {
    return { problem: `\`${whole}\` names no file`, hint: 'a path starts at the folder of the list' };
  }
  let bytes: Uint8Array;
  try {
    bytes = readFile(resolve(folder, path), mostBytes);
  } catch (error) {
    const { code, reason } = readReason(error);
    const hint = path.startsWith('~')
      ? 'a ~ stands for itself here: write the whole path'
      : 'a path starts at the folder of the list';
    const problem = `\`${whole}\` cannot be read: ${reason}`;
    return code === 'ENOENT' ? { problem, hint, unset: true } : { problem, hint };
  }
  const text = textOf(bytes, whole);
  return isProblem(text) ? text : { name: nameOf(path), value: text.value };
}

/** The text of a file without its last line end. */
function textOf(bytes: Uint8Array, whole: string): { readonly value: string } | Problem {
  if (bytes.length > mostBytes) {
    const problem = `the file of \`${whole}\` is larger than ${mostBytes / 1024} KiB`;
    return { problem, hint: 'a reference is for a token or a key, not for data' };
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { value: text.replace(/\r?\n$/, '') };
  } catch {
    return { problem: `the file of \`${whole}\` is not UTF-8`, hint: 'only text can stand in a list' };
  }
}

/** `secrets/api-token.txt` as a shell could call it: API_TOKEN_TXT. */
function nameOf(path: string): string {
  const word = basename(path)
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  return /^[A-Z]/.test(word) ? word : `FILE_${word}`.replace(/_$/, '');
}
