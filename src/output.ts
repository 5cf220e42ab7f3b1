// The only places where text leaves the program: stdout and stderr, each to its last byte. Files are in
// `output/file.ts`.

/** What was to be told could not be. It ends the program with exit code 3: that is this machine's trouble. */
export class OutputError extends Error {}

/** Prints on stdout and waits until it is out. Throws an `OutputError`; a reader that has gone is a quiet end. */
export async function print(text: string): Promise<void> {
  try {
    await writeOut(process.stdout, text);
  } catch (error) {
    throw new OutputError(`cannot write to stdout: ${writeReason(error)}`);
  }
}

/** Tells something on stderr. Where even that cannot be written nobody is left to be told. */
export async function say(text: string): Promise<void> {
  if (text !== '') await writeOut(process.stderr, text).catch(ignore);
}

/**
 * Writes to a stream and waits until it is out. A reader that has gone (`| head`) is a quiet end; any other
 * trouble is thrown.
 */
export function writeOut(stream: NodeJS.WritableStream, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (error?: Error | null): void => {
      stream.removeListener('error', done);
      if (error && codeOf(error) !== 'EPIPE') reject(error);
      else resolve();
    };
    // A late error of the same pipe must not end the process.
    if (!stream.listeners('error').includes(ignore)) stream.on('error', ignore);
    stream.on('error', done);
    stream.write(text, done);
  });
}

const ignore = (): void => {};

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such folder',
  ENOTDIR: 'there is no such folder',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota of the disk is used up',
  EFBIG: 'it is larger than a file may become here',
  EISDIR: 'it is a folder',
  ENXIO: 'nobody reads from it',
  ELOOP: 'its links lead in a circle',
  ENAMETOOLONG: 'its name is too long',
  EIO: 'the disk fails',
};

/** The code of the system's error; '' for any other. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** Why something could not be written, in words and by the code of the system. */
export function writeReason(error: unknown): string {
  const code = codeOf(error);
  const words = reasons[code];
  if (words !== undefined) return `${words} (${code})`;
  return error instanceof Error ? error.message : String(error);
}
