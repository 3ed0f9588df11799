import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { do_not_optimize } from 'mitata';
import type { Batch } from './measure.js';

/** The input of a competitor. All competitors get the same n numbers. */
export interface Data {
  readonly n: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** A timed function, with its input in the closure. */
export interface Prepared {
  /** Makes many calls, and uses every result, so that no call can be removed. */
  batch: Batch;
  /** Makes one call and returns its result. Undefined if results are not compared. */
  call?(): unknown;
}

/** An implementation of some of the functions. Each file in src/competitors exports a `load` that returns one. */
export interface Competitor {
  /** The version of the package, if the competitor is a package. */
  version?: string;
  /** Each takes the data and returns the timed function. Conversions that every call needs are part of the call. */
  functions: Record<string, (data: Data) => Prepared>;
}

/** The reason why a competitor cannot run here. */
export class Missing extends Error {}

/** Other packages are installed here, apart from the dependencies of this repository. */
const folder = join(__dirname, '..', '..', 'competitors');
const installed = createRequire(join(folder, 'package.json'));

/** Imports another package, and returns its version too. */
export async function importPackage<Module>(name: string): Promise<{ module: Module; version: string }> {
  let file: string;
  try {
    file = installed.resolve(name);
  } catch {
    throw new Missing('not installed: npm run bench:setup');
  }
  const module: Module & { default?: Module } = await import(pathToFileURL(file).href);
  return { module: 'default' in module && module.default ? module.default : module, version: versionOf(file) };
}

/** Returns the version in the nearest package.json that has one, in the folder of the file or above. */
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
 * Creates a separate loop for each function. One loop for all would be megamorphic: nothing could be inlined, which
 * adds a few nanoseconds to every figure. All rounds use the same loop. Other harnesses compile it again for each
 * round; then it takes 30 ns in one round and 60 ns in another. The number in the source makes the texts differ,
 * because the engine compiles equal texts to one function with shared type feedback.
 */
function prepared(run: Compute, args: string): (data: Data) => Prepared {
  loops++;
  const code = `/* ${loops} */ return ({ x, y }) => ({
    call: () => run(${args}),
    batch: (count) => { for (let i = 0; i < count; i++) keep(run(${args})); },
  });`;
  return new Function('run', 'keep', code)(run, do_not_optimize);
}

/** For a function of one sample. Passes no other argument, because some functions have an optional second one. */
export const ofSample = (run: (x: Float64Array) => unknown) => prepared(run, 'x');

/** For a function of pairs. */
export const ofPairs = (run: Compute) => prepared(run, 'x, y');

/** For a function of one sample that returns an array. The length, the first and the last value are compared. */
export const ofSampleToArray =
  (run: (x: Float64Array) => ArrayLike<number>) =>
  (data: Data): Prepared => ({
    ...ofSample(run)(data),
    call: () => {
      const { length, 0: first, [length - 1]: last } = run(data.x);
      return { length, first, last };
    },
  });
