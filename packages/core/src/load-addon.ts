import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describeValue } from './describe-value.js';
import { coreError } from './errors.js';
import { printable } from './printable.js';

/** The configurations of capsule.cmake, and the options with which cmake-js builds each in its own tree. */
const buildOptions = {
  Release: '-O build/Release',
  Debug: '-O build/Debug --debug',
  Sanitize: '-O build/Sanitize --CDCAPSULE_SANITIZE=ON',
};
type Configuration = keyof typeof buildOptions;

/**
 * Loads the native addon of a package, from `build/Release`. With the environment variable `CAPSULE_BUILD` set to
 * `Debug` or `Sanitize` it loads the binary in `build/Debug` or `build/Sanitize`, if the package has one there.
 *
 * @param from - any file or folder of the package: `__filename`, or `import.meta.url`
 * @param name - the addon's name, as in `capsule_add_addon(name ...)`
 * @returns the exports of the addon
 * @throws TypeError `ERR_CAPSULE_PATH_UNUSABLE`, `ERR_CAPSULE_OPTION_UNUSABLE` (another `CAPSULE_BUILD`), Error
 *   `ERR_CAPSULE_ADDON_NOT_BUILT`, `ERR_CAPSULE_ADDON_NOT_LOADABLE`, or Node's own `ERR_DLOPEN_DISABLED` if native
 *   addons are disabled
 */
export function loadAddon<Addon>(from: string | URL, name: string): Addon {
  if (typeof name !== 'string' || name === '')
    throw unusable("an addon's name", name, 'the name that capsule_add_addon got');
  const folder = packageFolder(pathOf(from));
  const requested = requestedConfiguration();
  const fileOf = (configuration: Configuration) => join(folder, 'build', configuration, `${name}.node`);
  const isBuilt = (configuration: Configuration) => existsSync(fileOf(configuration));
  const loaded = [requested, 'Release' as const].find(isBuilt);
  if (loaded === undefined) {
    const other = (Object.keys(buildOptions) as Configuration[]).find(isBuilt);
    throw coreError('ERR_CAPSULE_ADDON_NOT_BUILT', loading(name), {
      expected: `a binary at ${printable(fileOf(requested))}`,
      found: other === undefined ? 'none' : `only the one in build/${other}`,
      advice: adviceToBuild(requested, folder, other),
    });
  }
  const file = fileOf(loaded);
  try {
    return createRequire(file)(file);
  } catch (cause) {
    throw explain(cause, name, file, loaded, folder);
  }
}

function requestedConfiguration(): Configuration {
  const requested = process.env['CAPSULE_BUILD'] || 'Release';
  if (Object.hasOwn(buildOptions, requested)) return requested as Configuration;
  throw coreError('ERR_CAPSULE_OPTION_UNUSABLE', 'Loading an addon', {
    expected: 'Release, Debug or Sanitize in the environment variable CAPSULE_BUILD',
    found: describeValue(requested),
    advice: 'Set it to one of the three, or unset it.',
  });
}

function adviceToBuild(configuration: Configuration, folder: string, other: Configuration | undefined): string {
  const script = configuration === 'Release' ? 'npm run build' : `npm run build:${configuration.toLowerCase()}`;
  const commands = hasTool(folder)
    ? `Run "${script}", or "npx cmake-js compile ${buildOptions[configuration]}" in ${printable(folder)}`
    : `Run "${script}" first`;
  return other === undefined ? `${commands}.` : `${commands}; or set CAPSULE_BUILD=${other} to load that one.`;
}

/** The operation in messages, with the beginning of a long name. */
function loading(name: string): string {
  return `Loading ${printable(name.length > 96 ? `${name.slice(0, 96)}...` : name)}.node`;
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

/** Whether cmake-js, which builds a single package, is installed. */
function hasTool(folder: string): boolean {
  try {
    createRequire(join(folder, 'package.json')).resolve('cmake-js');
    return true;
  } catch {
    return false;
  }
}

/** Replaces the message of dlopen. An error that the addon itself throws while it loads is returned as it is. */
function explain(cause: unknown, name: string, file: string, loaded: Configuration, folder: string): unknown {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'ERR_DLOPEN_DISABLED' && cause instanceof Error) {
    cause.message += ' Start Node with --allow-addons, and without --no-addons.';
    return cause;
  }
  if (code !== 'ERR_DLOPEN_FAILED' && !isDenoFailure(cause, file)) return cause;
  return coreError('ERR_CAPSULE_ADDON_NOT_LOADABLE', loading(name), {
    expected: `a binary for ${process.platform}-${process.arch} and Node-API ${process.versions['napi']} or earlier`,
    found: `${printable(file)}, which the system cannot load`,
    advice: hasTool(folder)
      ? `Run "npx cmake-js rebuild ${buildOptions[loaded]}" in ${printable(folder)}.`
      : 'Delete it, and run "npm run build" again.',
    cause,
  });
}

/** Deno throws a TypeError without a code for a binary that it cannot load; its message begins with the path. */
const isDenoFailure = (cause: unknown, file: string) =>
  'Deno' in globalThis && cause instanceof TypeError && !('code' in cause) && cause.message.startsWith(`${file}:`);
