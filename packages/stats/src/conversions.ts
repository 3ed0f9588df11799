// Describes values that statistics do not accept, and advises how to convert them. No function here runs code of the
// value, such as a getter.
import { types } from 'node:util';
import { describeValue, typedArrayKind } from '@capsule/core';

interface Advice {
  advice?: string;
}

const { getPrototypeOf } = Object;
const { isArray } = Array;

/** %IteratorPrototype%, from which all built-in iterators inherit. */
const iteratorPrototype: unknown = getPrototypeOf(getPrototypeOf([][Symbol.iterator]()));

/** Whether a value is an iterator: of a generator, a collection or an Array, or one that its method map() returned. */
function isIterator(value: unknown): boolean {
  if (types.isGeneratorObject(value) || types.isSetIterator(value) || types.isMapIterator(value)) return true;
  let parent = value;
  while (typeof parent === 'object' && parent !== null && !types.isProxy(parent)) {
    parent = getPrototypeOf(parent);
    if (parent === iteratorPrototype) return true;
  }
  return false;
}

/** Describes a value as describeValue() does, but distinguishes a Set, a Map and other built-in classes. */
export function describeSample(value: unknown): string {
  if (types.isSet(value)) return 'a Set';
  if (types.isMap(value)) return 'a Map';
  if (types.isSharedArrayBuffer(value)) return 'a SharedArrayBuffer';
  if (types.isArrayBuffer(value)) return 'an ArrayBuffer';
  if (types.isDate(value)) return 'a Date';
  if (types.isGeneratorFunction(value)) return 'a generator function';
  return isIterator(value) ? 'an iterator' : describeValue(value);
}

/** Whether a value is a bigint, or the text of a number. */
export const isConvertible = (value: unknown): boolean =>
  typeof value === 'bigint' || (typeof value === 'string' && value.trim() !== '' && !Number.isNaN(Number(value)));

/** Advises how to convert a value to a sample. */
export function adviceForSample(name: string, value: unknown, kind: string | undefined): Advice {
  if (kind?.startsWith('Big')) return { advice: `Convert it: Float64Array.from(${name}, Number).` };
  if (kind !== undefined) return { advice: `Convert it: Float64Array.from(${name}).` };
  if (types.isMap(value)) return { advice: `Convert it: Array.from(${name}.values()).` };
  if (types.isAnyArrayBuffer(value)) return { advice: `View it: new Float64Array(${name}).` };
  if (types.isGeneratorFunction(value)) return { advice: `Call it: Array.from(${name}()).` };
  if (types.isPromise(value)) return { advice: `Wait for it: await ${name}.` };
  const canConvert = types.isSet(value) || types.isProxy(value) || types.isArgumentsObject(value) || isIterator(value);
  return canConvert ? { advice: `Convert it: Array.from(${name}).` } : {};
}

/**
 * Advises how to convert an Array with this element, which is not a number, to a sample.
 *
 * @param hasRows - whether its elements belong to those of another sample, which have the same index
 */
export function adviceForElement(name: string, element: unknown, hasRows: boolean): Advice {
  if (element === undefined || element === null) {
    if (hasRows) return { advice: 'Remove such elements, and those of the same index in every other sample.' };
    return { advice: `Remove such elements: ${name}.filter((value) => value != null).` };
  }
  if (isConvertible(element) || typeof element === 'boolean' || types.isDate(element))
    return { advice: `Convert it: ${name}.map(Number).` };
  if (typedArrayKind(element) !== undefined || (!types.isProxy(element) && isArray(element)))
    return { advice: `Pass one of its elements, or all values in one Array: ${name}.flatMap((row) => [...row]).` };
  return {};
}
