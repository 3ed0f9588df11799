// Skipping of tests that need something which this machine does not have. Every skipped test has its reason: the
// reporter in test/skipped-tests.ts prints both at the end of a run.

/** The options of a test or of a group of tests. */
export interface Skip {
  readonly skip?: boolean;
  readonly meta?: { readonly requires: string };
}

/**
 * Skips a test, or a group of tests, if what it requires is missing. `vitest list` leaves skipped tests out; with
 * CAPSULE_LIST_ALL in the environment none is skipped.
 *
 * @param requirement - what the test requires, as the report of skipped tests names it: `wine`, `Linux`
 * @param isAvailable - whether it is there
 * @returns the second argument of `test` or `describe`; the object can be spread into other options
 */
export const skipWithout = (requirement: string, isAvailable: boolean): Skip =>
  isAvailable || process.env['CAPSULE_LIST_ALL'] ? {} : { skip: true, meta: { requires: requirement } };

/** Skips on Windows, which has no signals, no `fork` and no paths without drive letters. */
export const posixOnly = skipWithout('a POSIX system', process.platform !== 'win32');

export const linuxOnly = skipWithout('Linux', process.platform === 'linux');

/** Skips when the addons have sanitizers, which need more memory and replace signal handlers. */
export const unsanitized = skipWithout('a build without sanitizers', process.env['CAPSULE_BUILD'] !== 'Sanitize');
