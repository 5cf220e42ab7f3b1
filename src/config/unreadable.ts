// Why a file could not be read, in words that hold on any system.

/** A list of somebody else's reads none. */
export const noFiles = { code: 'EUNTRUSTED', reason: 'with --untrusted a list reads no files' } as const;

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EACCES: 'this user may not read it',
  EPERM: 'this user may not read it',
  EISDIR: 'it is a folder',
  ENOTREG: 'it is no regular file',
  [noFiles.code]: noFiles.reason,
  ELOOP: 'its links lead in a circle',
  ENAMETOOLONG: 'its name is too long',
};

/** The code of the system's error, and what it means; the code itself where there are no better words. */
export function readReason(error: unknown): { readonly code: string; readonly reason: string } {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  return { code, reason: reasons[code] ?? code };
}
