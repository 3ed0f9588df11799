// The slow path of a call: why the native function rejected its arguments. It runs no code of an argument.
import { inspect, isCapsule } from '../capsule.js';
import { describeValue } from '../describe-value.js';
import { hasMemory, typedArrayKind, typedArrayLength } from '../typed-arrays.js';
import {
  type ArrayParameter,
  article,
  type Call,
  type CallbackParameter,
  type Check,
  count,
  fail,
  type HandleParameter,
  iterableName,
  type Operator,
  type ScalarParameter,
} from './call.js';

const { isInteger, isSafeInteger } = Number;

/** Numbers by name. */
type Numbers = Record<string, number>;
const noNumbers = (): Numbers => ({ __proto__: null }) as unknown as Numbers;

/** The length of an array argument. Rejects anything else. */
export function checkArray(call: Call, parameter: Omit<ArrayParameter, 'kind'>, value: unknown): number {
  const { name, array, dtype, writes } = parameter;
  if (typedArrayKind(value) === array) {
    if (hasMemory(value as ArrayBufferView)) return typedArrayLength(value as ArrayBufferView);
    const found = `${article(array)} whose buffer was transferred or shrunk`;
    throw fail(call, TypeError, 'DETACHED', `the memory behind ${name}`, found);
  }
  const wanted = `${article(array)} as ${name}`;
  if (isCapsule(value)) {
    const label = inspect(value);
    if (label.kind === 'data') {
      if (label.state !== 'live') return 0; // the native function throws
      const shape = label.shape.map((n) => `[${n}]`).join('');
      const fits = label.dtype === dtype && label.shape.length === 1 && !(writes && label.readOnly);
      if (fits) return label.shape[0] as number;
      const expected = `${wanted}, or ${writes ? 'writable ' : ''}${dtype} data in one dimension`;
      const found = `a capsule with ${label.dtype}${shape}${label.readOnly ? ', read-only' : ''}`;
      throw fail(call, TypeError, 'NOT_A_VECTOR', expected, found);
    }
  }
  const iterable = iterableName(value);
  const advice = iterable === undefined ? undefined : `Convert it: ${array}.from(${name}).`;
  throw fail(call, TypeError, 'NOT_A_VECTOR', wanted, iterable ?? describeValue(value), advice);
}

function checkScalar(call: Call, { name, type, low, high }: ScalarParameter, value: unknown): void {
  if (typeof value !== type) {
    const code = type === 'boolean' ? 'NOT_A_BOOLEAN' : type === 'bigint' ? 'NOT_A_BIGINT' : 'NOT_A_NUMBER';
    throw fail(call, TypeError, code, `a ${type} as ${name}`, describeValue(value));
  }
  if (low === undefined || high === undefined) return;
  const fits =
    typeof value === 'bigint'
      ? value >= BigInt(low) && value <= BigInt(high)
      : isInteger(value) && (value as number) >= (low as number) && (value as number) <= (high as number);
  if (fits) return;
  const found = type === 'bigint' ? 'another one' : describeValue(value);
  throw fail(call, RangeError, 'NOT_AN_INTEGER', `${name} to be an integer from ${low} to ${high}`, found);
}

function checkHandle(call: Call, parameter: HandleParameter, value: unknown): void {
  const { name, of } = parameter;
  if (!parameter.isHandle(value)) {
    throw fail(call, TypeError, 'NOT_A_HANDLE', `${article(of)} as ${name}`, describeValue(value));
  }
  if (parameter.isEnded(value)) {
    throw fail(call, TypeError, 'HANDLE_ENDED', `${name} to be in use`, 'one that was ended');
  }
  if (call.isPromise === true || parameter.isBusy?.(value) !== true) return;
  throw fail(call, Error, 'HANDLE_BUSY', `${name} to be free`, 'one that a promise uses', 'Await the promise before.');
}

/** Explains that C cannot call a function of JavaScript. The native function rejects other values. */
function checkCallback(call: Call, { name, signature }: CallbackParameter, value: unknown): void {
  if (isCapsule(value)) return;
  const advice =
    typeof value === 'function'
      ? 'C cannot call JavaScript functions: write it in C, and seal it with capsule_seal_function.'
      : 'Seal one with capsule_seal_function.';
  const expected = `a capsule with a C function ${signature} as ${name}`;
  throw fail(call, TypeError, 'NOT_A_CALLBACK', expected, describeValue(value), advice);
}

const operators: Record<Operator, (a: number, b: number) => boolean> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '==': (a, b) => a === b,
  '!=': (a, b) => a < b || a > b, // not for NaN
};

