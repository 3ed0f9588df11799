import { closeSync, openSync, readSync } from 'node:fs';
import { describeValue } from './describe-value.js';
import { coreError } from './errors.js';

/** The configurations of capsule.cmake, and the options with which cmake-js builds each in its own tree. */
export const buildOptions = {
  Release: '-O build/Release',
  Debug: '-O build/Debug --debug',
  Sanitize: '-O build/Sanitize --CDCAPSULE_SANITIZE=ON',
};
export type Configuration = keyof typeof buildOptions;

/** The configuration that the environment variable CAPSULE_BUILD selects. */
export function requestedConfiguration(): Configuration {
  const requested = process.env['CAPSULE_BUILD'] || 'Release';
  if (Object.hasOwn(buildOptions, requested)) return requested as Configuration;
  throw coreError('ERR_CAPSULE_OPTION_UNUSABLE', 'Loading an addon', {
    expected: 'Release, Debug or Sanitize in the environment variable CAPSULE_BUILD',
    found: describeValue(requested),
    advice: 'Set it to one of the three, or unset it.',
  });
}

/** The path of a built binary in its package. Paths have slashes on every platform, as in the requires of a package. */
export const builtFile = (configuration: Configuration, name: string): string => `build/${configuration}/${name}.node`;

/** The path of a prebuilt binary in its package. */
export const prebuiltFile = (platform: string, name: string): string => `prebuilds/${platform}/${name}.node`;

/** The name of the environment variable that names another binary of an addon. */
export const variableOf = (name: string): string => `CAPSULE_ADDON_${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`;

/**
 * The platforms whose prebuilt binaries may work in this process, the most likely first. On Linux these are glibc and
 * musl: a process can have both, as that of a Node for glibc on Alpine with gcompat.
 */
export function platforms(): string[] {
  const platform = `${process.platform}-${process.arch}`;
  if (process.platform !== 'linux') return [platform];
  return usesMusl() ? [`${platform}-musl`, platform] : [platform, `${platform}-musl`];
}

let musl: boolean | undefined;

/** Whether this program was linked for musl and not for glibc. */
function usesMusl(): boolean {
  musl ??= muslByInterpreter() ?? muslByReport() ?? false;
  return musl;
}

/**
 * Reads the path of the dynamic loader in the program header of this program: `/lib64/ld-linux-x86-64.so.2`, or
 * `/lib/ld-musl-x86_64.so.1`. Returns undefined if there is neither, as in a statically linked program.
 */
function muslByInterpreter(): boolean | undefined {
  let header = '';
  try {
    const file = openSync('/proc/self/exe', 'r');
    try {
      const bytes = new Uint8Array(4096);
      header = String.fromCharCode(...bytes.subarray(0, readSync(file, bytes)));
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined; // /proc is not mounted, or the permission model forbids it
  }
  if (header.includes('/ld-musl-')) return true;
  return /\/ld(?:-linux[\w.-]*|64|-2\.\d+)\.so/.test(header) ? false : undefined;
}

/** Reads the report of this process, which takes 20 ms, and seconds if it also looks up names of hosts. */
function muslByReport(): boolean | undefined {
  const { report } = process as { report?: NodeJS.ProcessReport & { excludeNetwork?: boolean } };
  if (report === undefined) return undefined;
  const { excludeNetwork } = report; // undefined in Bun, which looks up no names
  try {
    if (excludeNetwork !== undefined) report.excludeNetwork = true;
    const { header, sharedObjects } = report.getReport() as {
      header: { glibcVersionRuntime?: string };
      sharedObjects: readonly string[];
    };
    if (header.glibcVersionRuntime !== undefined) return false;
    return sharedObjects.some((file) => /\/(?:libc\.musl-|ld-musl-)/.test(file)) ? true : undefined;
  } catch {
    return undefined;
  } finally {
    if (excludeNetwork !== undefined) report.excludeNetwork = excludeNetwork;
  }
}
