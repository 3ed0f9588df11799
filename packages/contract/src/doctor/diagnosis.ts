import type { DoctorContract } from './contracts.js';

/** The output of `capsule doctor --json`. Paths are absolute, without symbolic links. */
export interface Diagnosis {
  /** The folder that was searched. */
  readonly folder: string;
  /** The platform, such as `linux-x64`. Addons for other platforms are not compared. */
  readonly platform: string;
  /** Whether every consumer fits, also for the platforms of `prebuilt`, and no addon is missing. If so, the exit code is 0, else 1. */
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
  /** Producers that are installed more than once. This is allowed: each consumer is compared with the copy it resolves to. */
  readonly copies: readonly { readonly name: string; readonly folders: readonly string[] }[];
  /** Files and folders that could not be read. */
  readonly unread: readonly DoctorUnread[];
}

/** The prebuilt binaries of all packages for a platform. */
export interface DoctorPrebuilt {
  /** The name of the folder in `prebuilds`: `linux-x64-musl`. */
  readonly platform: string;
  readonly producers: readonly DoctorAddon[];
  /** Consumers, compared with prebuilt producers. One without producers was not compared: there are none. */
  readonly consumers: readonly DoctorConsumer[];
  /** Files that are built for another platform than their folder names. */
  readonly problems: readonly DoctorProblem[];
}

/** A contract in a binary. */
export interface DoctorAddon {
  readonly package: { readonly name: string; readonly version?: string; readonly folder: string };
  readonly file: string;
  readonly contract: DoctorContract;
}

/** A contract that an addon needs. */
export interface DoctorConsumer extends DoctorAddon {
  /** The producers in the package that this consumer's own `require` finds. */
  readonly producers: readonly DoctorAddon[];
  /** Why opening would fail, if it would. */
  readonly problem?: DoctorProblem;
}

/** The error that opening would throw. */
export interface DoctorProblem {
  readonly code: string;
  /** `<operation>: expected <what>, found <what>. <How to fix it.>` */
  readonly message: string;
  readonly expected: string;
  readonly found: string;
}

/** A file or folder that could not be read, and why. */
export interface DoctorUnread {
  readonly file: string;
  readonly why: string;
}
