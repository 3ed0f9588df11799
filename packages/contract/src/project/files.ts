import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { capsuleError } from '@capsule/core';

/** A path relative to the current folder, for messages. */
export const displayPath = (file: string): string => relative(process.cwd(), file) || '.';

/** The text of a file with line ends as in git's storage; undefined if there is no file. */
export function readText(file: string): string | undefined {
  if (!existsSync(file) || !statSync(file).isFile()) return undefined;
  return readFileSync(file, 'utf8').replaceAll('\r\n', '\n');
}

/** Writes a file, and creates its folders. */
export function writeText(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  } catch (cause) {
    throw capsuleError(Error, 'ERR_CONTRACT_FILE_UNWRITABLE', displayPath(file), {
      expected: 'a file that can be written',
      found: obstacle(file) ?? (cause as Error).message,
      cause,
    });
  }
}

/** A folder in place of the file, or a file in place of one of its folders. */
function obstacle(file: string): string | undefined {
  if (existsSync(file)) return statSync(file).isDirectory() ? `the folder ${displayPath(file)}` : undefined;
  let folder = dirname(file);
  while (!existsSync(folder)) folder = dirname(folder);
  return statSync(folder).isDirectory() ? undefined : `the file ${displayPath(folder)} in place of a folder`;
}
