import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { capsuleError } from '@capsule/core';
import { displayPath, missingFolders } from '../project/files.js';
import type { Files } from './template.js';

/** A folder to be created, with its files. */
export interface NewFolder {
  readonly folder: string;
  readonly files: Files;
}

/** Rejects folders that exist, unless they are empty. */
export function checkFolders(folders: readonly NewFolder[]): void {
  for (const { folder } of folders) {
    const found = contentOf(folder);
    if (found === undefined) continue;
    throw capsuleError(Error, 'ERR_CONTRACT_FOLDER_EXISTS', 'Creating a package', {
      expected: `no folder, or an empty one, at ${displayPath(folder)}`,
      found,
      advice: 'Choose another name, or another parent folder with --folder. No file was changed.',
    });
  }
}

/** The status of a path, with links followed only for its parents; undefined if there is nothing. */
function statOf(path: string): Stats | undefined {
  try {
    return lstatSync(path);
  } catch {
    return undefined;
  }
}

/** What is in the way at the path of a new folder; undefined if there is nothing. */
function contentOf(folder: string): string | undefined {
  const stat = statOf(folder);
  if (stat === undefined) {
    const parent = dirname(folder);
    return existsSync(parent) && !statSync(parent).isDirectory() ? `the file ${displayPath(parent)}` : undefined;
  }
  if (!stat.isDirectory()) return 'a file';
  let first: string | undefined;
  try {
    [first] = readdirSync(folder);
  } catch {
    return 'a folder that cannot be read';
  }
  return first === undefined ? undefined : `the file ${displayPath(join(folder, first))}`;
}

/**
 * Creates the folders. Each is written beside its place and then renamed, so that there is a whole folder or none; if
 * one of them fails, none remains.
 */
export function writeFolders(folders: readonly NewFolder[]): void {
  const undo: (() => void)[] = [];
  try {
    for (const each of folders) writeFolder(each, undo);
  } catch (cause) {
    for (const step of undo.reverse()) step();
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === undefined) throw cause;
    const where = folders.map(({ folder }) => displayPath(dirname(folder)));
    throw capsuleError(Error, 'ERR_CONTRACT_FILE_UNWRITABLE', 'Creating a package', {
      expected: `a folder that can be written, ${where[0]}`,
      found: message,
      advice: 'Nothing was created. Choose another parent folder with --folder.',
      cause,
    });
  }
}

function writeFolder({ folder, files }: NewFolder, undo: (() => void)[]): void {
  const remove = (path: string) => () => rmSync(path, { recursive: true, force: true });
  const parent = dirname(folder);
  for (const missing of missingFolders(parent)) {
    mkdirSync(missing);
    undo.push(remove(missing));
  }
  const temporary = mkdtempSync(join(parent, '.capsule-new-'));
  undo.push(remove(temporary));
  const complete = join(temporary, 'new'); // unlike the folder of mkdtemp, it has the usual mode
  for (const [file, text] of files) {
    mkdirSync(dirname(join(complete, file)), { recursive: true });
    writeFileSync(join(complete, file), text);
  }
  if (statOf(folder) !== undefined) rmdirSync(folder); // fails if it is not empty
  renameSync(complete, folder);
  undo.push(remove(folder));
  rmdirSync(temporary);
}
