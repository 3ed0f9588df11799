import { loadAddon } from '@capsule/core';

/** The modes of failure, which native/trigger.h describes. */
export const modes = ['allocation', 'allocations', 'failure', 'exception', 'terminated'] as const;
export type Mode = (typeof modes)[number];

interface Inject {
  /** Opens an addon. From now on its allocations and Node-API calls can fail. */
  attach(path: string): void;
  /** Starts counting; the n-th allocation or call fails. With n = 0 none fails. */
  arm(mode: Mode, n: number): void;
  /** Stops counting. Returns the name of the first function that failed, or ''. */
  disarm(): string;
  /** The numbers of blocks, references, handle scopes and bytes of external memory that the addons have not freed. */
  live(): [blocks: number, references: number, scopes: number, bytes: number];
}

/** Loads the addon that injects failures. Throws on systems other than Linux. */
export function loadInject(): Inject {
  if (process.platform === 'linux') return loadAddon<Inject>(__dirname, 'inject');
  throw new Error(
    `Injecting failures: expected Linux, whose addons can be rewritten when they are loaded, found ${process.platform}.`,
  );
}
