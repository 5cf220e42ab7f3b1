// The flags that hold a run against a baseline.

import type { Command } from 'commander';
import { fewestSamples, parseBaseline } from '../../baseline.ts';
import { UserError } from '../../config/diagnostic.ts';
import { readReason } from '../../config/unreadable.ts';
import type { Baseline, RegressLimit, Run, Samples } from '../../model.ts';
import { spans } from '../../phases.ts';
import { isProblem } from '../../shape.ts';
import { escapeTerminal } from '../../text.ts';
import { parseDuration } from '../../units.ts';
import { readBytes } from '../files.ts';
import { refuse, unknownWord } from './values.ts';

export interface RegressFlags {
  readonly samples?: number;
  readonly baseline?: string;
  readonly maxRegress: readonly RegressLimit[];
}

/** What a run is held against. */
interface Regress {
  readonly baseline: Baseline;
  readonly limits: readonly RegressLimit[];
}

export function addRegressFlags(command: Command): Command {
  return command
    .option('--baseline <file>', 'hold the samples against earlier ones (whydown baseline save)')
    .option(
      '--max-regress <span=limit>',
      'exit 1 when a median grew by more, and not by chance: ttfb=20%, total=50ms; may be given again',
      limit,
      [],
    );
}

/** The baseline that is meant, read; null for none. Throws a UserError when one flag lacks another. */
export function regressOf({ samples = 1, baseline: file, maxRegress: limits }: RegressFlags): Regress | null {
  if (file === undefined) {
    if (limits.length === 0) return null;
    throw new UserError(
      '--max-regress needs a baseline to compare with',
      'name it with --baseline FILE; whydown baseline save FILE makes one',
    );
  }
  if (limits.length === 0) {
    throw new UserError(
      '--baseline needs to know how much slower is too slow',
      'for example --max-regress ttfb=20%',
    );
  }
  if (samples < fewestSamples) {
    throw new UserError(
      `--baseline needs at least ${fewestSamples} samples: fewer cannot be told from noise`,
      'add --samples 20',
    );
  }
  return { baseline: parseBaseline(read(file), file), limits };
}

/** What was not held against the baseline, in lines for stderr. */
interface Uncompared {
  /** A gate that compared nothing at all must not look green. */
  readonly troubles: readonly string[];
  /** Endpoints that look fine and were not compared: a baseline leaves out what was down when it was saved. */
  readonly notes: readonly string[];
}

/** Named in a line; more would bury the rest. */
const mostNamed = 8;

/** What a run against a baseline did not compare; nothing where it had none. */
export function uncompared({ results }: Run, { baseline: file }: RegressFlags): Uncompared {
  const sampled = results.filter(({ samples }) => samples !== undefined);
  const all = sampled.flatMap(({ samples }) => samples ?? []);
  if (file === undefined) return { troubles: [], notes: [] };
  const name = escapeTerminal(file);
  if (!all.some(isCompared)) {
    const why = all.every(({ compared }) => compared === null)
      ? 'it knows none of these endpoints'
      : 'there are too few samples, or none of these phases';
    return {
      troubles: [`whydown: nothing could be compared with the baseline ${name}: ${why}\n`],
      notes: [],
    };
  }
  const fine = sampled.filter(({ status }) => status === 'up' || status === 'degraded');
  const left = fine.filter(({ samples }) => !samples?.every(isCompared));
  const names = [...new Set(left.map(({ endpoint }) => endpoint.name))];
  if (names.length === 0) return { troubles: [], notes: [] };
  const more = names.length > mostNamed ? ` and ${names.length - mostNamed} more` : '';
  const told = escapeTerminal(names.slice(0, mostNamed).join(', '));
  return { troubles: [], notes: [`whydown: not compared with the baseline ${name}: ${told}${more}\n`] };
}

function isCompared({ compared }: Samples): boolean {
  return compared?.some(({ p }) => p !== null) ?? false;
}

/** What some seventy thousand endpoints with twenty samples each need. */
const mostOfBaseline = 64 * 2 ** 20;

function read(file: string): string {
  const hint = `save one with: whydown baseline save ${file} --samples 20`;
  let bytes: Uint8Array;
  try {
    bytes = readBytes(file, mostOfBaseline);
  } catch (error) {
    throw new UserError(`cannot read the baseline ${file}: ${readReason(error).reason}`, hint);
  }
  if (bytes.length > mostOfBaseline) {
    throw new UserError(`the baseline ${file} is larger than ${mostOfBaseline / 2 ** 20} MiB`, hint);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UserError(`${file} is damaged: it is no UTF-8`, hint);
  }
}

/** `ttfb=20%`, `total=50ms`. */
function limit(text: string, previous: readonly RegressLimit[]): readonly RegressLimit[] {
  const [, word = '', written = ''] = /^([^=]*)=(.+)$/.exec(text) ?? [];
  if (written === '') {
    return refuse({ problem: `\`${text}\` is not PHASE=LIMIT`, hint: 'for example ttfb=20% or total=50ms' });
  }
  const span = spans.find((known) => known === word) ?? refuse(unknownWord(word, spans));
  if (previous.some((other) => other.span === span)) return refuse({ problem: `two limits for ${span}` });
  const [, percent] = /^(\d+(?:\.\d+)?)%$/.exec(written) ?? [];
  if (percent !== undefined) return [...previous, { span, by: { percent: Number(percent) }, written }];
  const ms = parseDuration(written);
  return isProblem(ms)
    ? refuse({ problem: `\`${written}\` is no limit`, hint: 'write 20% or 50ms' })
    : [...previous, { span, by: { ms: ms.value }, written }];
}
