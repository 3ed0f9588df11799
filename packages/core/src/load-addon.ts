import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { capsuleError } from './errors.js';

/**
 * Loads the native addon of a package.
 *
 * @param from - any file or folder of the package: `__filename`, or `import.meta.url`
 * @param name - the addon's name, as in `capsule_add_addon(name ...)`
 * @returns what the addon exports
 * @throws Error `ERR_CAPSULE_ADDON_NOT_BUILT`, `ERR_CAPSULE_ADDON_NOT_LOADABLE`, or Node's own
 *   `ERR_DLOPEN_DISABLED` where native addons are forbidden
 */
export function loadAddon<Addon>(from: string | URL, name: string): Addon {
  const folder = packageFolder(String(from).startsWith('file:') ? fileURLToPath(from) : String(from));
  const file = join(folder, 'build', 'Release', `${name}.node`);
  if (!existsSync(file)) {
    throw capsuleError(Error, 'ERR_CAPSULE_ADDON_NOT_BUILT', `Loading ${name}.node`, {
      expected: `a binary at ${file}`,
      found: 'none',
      advice: `Run "npm run build", or "npx cmake-js compile" in ${folder}.`,
    });
  }
  try {
    return createRequire(file)(file);
  } catch (cause) {
    throw explain(cause, name, file, folder);
  }
}

/** The nearest folder upwards that has a package.json. */
function packageFolder(path: string): string {
  let folder = path;
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) return dirname(path);
    folder = parent;
  }
  return folder;
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
    advice: `Run "npx cmake-js rebuild" in ${folder}.`,
    cause,
  });
}
