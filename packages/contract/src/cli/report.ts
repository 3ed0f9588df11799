/** Prints what is wrong, and lets the command fail if anything is. */
export function report(problems: readonly Error[]): boolean {
  for (const { message } of problems) console.error(message);
  if (problems.length > 0) process.exitCode = 1;
  return problems.length > 0;
}
