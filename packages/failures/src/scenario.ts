import { type Mode, modes } from './inject.js';

/** One call into an addon. */
export interface Scenario {
  /** The call as source code. */
  readonly name: string;
  /** Prepares the call and returns it; nothing fails during the preparation. The call may return a promise. */
  prepare(): () => unknown;
  /** Returns the part of a result that is compared; by default the result itself. Nothing fails while it runs. */
  read?(result: unknown): unknown;
  /** Set if the call never frees its allocations, because it loads another image each time: leaks are not checked. */
  readonly keeps?: true;
  /** The modes of failure; all by default. */
  readonly modes?: readonly Mode[];
  /** Only every n-th allocation or call fails. Set for slow scenarios. */
  readonly step?: number;
}

/** The scenarios of an addon. */
export interface Group {
  /** The binaries whose allocations and calls fail. */
  readonly addons: readonly string[];
  readonly scenarios: readonly Scenario[];
  /** Functions of Node-API whose failure the addon cannot handle, because a third-party library calls them. */
  readonly spared?: readonly string[];
}

/** A call that needs no preparation. */
export const call = (name: string, run: () => unknown, read?: Scenario['read']): Scenario => ({
  name,
  prepare: () => run,
  ...(read !== undefined && { read }),
});

/** A call that returns a promise, which cannot be settled if all further calls fail. */
export const promised = (name: string, run: () => unknown): Scenario => ({
  name,
  prepare: () => run,
  modes: modes.filter((mode) => mode !== 'terminated'),
});

/** A call that consumes its arguments, so that they are created again for each run. */
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
