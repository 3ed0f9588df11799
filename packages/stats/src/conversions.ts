// How samples of other kinds are described, and converted to a kind that statistics accept. Nothing here runs code of a
// value.
import { types } from 'node:util';
import { describeValue, typedArrayKind } from '@capsule/core';

interface Advice {
  advice?: string;
}

const { getPrototypeOf } = Object;
const { isArray } = Array;

/** What the iterators of an engine inherit from. */
const iteratorPrototype: unknown = getPrototypeOf(getPrototypeOf([][Symbol.iterator]()));

/** An iterator: of a generator, a collection or an Array, or one that its method map() returned. */
function isIterator(value: unknown): boolean {
  if (types.isGeneratorObject(value) || types.isSetIterator(value) || types.isMapIterator(value)) return true;
  let parent = value;
  while (typeof parent === 'object' && parent !== null && !types.isProxy(parent)) {
    parent = getPrototypeOf(parent);
    if (parent === iteratorPrototype) return true;
  }
  return false;
}

/** As describeValue(), which does not distinguish classes. */
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

/** How a value becomes a sample. */
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

/** How an Array whose elements are not all numbers becomes a sample. */
export function adviceForElement(name: string, element: unknown): Advice {
  if (element === undefined || element === null)
    return { advice: `Remove such elements: ${name}.filter((value) => value != null).` };
  if (isConvertible(element) || typeof element === 'boolean' || types.isDate(element))
    return { advice: `Convert it: ${name}.map(Number).` };
  if (typedArrayKind(element) !== undefined || (!types.isProxy(element) && isArray(element)))
    return { advice: `Pass one of its elements, or all values in one Array: ${name}.flatMap((row) => [...row]).` };
  return {};
}
