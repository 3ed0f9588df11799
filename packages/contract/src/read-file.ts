import { closeSync, constants, fstatSync, openSync, readSync, statSync } from 'node:fs';

/** A file was not read. The message is the reason: `it is not a regular file`. */
export class UnreadableFile extends Error {}

/** Why a file or folder cannot be read. */
export function whyUnread(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EACCES' || code === 'EPERM') return 'permission is denied';
  return code === 'ENOENT' || code === 'ELOOP' ? 'it is a broken link' : message;
}

export const MIB = 1024 * 1024;

/**
 * Reads a regular file. Does not block: pipes and devices are not opened.
 *
 * @param most - the largest size in bytes that is accepted
 * @throws UnreadableFile, or the error of the file system
 */
export function readRegularFile(path: string, most: number): Buffer {
  checkStat(statSync(path), most);
  // A pipe may have replaced the file in the meantime. With O_NONBLOCK, opening it does not wait for the other end.
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const before = fstatSync(file);
    checkStat(before, most);
    const bytes = Buffer.allocUnsafe(before.size + 1); // the extra byte shows whether the file has grown
    let length = 0;
    for (let count = 1; count > 0 && length < bytes.length; length += count) {
      count = readSync(file, bytes, length, bytes.length - length, null);
    }
    if (length !== before.size || fstatSync(file).mtimeMs !== before.mtimeMs)
      throw new UnreadableFile('it changed while it was read');
    return bytes.subarray(0, length);
  } finally {
    closeSync(file);
  }
}

function checkStat(stat: { isFile(): boolean; size: number }, most: number): void {
  if (!stat.isFile()) throw new UnreadableFile('it is not a regular file');
  if (stat.size > most) throw new UnreadableFile(`it is larger than ${most / MIB} MiB`);
}
