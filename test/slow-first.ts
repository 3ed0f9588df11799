// Starts the slowest test files first, so that none of them is left to one worker at the end while the others wait. A
// clean checkout has no durations of an earlier run. A file whose tests are slow has a longer timeout than the others:
// that is the estimate.
import { readFileSync } from 'node:fs';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The longest timeout that a file sets, in ms: `{ timeout: 300_000 }`, or a number after the function of a test. */
export function longestTimeout(source: string): number {
  const timeouts = source.matchAll(/timeout(?::| =) ([\d_]+)|^(?: *\}, | +)(\d+_000)(?:\);|,)$/gim);
  return Math.max(0, ...Array.from(timeouts, ([, named, last]) => Number((named ?? last ?? '').replaceAll('_', ''))));
}

export class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const timeouts = new Map(files.map((file) => [file, longestTimeout(readFileSync(file.moduleId, 'utf8'))]));
    const timeout = (file: TestSpecification) => timeouts.get(file) ?? 0;
    return (await super.sort(files)).sort((a, b) => timeout(b) - timeout(a)); // the same timeout keeps the usual order
  }
}
