import { capsuleError, describeValue, typedArrayKind } from '@capsule/core';

/** A sample: numbers in an order. */
export type Values = Float64Array | Float32Array | readonly number[];

const accepted = 'a Float64Array, a Float32Array or an Array of numbers';

/**
 * A sample as the kernels read it. A Float64Array is used as it is; everything else is copied, and every
 * float32 is a float64 too, so nothing is lost.
 */
export function toVector(doing: string, name: string, values: Values): Float64Array {
  const kind = typedArrayKind(values);
  if (kind === 'Float64Array') return attached(doing, name, genuine(values as Float64Array));
  // The constructor reads the elements; from() would ask an iterator that anybody can replace.
  if (kind === 'Float32Array') return attached(doing, name, new Float64Array(genuine(values as Float32Array)), values);
  if (Array.isArray(values) && !types.isProxy(values)) return fromArray(doing, name, values);
  throw capsuleError(TypeError, 'ERR_STATS_NOT_NUMBERS', doing, {
    expected: `${accepted} as ${name}`,
    found: describeValue(values),
    ...(kind !== undefined && !kind.startsWith('Big') && { advice: `Convert it: Float64Array.from(${name}).` }),
  });
}

/** Two samples of one length. */
export function toVectors(doing: string, x: Values, y: Values): [Float64Array, Float64Array] {
  const vectors: [Float64Array, Float64Array] = [toVector(doing, 'x', x), toVector(doing, 'y', y)];
  const [{ length: first }, { length: second }] = vectors;
  if (first === second) return vectors;
  throw capsuleError(RangeError, 'ERR_STATS_LENGTH_MISMATCH', doing, {
    expected: 'x and y of the same length',
    found: `${first} and ${second} values`,
  });
}

/** Refuses a sample that is too small. */
export function atLeast(doing: string, least: number, found: number, what = 'value'): void {
  if (found >= least) return;
  throw capsuleError(RangeError, 'ERR_STATS_TOO_FEW_VALUES', doing, {
    expected: `at least ${least} ${what}${least === 1 ? '' : 's'}`,
    found: String(found),
  });
}

/** An array looks empty when its buffer was transferred away, or shrunk to less than it covers. */
function attached<Vector extends Float64Array | Float32Array>(doing: string, name: string, values: Vector): Vector {
  if (values.length > 0) return values;
  try {
    Float64Array.prototype.at.call(values, 0);
    return values;
  } catch (cause) {
    throw capsuleError(TypeError, 'ERR_STATS_DETACHED', doing, {
      expected: `${name} with its memory`,
      found: 'a typed array whose buffer was transferred or shrunk',
      cause,
    });
  }
}

function fromArray(doing: string, name: string, values: readonly unknown[]): Float64Array {
  const vector = new Float64Array(values.length);
  for (let i = 0; i < vector.length; i++) {
    const value = values[i];
    if (typeof value !== 'number') {
      throw capsuleError(TypeError, 'ERR_STATS_NOT_NUMBERS', doing, {
        expected: `only numbers in ${name}`,
        found: `${describeValue(value)} at index ${i}`,
      });
    }
    vector[i] = value;
  }
  return vector;
}
