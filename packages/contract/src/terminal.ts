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

/** What is printed if foreign code ends the process while a command depends on it. */
export interface ForeignFailures {
  /** It calls `process.exit`, or waits for a promise that nothing resolves. The command would succeed silently. */
  readonly ended: Error;
  /** It throws in a callback, or rejects a promise that nothing awaits. Node would print what it throws as it is. */
  readonly threw: (cause: unknown) => Error;
}

/**
 * Prints an error and fails if foreign code ends the process from now on.
 *
 * @returns a function that ends this
 */
export function watchForeignCode({ ended, threw }: ForeignFailures): () => void {
  const onExit = () => {
    printError(ended);
    process.exitCode = 1;
  };
  const onThrow = (cause: unknown) => {
    stop();
    printError(threw(cause));
    process.exit(1);
  };
  const stop = () => {
    process.off('exit', onExit);
    process.off('uncaughtException', onThrow);
  };
  process.on('exit', onExit);
  process.on('uncaughtException', onThrow);
  return stop;
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
