import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { types } from 'node:util';
import { builtFile, platforms, prebuiltFile, requestedConfiguration, variableOf } from './addon-files.js';
import { explainFailure, loading, notBuilt, type Search } from './addon-messages.js';
import { describeValue } from './describe-value.js';
import { coreError } from './errors.js';
import { printable } from './printable.js';
import { isTruncated } from './truncated.js';

/**
 * The binaries of a package, as its file `binaries.cjs` lists them: with a literal `require` for each.
 *
 * @example
 * ```ts
 * import type { Binaries } from '@capsule/core';
 *
 * const binaries: Binaries = {
 *   folder: '/app/node_modules/@acme/math',
 *   load: (file) => (file === 'build/Release/math.node' ? { add: () => 3 } : undefined), // in your package: require
 * };
 * console.log(binaries.load('prebuilds/linux-x64/math.node')); // undefined
 * ```
 */
export interface Binaries {
  /** `__dirname`; undefined where a bundler has removed it. */
  readonly folder: string | undefined;
  /**
   * Loads a binary of the package by its path, such as `build/Release/stats.node`.
   *
   * @returns the addon, the error that `require` threw, or undefined if the path is not listed
   */
  readonly load: (file: string) => unknown;
}

/** A URL object. The type does not depend on the types of Node. */
interface UrlObject {
  readonly href: string;
  readonly protocol: string;
}

/**
 * Loads the native addon of a package: from its build tree (`build/Release`), or else a prebuilt binary
 * (`prebuilds/<platform>-<arch>`, on Linux with musl `prebuilds/<platform>-<arch>-musl`).
 *
 * Two environment variables select another binary. `CAPSULE_BUILD=Debug` or `Sanitize` loads the one in `build/Debug`
 * or `build/Sanitize`, if the package has one there. `CAPSULE_ADDON_<NAME>` is the path of another file; `<NAME>` is
 * the addon's name in capitals, with `_` for everything but letters and digits.
 *
 * @param from - the list of the package's binaries: `require('./binaries.cjs')`, which bundlers and tracers can follow;
 *   or any file or folder of the package: `__filename`, or `import.meta.url`
 * @param name - the addon's name, as in `capsule_add_addon(name ...)`
 * @returns the exports of the addon
 * @throws TypeError `ERR_CAPSULE_PATH_UNUSABLE`, `ERR_CAPSULE_OPTION_UNUSABLE` (an environment variable), Error
 *   `ERR_CAPSULE_ADDON_NOT_BUILT`, `ERR_CAPSULE_ADDON_NOT_LOADABLE`, or Node's own `ERR_DLOPEN_DISABLED` if native
 *   addons are disabled
 * @example
 * ```ts
 * import { loadAddon } from '@capsule/core';
 * import { createRequire } from 'node:module';
 *
 * const folder = createRequire(import.meta.url).resolve('@capsule/fastmath'); // in your package: import.meta.url
 * const addon = loadAddon<{ variants(): string[] }>(folder, 'fastmath');
 * console.log(addon.variants().includes('scalar')); // true
 * ```
 */
export function loadAddon<Addon>(from: string | UrlObject | Binaries, name: string): Addon {
  if (typeof name !== 'string' || name === '')
    throw unusable("an addon's name", name, 'the name that capsule_add_addon got');
  const binaries = isBinaries(from) ? from : undefined;
  const path = binaries === undefined ? pathOf(from) : binaries.folder;
  const search: Search = {
    name,
    folder: path === undefined ? undefined : packageFolder(path),
    configuration: requestedConfiguration(),
    isBundled: isBundled(),
  };
  const variable = variableOf(name);
  const selected = process.env[variable];
  if (selected) return loadSelected(selected, variable, search) as Addon;

  let failure: unknown;
  let cause: unknown;
  for (const file of filesOf(search)) {
    const result = loadFile(file, search.folder, binaries);
    if (result === undefined) continue;
    if ('addon' in result) return result.addon as Addon;
    if (result.isMissing) {
      cause = result.error;
      continue;
    }
    const isBroken = isUnloadable(result.error, result.file);
    failure ??= explainFailure(result.error, result.file, search, isBroken);
    // A prebuilt binary for the other C library may load.
    if (!isBroken || !file.startsWith('prebuilds/')) break;
  }
  throw failure ?? notBuilt(search, cause);
}

/** No system has longer paths. The search for the package takes time that is quadratic in the length. */
const MAX_PATH = 32_767;
/** Longer paths are cut in messages. */
const MAX_SHOWN = 4096;

/** The paths of the binaries that may be loaded, in this order. */
function* filesOf({ name, configuration }: Search): Generator<string> {
  yield builtFile(configuration, name);
  if (configuration !== 'Release') yield builtFile('Release', name);
  for (const platform of platforms()) yield prebuiltFile(platform, name);
}

type Result = { addon: unknown } | { error: unknown; file: string; isMissing?: boolean } | undefined;

