import type { Mode } from './inject.js';

/** One call into an addon. */
export interface Scenario {
  /** The call, as a reader would write it. */
  readonly name: string;
  /** Prepares the call, while nothing fails, and returns it. The call may return a promise. */
  prepare(): () => unknown;
  /** What is compared of a result; nothing fails while it runs. By default the result itself. */
  read?(result: unknown): unknown;
  /** It keeps what it allocates: another image is loaded each time. */
  readonly keeps?: true;
  /** What fails; everything by default. */
  readonly modes?: readonly Mode[];
  /** Only every n-th allocation or call fails, where one run takes long. */
  readonly step?: number;
}

/** The scenarios of an addon. */
export interface Group {
  /** The binaries whose allocations and calls fail. */
  readonly addons: readonly string[];
  readonly scenarios: readonly Scenario[];
  /** Functions of Node-API whose failure the addon cannot handle, because a library of others calls them. */
  readonly spared?: readonly string[];
}

/** A call that needs no preparation. */
export const call = (name: string, run: () => unknown, read?: Scenario['read']): Scenario => ({
  name,
  prepare: () => run,
  ...(read !== undefined && { read }),
});

/** A call that uses its arguments up: they are made anew each time. */
export const fresh = <Arguments>(
  name: string,
  make: () => Arguments,
  run: (made: Arguments) => unknown,
  read?: Scenario['read'] | undefined,
): Scenario => ({
  name,
  prepare: () => {
    const made = make();
    return () => run(made);
  },
  ...(read !== undefined && { read }),
});
