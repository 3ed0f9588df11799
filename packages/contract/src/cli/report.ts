import { printError } from '../terminal.js';

/**
 * Prints problems, and makes the command fail if there are any.
 *
 * @returns whether there are any
 */
export function report(problems: readonly Error[]): boolean {
  for (const problem of problems) printError(problem);
  if (problems.length > 0) process.exitCode = 1;
  return problems.length > 0;
}
