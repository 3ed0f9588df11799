import { inspect } from 'node:util';
import { isCapsuleError } from '@capsule/core';
import { escapeJson, escapeLine, escapeLines } from './escape.js';

// All output of the commands. No other file writes to the terminal.

/** Prints a line, or several. A line end in one, such as in the name of a file, is escaped. */
export function print(lines: string | readonly string[]): void {
  console.log([lines].flat().map(escapeLine).join('\n'));
}

export function printJson(value: unknown): void {
  console.log(escapeJson(value));
}

/** Prints an error: its message, which says what to do, or all of an unexpected error. */
export function printError(error: unknown): void {
  console.error(isCapsuleError(error) ? escapeLine(String(error.message)) : escapeLines(inspect(error)));
}

/** Where the library that reads the command line writes to. */
export const commandOutput = {
  writeOut: (text: string) => process.stdout.write(escapeLines(text)),
  writeErr: (text: string) => process.stderr.write(escapeLines(text)),
};

/**
 * Prints an error and makes the command fail if the process ends now. Foreign code can end it, or wait for a promise
 * that nothing resolves: without this, the command would succeed silently.
 *
 * @returns a function that withdraws the error
 */
export function reportIfExiting(error: Error): () => void {
  const onExit = () => {
    printError(error);
    process.exitCode = 1;
  };
  process.once('exit', onExit);
  return () => process.off('exit', onExit);
}

/**
 * Ends the process once all output is written. A contract file or a package may have left a timer or a server, which
 * would keep it alive.
 */
export function exitWhenWritten(): void {
  const isPending = [process.stdout, process.stderr].some((stream) => !stream.destroyed && stream.writableLength > 0);
  if (isPending) setTimeout(exitWhenWritten, 10);
  else process.exit();
}
