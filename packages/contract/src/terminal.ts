import { inspect } from 'node:util';
import { isCapsuleError } from '@capsule/core';
import { escapeJson, escapeLine, escapeLines } from './escape.js';

// All output of the commands. No other file writes to the terminal.

/** Prints lines. A line end inside a line, for example in the name of a file, is escaped. */
export function print(lines: string | readonly string[]): void {
  console.log([lines].flat().map(escapeLine).join('\n'));
}

export function printJson(value: unknown): void {
  console.log(escapeJson(value));
}

/** Prints the message of an error with a code of this repository, or an unexpected error with its stack. */
export function printError(error: unknown): void {
  console.error(isCapsuleError(error) ? escapeLine(String(error.message)) : escapeLines(inspect(error)));
}

/** Prints what another program has written, to stderr. */
export function printOutput(text: string): void {
  console.error(escapeLines(text));
}

/** The output of the library that parses the command line. */
export const commandOutput = {
  writeOut: (text: string) => process.stdout.write(escapeLines(text)),
  writeErr: (text: string) => process.stderr.write(escapeLines(text)),
};

/** The errors that are printed if foreign code ends the process while a command depends on that code. */
export interface ForeignFailures {
  /** The code calls `process.exit`, or awaits a promise that never resolves: the command would succeed silently. */
  readonly ended: Error;
  /** The code throws in a callback, or rejects a promise that nothing awaits: Node would print the value unescaped. */
  readonly threw: (cause: unknown) => Error;
}

/**
 * Prints an error and fails if foreign code ends the process from now on.
 *
 * @returns a function that removes this check
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
 * Ends the process once all output is written. Otherwise a timer or a server of a contract file or a package could keep
 * it alive.
 */
export function exitWhenWritten(): void {
  const isPending = [process.stdout, process.stderr].some((stream) => !stream.destroyed && stream.writableLength > 0);
  if (isPending) setTimeout(exitWhenWritten, 10);
  else process.exit();
}
