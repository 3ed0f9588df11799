import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { do_not_optimize } from 'mitata';
import type { Batch } from './measure.js';

/** What every competitor is given: the first n of the same numbers. */
export interface Data {
  readonly n: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** What is timed, with everything it needs in its closure. */
export interface Prepared {
  /** Makes many calls, and uses every result, so that none can be left out. */
  batch: Batch;
  /** Makes one, and gives its result; not there where results are compared elsewhere. */
  call?(): unknown;
}

/** Somebody who can do some of the functions. A file in src/competitors has one as its `load`. */
export interface Competitor {
  /** Of what is measured; its own package's, if it has one. */
  version?: string;
  /** Takes data and gives what is timed: conversions of data that belong to the call belong into it. */
  functions: Record<string, (data: Data) => Prepared>;
}

/** A competitor that is not there, and why. */
export class Missing extends Error {}

/** Where competitors of other people are installed, apart from what this repository needs. */
const folder = join(__dirname, '..', '..', 'competitors');
const installed = createRequire(join(folder, 'package.json'));

/** Imports a package of somebody else, and says which version it is. */
export async function theirs<Module>(name: string): Promise<{ module: Module; version: string }> {
  let file: string;
  try {
    file = installed.resolve(name);
  } catch {
    throw new Missing('not installed: npm run bench:setup');
  }
  const module: Module & { default?: Module } = await import(pathToFileURL(file).href);
  return { module: 'default' in module && module.default ? module.default : module, version: versionOf(file) };
}

/** The version in the nearest package.json upwards that has one. */
function versionOf(file: string): string {
  for (let at = dirname(file); at !== dirname(at); at = dirname(at)) {
    const manifest = join(at, 'package.json');
    if (existsSync(manifest) && installed(manifest).version) return installed(manifest).version;
  }
  return 'unknown';
}

let loops = 0;

type Compute = (x: Float64Array, y: Float64Array) => unknown;

/**
 * A loop of its own for each function. One loop that called them all would be megamorphic: nothing could be inlined, and
 * every figure would have the same few nanoseconds too many. And the loop stays the same through all rounds: compiled
 * anew for each, as harnesses do, it is now 30 and now 60 ns. The number makes the texts differ: of one text the engine
 * makes one function, with one memory of what it calls.
 */
function prepared(run: Compute, args: string): (data: Data) => Prepared {
  loops++;
  const code = `/* ${loops} */ return ({ x, y }) => ({
    call: () => run(${args}),
    batch: (count) => { for (let i = 0; i < count; i++) keep(run(${args})); },
  });`;
  return new Function('run', 'keep', code)(run, do_not_optimize);
}

/** A function of one sample. It gets nothing else: some take a second argument for something else. */
export const ofOne = (run: (x: Float64Array) => unknown) => prepared(run, 'x');

/** A function of pairs. */
export const ofPairs = (run: Compute) => prepared(run, 'x, y');

/** A function of one sample that gives an array, of which the length and both ends are compared. */
export const toArray =
  (run: (x: Float64Array) => ArrayLike<number>) =>
  (data: Data): Prepared => ({
    ...ofOne(run)(data),
    call: () => {
      const { length, 0: first, [length - 1]: last } = run(data.x);
      return { length, first, last };
    },
  });
