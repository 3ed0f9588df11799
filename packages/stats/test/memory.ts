import { resizable as empty } from '@capsule/test-support/arrays';

export { detach } from '@capsule/test-support/arrays';

/** Memory with some values in it, that can be resized up to 128. */
export function resizable(...values: number[]) {
  const buffer = empty(values.length, 128);
  new Float64Array(buffer).set(values);
  return { buffer, resize: (bytes: number) => buffer.resize(bytes) };
}
