import type { DoctorContract } from './contracts.js';

/** What `capsule doctor --json` prints. Paths are absolute, and real: no links. */
export interface Diagnosis {
  /** Where it looked. */
  readonly folder: string;
  /** For which system, `linux-x64`: addons for others are not judged. */
  readonly platform: string;
  /** Whether every consumer fits and no addon is missing: the exit code is 0 then, else 1. */
  readonly fits: boolean;
  /** Addons that seal tables: one item for each contract in each file. */
  readonly producers: readonly DoctorAddon[];
  /** Addons that open tables. */
  readonly consumers: readonly DoctorConsumer[];
  /** Addons that seal tables and open some, none with the name of their own package: which does what is not to be seen. */
  readonly unclear: readonly DoctorAddon[];
  /** Packages without an addon that could be loaded here. */
  readonly problems: readonly DoctorProblem[];
  /** Producers that are installed more than once. That is allowed: each consumer is judged by the copy it finds. */
  readonly copies: readonly { readonly name: string; readonly folders: readonly string[] }[];
  /** What may hold an addon and could not be read. */
  readonly unread: readonly DoctorUnread[];
}

/** A contract in a binary. */
export interface DoctorAddon {
  readonly package: { readonly name: string; readonly version?: string; readonly folder: string };
  readonly file: string;
  readonly contract: DoctorContract;
}

/** A contract that an addon needs. */
export interface DoctorConsumer extends DoctorAddon {
  /** Those that this consumer would get: what lies in the package that its own `require` finds. */
  readonly producers: readonly DoctorAddon[];
  /** Why it would be refused, if it would. */
  readonly problem?: DoctorProblem;
}

/** A refusal, with the code that opening would throw. */
export interface DoctorProblem {
  readonly code: string;
  /** `<doing>: expected <what>, found <what>. <How to mend it.>` */
  readonly message: string;
  readonly expected: string;
  readonly found: string;
}

/** A file or folder that could not be looked at, and why. */
export interface DoctorUnread {
  readonly file: string;
  readonly why: string;
}
