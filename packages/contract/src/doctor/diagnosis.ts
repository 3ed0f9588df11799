import type { DoctorContract } from './contracts.js';

/**
 * The output of `capsule doctor --json`. Paths are absolute, without symbolic links.
 *
 * @example
 * ```ts
 * import type { Diagnosis } from '@capsule/contract';
 * import { execFileSync } from 'node:child_process';
 *
 * const output = execFileSync('npx', ['capsule', 'doctor', 'packages/fastmath', '--json'], { encoding: 'utf8' });
 * const diagnosis: Diagnosis = JSON.parse(output);
 * console.log(diagnosis.fits); // true
 * ```
 */
export interface Diagnosis {
  /** The folder that was searched. */
  readonly folder: string;
  /** The platform, such as `linux-x64`. Addons for other platforms are not compared. */
  readonly platform: string;
  /**
   * Whether every consumer fits, also for the platforms of `prebuilt`, and no addon is missing. If so, the exit code is
   * 0, else 1.
   */
  readonly fits: boolean;
  /** Addons that seal tables: one item for each contract in each file. */
  readonly producers: readonly DoctorAddon[];
  /** Addons that open tables. */
  readonly consumers: readonly DoctorConsumer[];
  /** Addons that both seal and open tables, and have no contract named after their package: their role is unknown. */
  readonly unclear: readonly DoctorAddon[];
  /** Packages without an addon for this platform. */
  readonly problems: readonly DoctorProblem[];
  /** Private packages without an addon, which no examined package needs. They are no fault. */
  readonly unbuilt: readonly DoctorProblem[];
  /** The binaries in `prebuilds`, for each platform. */
  readonly prebuilt: readonly DoctorPrebuilt[];
  /** Private packages that use @capsule/core and lie in a folder of tests of another package. They are not examined. */
  readonly fixtures: readonly string[];
  /**
   * Producers that are installed more than once. This is allowed: each consumer is compared with the copy it resolves
   * to.
   */
  readonly copies: readonly { readonly name: string; readonly folders: readonly string[] }[];
  /** Files and folders that could not be read. */
  readonly unread: readonly DoctorUnread[];
}

/**
 * The prebuilt binaries of all packages for a platform.
 *
 * @example
 * ```ts
 * import type { DoctorPrebuilt } from '@capsule/contract';
 *
 * const line = ({ platform, producers }: DoctorPrebuilt) => `${platform}: ${producers.length} producers`;
 * console.log(line({ platform: 'win32-x64', producers: [], consumers: [], problems: [] })); // win32-x64: 0 producers
 * ```
 */
export interface DoctorPrebuilt {
  /** The name of the folder in `prebuilds`: `linux-x64-musl`. */
  readonly platform: string;
  readonly producers: readonly DoctorAddon[];
  /** Consumers, compared with prebuilt producers. One without producers was not compared: there are none. */
  readonly consumers: readonly DoctorConsumer[];
  /** Files that are built for another platform than their folder names. */
  readonly problems: readonly DoctorProblem[];
}

/**
 * A contract in a binary.
 *
 * @example
 * ```ts
 * import type { DoctorAddon } from '@capsule/contract';
 *
 * const versionOf = ({ contract }: DoctorAddon) => `${contract.major}.${contract.minor}`;
 * const contract = { name: '@acme/math', major: 1, minor: 2, functions: [] };
 * const addon = { package: { name: '@acme/math', folder: '/app' }, file: '/app/math.node', contract };
 * console.log(versionOf(addon)); // 1.2
 * ```
 */
export interface DoctorAddon {
  readonly package: { readonly name: string; readonly version?: string; readonly folder: string };
  readonly file: string;
  readonly contract: DoctorContract;
}

/**
 * A contract that an addon needs.
 *
 * @example
 * ```ts
 * import type { DoctorConsumer } from '@capsule/contract';
 *
 * // A line for each consumer that would not open its table.
 * const failures = (all: readonly DoctorConsumer[]) => all.flatMap(({ problem }) => problem?.message ?? []);
 * console.log(failures([])); // []
 * ```
 */
export interface DoctorConsumer extends DoctorAddon {
  /** The producers in the package that this consumer's own `require` finds. */
  readonly producers: readonly DoctorAddon[];
  /** Why opening would fail, if it would. */
  readonly problem?: DoctorProblem;
}

/**
 * The error that opening would throw.
 *
 * @example
 * ```ts
 * import type { DoctorProblem } from '@capsule/contract';
 *
 * const isOutdated = ({ code }: DoctorProblem) => code === 'ERR_CAPSULE_VERSION_MISMATCH';
 * console.log(isOutdated({ code: 'ERR_CAPSULE_NAME_MISMATCH', message: '', expected: '', found: '' })); // false
 * ```
 */
export interface DoctorProblem {
  readonly code: string;
  /** `<operation>: expected <what>, found <what>. <How to fix it.>` */
  readonly message: string;
  readonly expected: string;
  readonly found: string;
}

/**
 * A file or folder that could not be read, and why.
 *
 * @example
 * ```ts
 * import type { DoctorUnread } from '@capsule/contract';
 *
 * const line = ({ file, why }: DoctorUnread) => `${file}: ${why}`;
 * console.log(line({ file: 'locked.node', why: 'no permission' })); // locked.node: no permission
 * ```
 */
export interface DoctorUnread {
  readonly file: string;
  readonly why: string;
}
