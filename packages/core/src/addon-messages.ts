import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildOptions, builtFile, type Configuration, platforms, prebuiltFile, variableOf } from './addon-files.js';
import { coreError } from './errors.js';
import { printable } from './printable.js';

/** Where loadAddon looks for an addon. */
export interface Search {
  readonly name: string;
  /** The folder of the package; undefined in some bundles. */
  readonly folder: string | undefined;
  readonly configuration: Configuration;
  /** Whether a bundler has moved this code. */
  readonly isBundled: boolean;
}

const bundleAdvice =
  'keep packages with addons out of the bundle (esbuild --packages=external, "externals" of webpack, "external" of ' +
  'Rollup, "ssr.external" of Vite), or let the bundler copy .node files, as docs/shipping.md shows';

/** The name of an addon in messages: escaped, and cut if it is long. */
const shownName = (name: string) => printable(name.length > 96 ? `${name.slice(0, 96)}...` : name);

/** The operation in messages. */
export const loading = (name: string): string => `Loading ${shownName(name)}.node`;

/** Makes the error for an addon that has no binary. */
export function notBuilt(search: Search, cause: unknown): Error {
  const { folder, configuration } = search;
  const name = shownName(search.name);
  const place = folder === undefined ? 'in the bundle' : `in ${printable(folder)}`;
  const other = otherConfiguration(search);
  const prebuilt = prebuiltPlatforms(search);
  const found = [
    ...(other === undefined ? [] : [builtFile(other, name)]),
    ...(prebuilt.length === 0 ? [] : [`prebuilt binaries for ${prebuilt.join(', ')}`]),
  ];
  return coreError('ERR_CAPSULE_ADDON_NOT_BUILT', loading(search.name), {
    expected: `${builtFile(configuration, name)} or ${prebuiltFile(platforms()[0] ?? '', name)} ${place}`,
    found: found.length === 0 ? 'neither' : `only ${found.join(' and ')}`,
    advice: adviceFor(search, other),
    ...(cause === undefined ? {} : { cause }),
  });
}

/** A configuration that was built, although loadAddon does not look for it. */
function otherConfiguration({ folder, name }: Search): Configuration | undefined {
  const all = Object.keys(buildOptions) as Configuration[];
  return all.find((each) => folder !== undefined && existsSync(join(folder, builtFile(each, name))));
}

/** The platforms of the prebuilt binaries in a package. */
function prebuiltPlatforms({ folder, name }: Search): string[] {
  if (folder === undefined) return [];
  try {
    const found = readdirSync(join(folder, 'prebuilds')).sort();
    return found.filter((platform) => existsSync(join(folder, prebuiltFile(platform, name)))).map(printable);
  } catch {
    return [];
  }
}

/** What to do in the situation at hand: a bundle, an installed package, or a clone. */
function adviceFor(search: Search, other: Configuration | undefined): string {
  const { name, folder, configuration } = search;
  if (folder === undefined || search.isBundled) return `This code was bundled: ${bundleAdvice}.`;
  if (isInstalled(folder)) {
    const install = `Install a version of the package with a binary for ${platforms()[0]}`;
    return `${install}; ${adviceToCompile(folder)}; or set ${variableOf(name)} to the path of a binary.`;
  }
  const script = configuration === 'Release' ? 'npm run build' : `npm run build:${configuration.toLowerCase()}`;
  const commands = hasTool(folder)
    ? `Run "${script}", or "npx cmake-js compile ${buildOptions[configuration]}" in ${printable(folder)}`
    : `Run "${script}" first`;
  if (other !== undefined) return `${commands}; or set CAPSULE_BUILD=${other} to load that one.`;
  const hasSources = existsSync(join(folder, 'CMakeLists.txt'));
  return `${commands}.${hasSources ? '' : ` If this code was bundled: ${bundleAdvice}.`}`;
}

/** How to compile an installed package, which has its sources but no tools. */
function adviceToCompile(folder: string): string {
  const tools = hasTool(folder)
    ? ''
    : '"npm install --no-save cmake-js node-api-headers node-addon-api" in the application and ';
  return `compile it, with CMake and a C++ compiler: ${tools}"npx cmake-js compile -O build/Release" in ${printable(folder)}`;
}

/** Whether a folder is that of an installed package. Node resolves the links that npm makes for workspaces. */
const isInstalled = (folder: string) => /[\\/]node_modules[\\/]/.test(folder);

/** Whether cmake-js, which builds a single package, is installed. `require.resolve` of Bun would download it. */
function hasTool(folder: string): boolean {
  const parent = dirname(folder);
  return existsSync(join(folder, 'node_modules', 'cmake-js')) || (parent !== folder && hasTool(parent));
}

/**
 * Replaces the message of dlopen. An error that the addon itself throws while it loads is returned as it is.
 *
 * @param file - the binary
 * @param variable - the environment variable that named the file, if one did
 */
export function explainFailure(
  cause: unknown,
  file: string,
  search: Search,
  isUnloadable: boolean,
  variable?: string,
): unknown {
  if (cause instanceof Error && 'code' in cause && cause.code === 'ERR_DLOPEN_DISABLED') {
    cause.message += ' Start Node with --allow-addons, and without --no-addons.';
    return cause;
  }
  if (!isUnloadable) return cause;
  return coreError('ERR_CAPSULE_ADDON_NOT_LOADABLE', loading(search.name), {
    expected: `a binary for ${process.platform}-${process.arch} and Node-API ${process.versions['napi']} or earlier`,
    found: `${printable(file)}, which the system cannot load`,
    advice: variable === undefined ? adviceToReplace(file, search) : `Set ${variable} to another file, or unset it.`,
    cause,
  });
}

/** How to replace a binary that the system cannot load. */
function adviceToReplace(file: string, { name, folder }: Search): string {
  const [, configuration] = /[\\/]build[\\/](Release|Debug|Sanitize)[\\/][^\\/]+$/.exec(file) ?? [];
  if (folder === undefined || configuration === undefined) {
    const compile = folder === undefined ? '' : ` Or ${adviceToCompile(folder)}.`;
    return `The cause of this error says why. Set ${variableOf(name)} to the path of another binary.${compile}`;
  }
  if (hasTool(folder))
    return `Run "npx cmake-js rebuild ${buildOptions[configuration as Configuration]}" in ${printable(folder)}.`;
  return isInstalled(folder)
    ? `Delete it to load a prebuilt binary instead. Or ${adviceToCompile(folder)}.`
    : 'Delete it, and run "npm run build" again.';
}
