import { loadAddon } from '@capsule/core';

/** What fails, and how: see native/trigger.h. */
export const modes = ['allocation', 'allocations', 'failure', 'exception', 'terminated'] as const;
export type Mode = (typeof modes)[number];

interface Inject {
  /** Opens an addon, whose allocations and Node-API calls can fail from now on. */
  attach(path: string): void;
  /** From now on the n-th allocation or call fails; none for 0. */
  arm(mode: Mode, n: number): void;
  /** Ends that, and returns the name of the first function that has failed, or ''. */
  disarm(): string;
  /** How many blocks, references, handle scopes and bytes of external memory the attached addons have. */
  live(): [blocks: number, references: number, scopes: number, bytes: number];
}

/** Loads the addon that injects failures. Throws on systems other than Linux. */
export function loadInject(): Inject {
  if (process.platform === 'linux') return loadAddon<Inject>(__dirname, 'inject');
  throw new Error(
    `Injecting failures: expected Linux, whose addons can be rewritten when they are loaded, found ${process.platform}.`,
  );
}