/** Loads a binary of a package; returns undefined if there is none. */
function loadFile(file: string, folder: string | undefined, binaries: Binaries | undefined): Result {
  const path = folder === undefined ? undefined : join(folder, file);
  const exists = path !== undefined && existsSync(path);
  if (exists && isTruncated(path)) return { error: truncated(path), file: path };
  if (binaries !== undefined) {
    const result = loadListed(binaries, file);
    // Some bundlers replace the require of a file by its path: the file loader of esbuild.
    if (typeof result === 'string') return requireFile(resolve(binaries.folder ?? '.', result));
    // A bundler that ignores a file may put an empty object in its place.
    const isStub = !exists && typeof result === 'object' && result !== null && Object.keys(result).length === 0;
    if (result !== undefined && !isStub && !types.isNativeError(result)) return { addon: result };
    if (types.isNativeError(result)) {
      const code = 'code' in result ? result.code : undefined;
      if (exists) return { error: result, file: path };
      if (code === 'MODULE_NOT_FOUND') return undefined;
      // In a bundle, require may be missing or throw. In a single executable application it finds built-in modules
      // only.
      const isMissing = code === undefined || code === 'ERR_UNKNOWN_BUILTIN_MODULE';
      return { error: result, file: path ?? file, isMissing };
    }
  }
  return exists ? requireFile(path) : undefined;
}

/** Returns what a list of binaries returns for a file, or the error if its requires are not in a try block. */
function loadListed(binaries: Binaries, file: string): unknown {
  try {
    return binaries.load(file);
  } catch (error) {
    return error;
  }
}

function requireFile(file: string): NonNullable<Result> {
  if (isTruncated(file)) return { error: truncated(file), file };
  try {
    return { addon: createRequire(file)(file) };
  } catch (error) {
    return { error, file };
  }
}

/** The error that dlopen should report. */
const truncated = (file: string) =>
  Object.assign(new Error(`${file}: file too short: its segments are longer`), { code: 'ERR_DLOPEN_FAILED' });

/** Loads the file that an environment variable names. */
function loadSelected(selected: string, variable: string, search: Search): unknown {
  const file = resolve(selected);
  const isFile = isRegularFile(file);
  if (!isFile || !file.endsWith('.node')) {
    throw coreError('ERR_CAPSULE_OPTION_UNUSABLE', loading(search.name), {
      expected: `the path of a .node file in the environment variable ${variable}`,
      found: `${printable(file.slice(0, MAX_SHOWN))}${isFile ? '' : ', which is not a file'}`,
      advice: 'Set it to the path of a binary, or unset it.',
    });
  }
  const result = requireFile(file);
  if ('addon' in result) return result.addon;
  throw explainFailure(result.error, file, search, isUnloadable(result.error, file), variable);
}

function isRegularFile(file: string): boolean {
  try {
    return statSync(file).isFile();
  } catch {
    return false; // there is none, or its path is too long or has a loop of links
  }
}

/** Whether the system could not load a binary. Other errors are those that the addon throws when it is initialized. */
function isUnloadable(error: unknown, file: string): boolean {
  const code = types.isNativeError(error) && 'code' in error ? error.code : undefined;
  return code === 'ERR_DLOPEN_FAILED' || isDenoFailure(error, file);
}

/** Deno throws a TypeError without a code for a binary that it cannot load; its message begins with the path. */
const isDenoFailure = (cause: unknown, file: string) =>
  'Deno' in globalThis && cause instanceof TypeError && !('code' in cause) && cause.message.startsWith(`${file}:`);

/** Whether a bundler has moved this code: then it is not in a file of its own. */
const isBundled = () => typeof __filename === 'undefined' || !/[\\/]load-addon\.[jt]s$/.test(__filename);

function isBinaries(from: unknown): from is Binaries {
  if (typeof from !== 'object' || from === null || !Object.hasOwn(from, 'load')) return false;
  const { load, folder } = from as Partial<Binaries>;
  return typeof load === 'function' && (folder === undefined || typeof folder === 'string');
}

function unusable(expected: string, found: unknown, advice: string, options: { cause?: unknown } = {}): Error {
  return coreError('ERR_CAPSULE_PATH_UNUSABLE', 'Loading an addon', {
    expected,
    found: found instanceof URL ? `the URL ${printable(found.href.slice(0, 256))}` : describeValue(found),
    advice: `Pass ${advice}.`,
    ...options,
  });
}

function pathOf(from: unknown): string {
  const expected = 'a path or a file: URL of the package';
  if ((typeof from !== 'string' && !(from instanceof URL)) || from === '')
    throw unusable(expected, from, '__filename or import.meta.url');
  const text = String(from);
  if (text.length > MAX_PATH) throw unusable(expected, from, '__filename or import.meta.url');
  if (text.startsWith('file:')) {
    try {
      return fileURLToPath(text);
    } catch (cause) {
      throw unusable(expected, from, '__filename or import.meta.url', { cause });
    }
  }
  if (from instanceof URL) throw unusable(expected, from, '__filename or import.meta.url');
  return resolve(text);
}

/** The nearest parent folder whose package.json has a `name`: one that only sets `type` is not that of a package. */
function packageFolder(path: string): string {
  let folder = path;
  while (!namesPackage(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) return dirname(path);
    folder = parent;
  }
  return folder;
}

function namesPackage(file: string): boolean {
  if (!existsSync(file)) return false;
  try {
    const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return typeof content === 'object' && content !== null && Object.hasOwn(content, 'name');
  } catch {
    return false;
  }
}
