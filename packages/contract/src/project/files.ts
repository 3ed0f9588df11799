import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { capsuleError } from '@capsule/core';
import { isObject } from '../model/values.js';
import { MIB, readRegularFile, whyUnread } from '../read-file.js';

/** The limit of a text file in bytes. A record grows by about a hundred for each function of each version. */
const MAX_TEXT_BYTES = 256 * MIB;

/** A path relative to the current folder, for messages. */
export const displayPath = (file: string): string => relative(process.cwd(), file) || '.';

/** The text of a file, with \n as line ends; undefined if there is no file. */
export function readText(file: string): string | undefined {
  if (!existsSync(file) || statSync(file).isDirectory()) return undefined;
  try {
    return readRegularFile(file, MAX_TEXT_BYTES).toString('utf8').replaceAll('\r\n', '\n');
  } catch (cause) {
    throw capsuleError(Error, 'ERR_CONTRACT_FILE_UNREADABLE', displayPath(file), {
      expected: 'a file that can be read',
      found: `none, because ${whyUnread(cause)}`,
      cause,
    });
  }
}

/** The content of the package.json in a folder; undefined if there is none. */
export function readPackage(folder: string): Readonly<Record<string, unknown>> | undefined {
  const file = join(folder, 'package.json');
  const text = readText(file);
  if (text === undefined) return undefined;
  try {
    const content: unknown = JSON.parse(text);
    if (isObject(content)) return content as Record<string, unknown>;
  } catch {}
  throw capsuleError(Error, 'ERR_CONTRACT_FILE_UNREADABLE', displayPath(file), {
    expected: 'an object in JSON',
    found: 'other text',
  });
}

/**
 * A folder and its parents, without those that exist; the outermost first. They are created one by one: in /proc, mkdir
 * with the option `recursive` never ends on Node 20.
 */
export function missingFolders(folder: string): string[] {
  const parent = dirname(folder);
  if (existsSync(folder)) return [];
  return parent === folder ? [folder] : [...missingFolders(parent), folder]; // a drive of Windows may be missing
}

/** Writes a file, and creates its folders. */
export function writeText(file: string, text: string): void {
  try {
    for (const folder of missingFolders(dirname(file))) mkdirSync(folder);
    if (existsSync(file) && !statSync(file).isFile()) throw new Error('no regular file'); // a pipe would block
    writeFileSync(file, text);
  } catch (cause) {
    throw capsuleError(Error, 'ERR_CONTRACT_FILE_UNWRITABLE', displayPath(file), {
      expected: 'a file that can be written',
      found: obstacle(file) ?? (cause as Error).message,
      cause,
    });
  }
}

/** Whether there is a folder in place of the file, or a file in place of one of its folders. */
function obstacle(file: string): string | undefined {
  if (existsSync(file)) return statSync(file).isDirectory() ? `the folder ${displayPath(file)}` : undefined;
  const [first = file] = missingFolders(dirname(file));
  const folder = dirname(first);
  return existsSync(folder) && !statSync(folder).isDirectory()
    ? `the file ${displayPath(folder)} in place of a folder`
    : undefined;
}
