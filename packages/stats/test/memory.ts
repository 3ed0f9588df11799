/** Takes the memory of an array away, as postMessage() with a transfer list does. */
export function detach(array: Float64Array | Float32Array): void {
  structuredClone(array.buffer, { transfer: [array.buffer as ArrayBuffer] });
}

/** Memory that can be resized; TypeScript's es2023 does not know of it. */
export interface Resizable {
  readonly buffer: ArrayBuffer;
  resize(bytes: number): void;
}

export function resizable(...values: number[]): Resizable {
  const { byteLength } = Float64Array.from(values);
  const buffer: ArrayBuffer = Reflect.construct(ArrayBuffer, [byteLength, { maxByteLength: 1024 }]);
  new Float64Array(buffer).set(values);
  return { buffer, resize: (bytes) => Reflect.apply(Reflect.get(buffer, 'resize'), buffer, [bytes]) };
}
