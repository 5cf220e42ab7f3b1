// What a run prints: one format on stdout, as it comes where the format can; the files; and on stderr what
// went wrong with them.

import { createHash } from 'node:crypto';
import { UserError } from '../config/diagnostic.ts';
import { groupBy } from '../group.ts';
import type { ExitCode, ReportedResult, Run } from '../model.ts';
import { writeFileAtomically } from '../output/file.ts';
import { OutputError, print, say, writeReason } from '../output.ts';
import { reports, streamedOf } from '../report/index.ts';
import { fileView, viewOf } from '../terminal.ts';
import { escapeTerminal } from '../text.ts';
import { colourWhen, type PrintingFlags } from './flags/printing.ts';

const stdoutNames: readonly string[] = ['-', '/dev/stdout', '/dev/fd/1', '/proc/self/fd/1'];

/** Throws a UserError when a file is stdout itself. */
export function refuseTwoOnStdout({ output }: PrintingFlags): void {
  const wrong = output.find(({ file }) => stdoutNames.includes(file));
  if (wrong) {
    throw new UserError(
      'two reports on one stdout cannot be told apart',
      `print it alone: --format ${wrong.format}`,
    );
  }
}

/** Lines for stderr, besides what comes of printing itself. */
interface Said {
  readonly troubles: readonly string[];
  /** Of no weight; `quiet` leaves them out. */
  readonly notes: readonly string[];
}

export interface Printer {
  /** Prints the result of one endpoint that has come, all rows of it, if the format streams. Returns at once. */
  result(rows: readonly ReportedResult[]): void;
  /**
   * Writes the files, then the rest of stdout, then to stderr the notes and what went wrong, `troubles` first. The exit
   * code of the run, or 3 when there is such trouble and the run saw none.
   */
  finish(run: Run, said: Said): Promise<ExitCode>;
}

/** The printer of one run. */
export function createPrinter(flags: PrintingFlags): Printer {
  const { wide, onlyFailures, verbose, format } = flags;
  const look = { wide, onlyFailures };
  const stdout = new Stdout();
  const view = () => ({
    ...viewOf(process.stdout, colourWhen(flags.color), process.env, verbose),
    ...look,
  });
  const stream = streamedOf(format, view());
  /** What each endpoint was last told as: a digest for each address, or one for '', the whole. */
  const told = new Map<string, ReadonlyMap<string, string>>();

  const result = (rows: readonly ReportedResult[]): void => {
    const [first] = rows;
    if (stream === null || first === undefined) return;
    const lines = rows.map((row) => ({ address: row.address ?? '', line: stream.line(row) }));
    const last = told.get(first.endpoint.name) ?? new Map();
    const now = new Map(lines.map(({ address, line }) => [address, digest(line)]));
    told.set(first.endpoint.name, now);
    // Rows take the place of the whole, or the whole that of rows: all of it is told, though it may have been before.
    const anew = last.has('') !== now.has('');
    for (const { address, line } of lines) {
      // What the verdict or a retry has not changed is not told again.
      if (anew || last.get(address) !== now.get(address)) stdout.write(line);
    }
  };

  const finish = async (run: Run, said: Said): Promise<ExitCode> => {
    // Files first: a reader of stdout that goes away must not cost a file.
    const lost: string[] = [];
    for (const { format, file } of flags.output) {
      const text = reports[format](run, { ...fileView(verbose), ...look });
      lost.push(...(await trouble(() => writeReport(file, text))));
    }
    if (stream === null) {
      stdout.write(reports[format](run, view()));
    } else {
      for (const rows of groupBy(run.results, ({ endpoint }) => endpoint.name).values()) result(rows);
      stdout.write(stream.last(run));
    }
    lost.push(...(await stdout.end()));
    const simulated = run.simulated && !saysSimulated.includes(format) ? [simulatedNote] : [];
    const wrong = [...said.troubles, ...lost];
    const notes = [...simulated, ...(format === 'quiet' ? [] : said.notes), ...wrong];
    await say(notes.join(''));
    // A lost report, or a gate that compared nothing, is our own trouble; it never hides a failure that was found.
    return wrong.length > 0 && run.exitCode === 0 ? 3 : run.exitCode;
  };
  return { result, finish };
}

/** These say it themselves, if they say anything. */
const saysSimulated: readonly string[] = ['table', 'quiet', 'why'];
const simulatedNote = 'SIMULATED: the internet in a box answered.\n';

async function writeReport(file: string, text: string): Promise<void> {
  try {
    await writeFileAtomically(file, text);
  } catch (error) {
    throw new OutputError(`cannot write ${file}: ${writeReason(error)}`);
  }
}

async function trouble(write: () => Promise<void>): Promise<string[]> {
  try {
    await write();
    return [];
  } catch (error) {
    if (error instanceof OutputError) return [`whydown: ${escapeTerminal(error.message)}\n`];
    throw error;
  }
}

/** Whether a line is the same needs no copy of it, which may hold a body. */
function digest(line: string): string {
  return createHash('sha256').update(line).digest('base64');
}

/** One text after the other; the first that cannot be written is told, what follows it is not tried. */
class Stdout {
  #written: Promise<void> = Promise.resolve();

  write(text: string): void {
    if (text === '') return;
    this.#written = this.#written.then(() => print(text));
    // It is told at the end.
    this.#written.catch(() => {});
  }

  /** Waits until all is out; what went wrong. */
  end(): Promise<string[]> {
    return trouble(() => this.#written);
  }
}
