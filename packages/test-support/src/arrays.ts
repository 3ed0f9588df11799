// Arrays that have lost their memory, or may lose it. Node 20 has buffers that resize; the types of ES2023 do not.

export interface Resizable extends ArrayBuffer {
  resize(bytes: number): void;
}

const ResizableBuffer = ArrayBuffer as unknown as new (bytes: number, options: { maxByteLength: number }) => Resizable;

export const resizable = (elements: number, most: number) =>
  new ResizableBuffer(8 * elements, { maxByteLength: 8 * most });

/** Takes the memory away, as postMessage with a transfer list does. */
export function detach<Kind extends Float64Array | Float32Array>(array: Kind): Kind {
  structuredClone(array.buffer, { transfer: [array.buffer as ArrayBuffer] });
  return array;
}

/** Covers more than its buffer still has. */
export function cut(elements: number): Float64Array {
  const buffer = resizable(elements, elements);
  const array = new Float64Array(buffer, 0, elements);
  buffer.resize(8 * elements - 8);
  return array;
}
