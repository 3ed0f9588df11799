/** The number of bytes of buffers that a function has visited. Fixed-size reads count as 8. */
export class Work {
  bytes = 0;
  constructor(readonly limit: number) {}
  add(bytes: number): void {
    this.bytes += bytes;
    if (this.bytes > this.limit) throw new TooMuchWork(`more than ${this.limit} bytes were visited`);
  }
}
export class TooMuchWork extends Error {}

/**
 * Runs a function and counts the bytes of buffers that it visits by any method. Unlike the time, the count is the same
 * in each run.
 *
 * @param limit - throws TooMuchWork if the function visits more
 */
export function countWork<T>(limit: number, run: () => T): { result: T; bytes: number } {
  const work = new Work(limit);
  const restore = [
    ...['readUInt16LE', 'readUInt32LE', 'readUInt32BE', 'readBigUInt64LE', 'readBigUInt64BE', 'readBigInt64LE'].map(
      (name) => replace(name, () => work.add(8)),
    ),
    replace('subarray', () => work.add(8)),
    replace('toString', (buffer, [, start = 0, end = buffer.length]) => work.add(Number(end) - Number(start))),
    replace('includes', (buffer) => work.add(buffer.length)),
    replace('indexOf', (buffer, _, found) => work.add(found < 0 ? buffer.length : Number(found))),
  ];
  try {
    return { result: run(), bytes: work.bytes };
  } finally {
    for (const undo of restore) undo();
  }
}

function replace(name: string, count: (buffer: Buffer, args: unknown[], result: number) => void): () => void {
  const prototype = Buffer.prototype as unknown as Record<string, (...args: unknown[]) => unknown>;
  const original = prototype[name] as (...args: unknown[]) => unknown;
  const own = Object.getOwnPropertyDescriptor(prototype, name);
  prototype[name] = function (this: Buffer, ...args: unknown[]) {
    const result = original.apply(this, args);
    count(this, args, result as number);
    return result;
  };
  return () => {
    if (own === undefined) delete prototype[name];
    else Object.defineProperty(prototype, name, own);
  };
}
