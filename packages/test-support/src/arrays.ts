// Typed arrays without memory, or with memory that can shrink. TypeScript's types of ES2023 lack resizable buffers.

export interface ResizableArrayBuffer extends ArrayBuffer {
  resize(bytes: number): void;
}

const ResizableConstructor = ArrayBuffer as unknown as new (
  bytes: number,
  options: { maxByteLength: number },
) => ResizableArrayBuffer;

/** A buffer of float64 elements, all 0, that can be resized up to `maximum` elements. */
export const resizable = (elements: number, maximum: number) =>
  new ResizableConstructor(8 * elements, { maxByteLength: 8 * maximum });

/** A buffer with these values, which can be resized up to 128. */
export function resizableWith(...values: number[]): ResizableArrayBuffer {
  const buffer = resizable(values.length, 128);
  new Float64Array(buffer).set(values);
  return buffer;
}

/** Detaches the buffer of an array, as postMessage with a transfer list does, and returns the array. */
export function detach<Kind extends Float64Array | Float32Array>(array: Kind): Kind {
  structuredClone(array.buffer, { transfer: [array.buffer as ArrayBuffer] });
  return array;
}

/** An array whose buffer has shrunk by one element, so that the array is out of bounds. */
export function outOfBounds(elements: number): Float64Array {
  const buffer = resizable(elements, elements);
  const array = new Float64Array(buffer, 0, elements);
  buffer.resize(8 * elements - 8);
  return array;
}