/** Rejects an element that is no integer, or no index of an array of n elements. */
function checkSizes(call: Call, parameter: ArrayParameter, x: unknown, n: number | undefined): void {
  const { name, index, low = 0 } = parameter;
  if (typedArrayKind(x) !== 'Float64Array') return;
  const list = x as Float64Array;
  for (let i = 0; i < typedArrayLength(list); i++) {
    const found = list[i] as number;
    const isSize = isSafeInteger(found) && found >= low;
    if (isSize && (index === undefined || found < (n as number))) continue;
    if (index === undefined) {
      const expected = `${name} to have integers${low === 0 ? ', 0 or more' : ''}`;
      throw fail(call, RangeError, 'NOT_AN_INTEGER', expected, String(found));
    }
    const expected = `${name} to be an index of ${index}, which has ${count(n)}`;
    throw fail(call, RangeError, 'PLACE_UNUSABLE', expected, String(found));
  }
}

/** Evaluates a check of the contract with the lengths, numbers and values of one call. */
function runCheck(call: Call, check: Check, lengths: Numbers, numbers: Numbers, values: Record<string, unknown>): void {
  const { code, expected } = check;
  const length = (name: string) => lengths[name] as number;
  const number = (name: string) => numbers[name] as number;
  const reject = (found: string, type: typeof RangeError | typeof TypeError = RangeError) =>
    fail(call, type, code, expected, found);
  switch (check.kind) {
    case 'length':
      if (length(check.array) !== check.size) throw reject(count(length(check.array)));
      break;
    case 'shorter':
      if (length(check.array) < check.size) throw reject(count(length(check.array)));
      break;
    case 'range':
      if (length(check.array) > check.size) throw reject(count(length(check.array)));
      break;
    case 'lengths':
      if (length(check.other) - length(check.first) === check.difference) break;
      throw reject(`${length(check.first)} and ${length(check.other)} values`);
    case 'explicit':
      if (length(check.array) !== number(check.length) + check.plus) throw reject(count(length(check.array)));
      break;
    case 'condition': {
      const { left, operator, right } = check;
      const b = typeof right === 'number' ? right : number(right);
      if (operators[operator](number(left), b)) break;
      throw reject(`${left} = ${number(left)}${typeof right === 'number' ? '' : ` and ${right} = ${b}`}`);
    }
    case 'binding': {
      const { left, operator, right } = check;
      const one = left[0] as string;
      const other = left[1];
      const difference = other === undefined ? number(one) : number(one) - number(other);
      const bound = typeof right === 'string' ? number(right) : (right ?? Number.POSITIVE_INFINITY);
      if (operators[operator](difference, bound)) break;
      const used = call.parameters.filter(({ name }) => name === one || name === other || name === right);
      const found = used.map(({ name }) => numbers[name]);
      throw reject(found.length === 1 ? describeValue(found[0]) : found.join(' and '));
    }
    case 'sameHandle':
      if (values[check.first] === values[check.second]) throw reject('one handle', TypeError);
      break;
  }
}

/**
 * Checks the arguments of a call, and throws if one is unusable.
 *
 * @param args - the arguments; a result may be missing
 * @returns the lengths of the arrays
 */
export function check(call: Call, args: readonly unknown[]): Readonly<Numbers> {
  const { parameters } = call;
  const lengths = noNumbers();
  const numbers = noNumbers();
  const values = { __proto__: null } as unknown as Record<string, unknown>;
  // By index: a script can replace the iterator of Arrays.
  for (let i = 0; i < parameters.length; i++) {
    const parameter = parameters[i] as (typeof parameters)[number];
    const value = args[i];
    values[parameter.name] = value;
    switch (parameter.kind) {
      case 'array':
        if (parameter.isResult !== true || value !== undefined)
          lengths[parameter.name] = checkArray(call, parameter, value);
        break;
      case 'scalar':
        checkScalar(call, parameter, value);
        numbers[parameter.name] = Number(value);
        break;
      case 'handle':
        checkHandle(call, parameter, value);
        break;
      case 'callback':
        checkCallback(call, parameter, value);
    }
  }
  for (let i = 0; i < call.lengths.length; i++) {
    const { name, array, plus = 0 } = call.lengths[i] as (typeof call.lengths)[number];
    if (array !== undefined) numbers[name] = (lengths[array] as number) - plus;
  }
  // Results that are missing have the right length.
  for (let i = 0; i < parameters.length; i++) {
    const parameter = parameters[i] as (typeof parameters)[number];
    if (parameter.kind !== 'array' || lengths[parameter.name] !== undefined) continue;
    const { name, length, plus = 0 } = parameter;
    lengths[name] = (length === undefined ? 0 : (numbers[length] as number)) + plus;
  }
  for (let i = 0; i < call.checks.length; i++) runCheck(call, call.checks[i] as Check, lengths, numbers, values);
  for (let i = 0; i < parameters.length; i++) {
    const parameter = parameters[i] as (typeof parameters)[number];
    if (parameter.kind !== 'array') continue;
    const { name, sizes, isResult, index = '' } = parameter;
    if (sizes === true && isResult !== true) checkSizes(call, parameter, args[i], lengths[index]);
    const length = lengths[name] as number;
    if (args[i] !== undefined || length >= 0) continue;
    throw fail(call, RangeError, 'LENGTH_MISMATCH', `${name} of 0 values or more`, count(length));
  }
  return lengths;
}
