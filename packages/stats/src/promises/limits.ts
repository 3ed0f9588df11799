import { capsuleError } from '@capsule/core';

/**
 * The number of kernels that one thread of JavaScript computes at a time. libuv's pool has 4 threads, and file system
 * and DNS need them too. The kernels themselves use several threads for large samples.
 */
const CONCURRENT = 3;

/** The number of promises of one thread that may be pending. Each can hold a copy of its sample. */
const MAX_PENDING = 1000;

let pending = 0;

/** Counts a promise. The function that it returns is called when all of its kernels have finished. */
export function reserve(operation: string): () => void {
  if (pending >= MAX_PENDING) {
    throw capsuleError(RangeError, 'ERR_STATS_TOO_MANY_PROMISES', operation, {
      expected: `at most ${MAX_PENDING} promises of statistics that are pending`,
      found: 'as many',
      advice: 'Await some of them before the next.',
    });
  }
  pending++;
  return () => {
    pending--;
  };
}

interface Waiting {
  readonly start: () => void;
  next: Waiting | undefined;
}

let running = 0;
let first: Waiting | undefined;
let last: Waiting | undefined;

/** Calls `kernel`, after those that wait already, when fewer than CONCURRENT are running. */
export async function whenFree<Result>(kernel: () => Promise<Result>): Promise<Result> {
  if (running >= CONCURRENT) {
    await new Promise<void>((start) => {
      const waiting = { start, next: undefined };
      if (last === undefined) first = waiting;
      else last.next = waiting;
      last = waiting;
    });
  } else {
    running++;
  }
  try {
    return await kernel();
  } finally {
    startNext();
  }
}

/** The next kernel takes the place of the one that has finished. */
function startNext(): void {
  const next = first;
  if (next === undefined) {
    running--;
    return;
  }
  first = next.next;
  if (first === undefined) last = undefined;
  next.start();
}
