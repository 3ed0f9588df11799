import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describeValue } from './describe-value.js';
import { capsuleError } from './errors.js';

/**
 * Loads the native addon of a package.
 *
 * @param from - any file or folder of the package: `__filename`, or `import.meta.url`
 * @param name - the addon's name, as in `capsule_add_addon(name ...)`
 * @returns what the addon exports
 * @throws TypeError `ERR_CAPSULE_PATH_UNUSABLE`, Error `ERR_CAPSULE_ADDON_NOT_BUILT`,
 *   `ERR_CAPSULE_ADDON_NOT_LOADABLE`, or Node's own `ERR_DLOPEN_DISABLED` where native addons are forbidden
 */
export function loadAddon<Addon>(from: string | URL, name: string): Addon {
  if (typeof name !== 'string' || name === '')
    throw unusable("an addon's name", name, 'the name that capsule_add_addon got');
  const folder = packageFolder(pathOf(from));
  const file = join(folder, 'build', 'Release', `${name}.node`);
  if (!existsSync(file)) {
    throw capsuleError(Error, 'ERR_CAPSULE_ADDON_NOT_BUILT', `Loading ${name}.node`, {
      expected: `a binary at ${file}`,
      found: 'none',
      advice: hasTool(folder)
        ? `Run "npm run build", or "npx cmake-js compile" in ${folder}.`
        : 'Run "npm run build" first.',
    });
  }
  try {
    return createRequire(file)(file);
  } catch (cause) {
    throw explain(cause, name, file, folder);
  }
}

function unusable(expected: string, found: unknown, advice: string): Error {
  return capsuleError(TypeError, 'ERR_CAPSULE_PATH_UNUSABLE', 'Loading an addon', {
    expected,
    found: found instanceof URL ? `the URL ${found.href}` : describeValue(found),
    advice: `Pass ${advice}.`,
  });
}

function pathOf(from: unknown): string {
  const expected = 'a path or a file: URL of the package';
  if ((typeof from !== 'string' && !(from instanceof URL)) || from === '')
    throw unusable(expected, from, '__filename or import.meta.url');
  const text = String(from);
  if (text.startsWith('file:')) return fileURLToPath(text);
  if (from instanceof URL) throw unusable(expected, from, '__filename or import.meta.url');
  return resolve(text);
}

/** The nearest folder upwards whose package.json names a package: one that only sets `type` does not. */
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

/** Whether the tool that builds a single package is installed. */
function hasTool(folder: string): boolean {
  try {
    createRequire(join(folder, 'package.json')).resolve('cmake-js');
    return true;
  } catch {
    return false;
  }
}

/** What dlopen says is for linkers; what the addon itself throws while it loads is passed on. */
function explain(cause: unknown, name: string, file: string, folder: string): unknown {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'ERR_DLOPEN_DISABLED' && cause instanceof Error) {
    cause.message += ' Start Node with --allow-addons, and without --no-addons.';
    return cause;
  }
  if (code !== 'ERR_DLOPEN_FAILED') return cause;
  return capsuleError(Error, 'ERR_CAPSULE_ADDON_NOT_LOADABLE', `Loading ${name}.node`, {
    expected: `a binary for ${process.platform}-${process.arch} and Node-API ${process.versions['napi']} or earlier`,
    found: `${file}, which the system cannot load`,
    advice: hasTool(folder) ? `Run "npx cmake-js rebuild" in ${folder}.` : 'Delete it, and run "npm run build" again.',
    cause,
  });
}
