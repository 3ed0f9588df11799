/**
 * What every generated JavaScript module has besides its functions: the slow path of a call, which finds out why the
 * native function rejected its arguments. It runs no code of an argument.
 */
export const scriptRuntime = `const { types } = require('node:util');
const { capsuleError, checkOptions, describeValue, hasMemory, inspect, isCapsule, typedArrayKind, typedArrayLength } = require('@capsule/core');

// Captured at load; later monkey-patching has no effect.
const arrays = {
  __proto__: null,
  Float64Array, Float32Array, Int8Array, Int16Array, Int32Array, BigInt64Array, Uint8Array, Uint16Array, Uint32Array, BigUint64Array,
};
const { isArray } = Array;
const { isInteger, isSafeInteger } = Number;
const { hasOwn } = Object;
const { ceil, floor } = Math;
const sort = Function.prototype.call.bind(Float64Array.prototype.sort);

const fail = (call, type, code, expected, found, advice, cause) =>
  capsuleError(type, PREFIX + code, call.operation, {
    expected,
    found,
    ...(advice !== undefined && { advice }),
    ...(cause !== undefined && { cause }),
  });

const count = (n, what = 'value') => n + ' ' + what + (n === 1 ? '' : 's');

/** Allocates an array for a result; undefined if there is no memory. */
function create(kind, n, limit = Infinity) {
  if (typeof n !== 'number' || n > limit) return undefined;
  try {
    return new arrays[kind](n);
  } catch {
    return undefined;
  }
}

function newArray(call, name, n, kind = 'Float64Array') {
  const array = create(kind, n);
  if (array !== undefined) return array;
  throw fail(call, RangeError, 'OUT_OF_MEMORY', 'memory for ' + count(n) + ' of ' + name, 'less than that');
}

/** Rejects arguments after the parameters, except those that map() passes to a function of one parameter. */
function rejectMore(call, first, more) {
  const { shown, required, name, hint } = call;
  const list = more[1];
  const isSafe = (value) => typeof value === 'object' && !types.isProxy(value) && isArray(value);
  if (shown.length === 1 && more.length === 2 && typeof more[0] === 'number' && isSafe(list) && list[more[0]] === first) return;
  for (let i = 0; i < more.length; i++) {
    if (more[i] === undefined) continue;
    const last = shown[shown.length - 1];
    const expected = last === undefined ? 'no argument' : 'no argument after ' + last;
    const advice = isSafe(more[i])
      ? 'In map(), write (x) => ' + name + '(' + required.join(', ') + ').'
      : last === 'options'
        ? 'Remove it.'
        : name + '() has no options.' + (hint === undefined ? '' : ' ' + hint);
    throw fail(call, TypeError, 'OPTIONS_UNUSABLE', expected, describeValue(more[i]), advice);
  }
}

const iterables = [
  [types.isSet, 'a Set'],
  [types.isMap, 'a Map'],
  [types.isGeneratorObject, 'a generator'],
  [types.isSetIterator, 'an iterator'],
  [types.isMapIterator, 'an iterator'],
];

/** Reads the options that are own properties, so that a polluted prototype has no effect. */
function readOptions(call, options) {
  const found = { __proto__: null };
  if (options === undefined) return found;
  const { keys } = call;
  checkOptions(call.operation, PREFIX + 'OPTIONS_UNUSABLE', keys, options);
  for (let i = 0; i < keys.length; i++) if (hasOwn(options, keys[i])) found[keys[i]] = options[keys[i]];
  return found;
}

/** The value of an option that is one of several words; the first by default. */
function choose(call, key, choices, value) {
  const words = Object.keys(choices);
  if (value === undefined) return choices[words[0]];
  if (typeof value === 'string' && hasOwn(choices, value)) return choices[value];
  const quoted = words.map((word) => "'" + word + "'");
  const expected = key + ' to be ' + quoted.slice(0, -1).join(', ') + ' or ' + quoted[quoted.length - 1];
  throw fail(call, TypeError, 'OPTIONS_UNUSABLE', expected, describeValue(value));
}

/**
 * The places of elements at equal distances, by the options: for each array the index of the first element and the
 * distance to the next, then the number of elements, which is all that follow by default. They replace the elements of
 * \`found\`, and the lengths of the arrays those of \`arrays\`: a script can give Array.prototype a setter of an index,
 * which new elements would call.
 */
function places(call, options, arrays, found) {
  // Options are read before arrays are checked: a getter among them could detach one.
  const given = readOptions(call, options);
  const { strided, count: counter } = call;
  let isFinite = true;
  for (let i = 0; i < strided.length; i++) {
    const { offset, stride } = strided[i];
    if (given[offset] !== undefined) found[2 * i] = integer(call, offset, given[offset], 0);
    if (given[stride] !== undefined) found[2 * i + 1] = integer(call, stride, given[stride]);
    if (found[2 * i + 1] === 0) isFinite = false;
  }
  let n = given[counter] === undefined && isFinite ? undefined : integer(call, counter, given[counter], 0);
  const lengths = arrays;
  for (let i = 0; i < strided.length; i++) {
    lengths[i] = checkArray(call, strided[i], arrays[i]);
    if (given[counter] !== undefined || !isFinite) continue;
    const first = found[2 * i];
    const stride = found[2 * i + 1];
    const all = first >= lengths[i] ? 0 : stride > 0 ? ceil((lengths[i] - first) / stride) : floor(first / -stride) + 1;
    if (n !== undefined && all !== n) {
      const expected = strided[0].name + ' and ' + strided[i].name + ' with as many values at these distances, or ' + counter;
      throw fail(call, RangeError, 'LENGTH_MISMATCH', expected, n + ' and ' + count(all));
    }
    n = all;
  }
  for (let i = 0; i < strided.length; i++) {
    const first = found[2 * i];
    const stride = found[2 * i + 1];
    const last = first + (n - 1) * stride;
    if (n === 0 || (first < lengths[i] && last >= 0 && last < lengths[i])) continue;
    const expected = 'indices of ' + strided[i].name + ', which has ' + count(lengths[i]);
    throw fail(call, RangeError, 'PLACE_UNUSABLE', expected, first + ' to ' + last);
  }
  found[2 * strided.length] = n;
  return found;
}

function integer(call, name, value, min) {
  if (typeof value !== 'number') throw fail(call, TypeError, 'NOT_A_NUMBER', 'a number as ' + name, describeValue(value));
  if (isSafeInteger(value) && !(value < min)) return value;
  const expected = name + ' to be an integer' + (min === undefined ? '' : ', ' + min + ' or more');
  throw fail(call, RangeError, 'NOT_AN_INTEGER', expected, describeValue(value));
}

/** The longest Array for which memory is allocated before its elements have been counted. */
const maxUnchecked = 65536;

/**
 * One number or several as a Float64Array: a given Float64Array or data capsule itself, otherwise a copy. Reads each
 * element once, by its index, because iterators can be replaced and getters may run.
 */
function numbers(call, name, value) {
  if (typedArrayKind(value) === 'Float64Array') return value;
  const isList = typeof value === 'object' && value !== null && !types.isProxy(value) && isArray(value);
  if (!isList && typeof value !== 'number') {
    if (isCapsule(value) && inspect(value).kind === 'data') return value;
    const expected = 'a number, an Array of numbers or a Float64Array as ' + name;
    for (let i = 0; i < iterables.length; i++) {
      if (!iterables[i][0](value)) continue;
      throw fail(call, TypeError, 'NOT_A_NUMBER', expected, iterables[i][1], 'Convert it: Array.from(' + name + ').');
    }
    throw fail(call, TypeError, 'NOT_A_NUMBER', expected, describeValue(value));
  }
  const list = isList ? value : [value];
  const n = list.length;
  const element = (i) => {
    const given = hasOwn(list, i) ? list[i] : undefined;
    if (typeof given === 'number') return given;
    throw fail(call, TypeError, 'NOT_A_NUMBER', 'a number as ' + name + '[' + i + ']', describeValue(given));
  };
  // An Array with holes can have any length, so its first hole is rejected before memory is allocated.
  if (n > 0 && !hasOwn(list, n - 1)) element(n - 1);
  for (let i = 0; n > maxUnchecked && i < n; i++) if (!hasOwn(list, i)) element(i);
  const copy = newArray(call, name, n);
  for (let i = 0; i < n; i++) copy[i] = element(i);
  return copy;
}

/** A copy of an array; the array itself if it has less than two elements or is unusable. */
function copyOf(call, name, x) {
  if (typedArrayKind(x) !== 'Float64Array' || !hasMemory(x)) return x;
  const n = typedArrayLength(x);
  if (n < 2) return x;
  const copy = newArray(call, name, n);
  for (let i = 0; i < n; i++) copy[i] = x[i];
  return copy;
}

/** A sorted copy of an array; the array itself if it is sorted anyway, or unusable. */
function ascend(call, name, x) {
  const copy = copyOf(call, name, x);
  return copy === x ? x : sort(copy);
}

/** Puts the results for sorted keys in the order of the keys. */
function restore(call, results, keys, sorted) {
  if (keys === sorted) return results;
  const n = typedArrayLength(sorted);
  const ordered = newArray(call, 'results', n);
  for (let i = 0; i < n; i++) {
    let low = 0;
    let high = n - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (sorted[middle] < keys[i]) low = middle + 1;
      else high = middle;
    }
    ordered[i] = results[low];
  }
  return ordered;
}

/** The length of an array argument. Rejects anything else. */
function checkArray(call, { name, array, dtype, writes }, value) {
  if (typedArrayKind(value) === array) {
    if (hasMemory(value)) return typedArrayLength(value);
    throw fail(call, TypeError, 'DETACHED', 'the memory behind ' + name, article(array) + ' whose buffer was transferred or shrunk');
  }
  const wanted = article(array) + ' as ' + name;
  if (isCapsule(value)) {
    const label = inspect(value);
    if (label.kind === 'data') {
      if (label.state !== 'live') return 0; // the native function throws
      const found = label.dtype + label.shape.map((n) => '[' + n + ']').join('') + (label.readOnly ? ', read-only' : '');
      const fits = label.dtype === dtype && label.shape.length === 1 && !(writes && label.readOnly);
      if (fits) return label.shape[0];
      const expected = wanted + ', or ' + (writes ? 'writable ' : '') + dtype + ' data in one dimension';
      throw fail(call, TypeError, 'NOT_A_VECTOR', expected, 'a capsule with ' + found);
    }
  }
  for (let i = 0; i < iterables.length; i++) {
    if (!iterables[i][0](value)) continue;
    throw fail(call, TypeError, 'NOT_A_VECTOR', wanted, iterables[i][1], 'Convert it: ' + array + '.from(' + name + ').');
  }
  throw fail(call, TypeError, 'NOT_A_VECTOR', wanted, describeValue(value));
}

const article = (word) => (/^[AEIO]/.test(word) ? 'an ' : 'a ') + word;

function checkScalar(call, { name, type, low, high }, value) {
  if (typeof value !== type) {
    const code = type === 'boolean' ? 'NOT_A_BOOLEAN' : type === 'bigint' ? 'NOT_A_BIGINT' : 'NOT_A_NUMBER';
    throw fail(call, TypeError, code, 'a ' + type + ' as ' + name, describeValue(value));
  }
  if (low === undefined) return;
  const fits = type === 'bigint' ? value >= BigInt(low) && value <= BigInt(high) : isInteger(value) && value >= low && value <= high;
  if (fits) return;
  const found = type === 'bigint' ? 'another one' : describeValue(value);
  throw fail(call, RangeError, 'NOT_AN_INTEGER', name + ' to be an integer from ' + low + ' to ' + high, found);
}

function checkHandle(call, { name, of, isHandle, isEnded, isBusy }, value) {
  if (!isHandle(value)) throw fail(call, TypeError, 'NOT_A_HANDLE', article(of) + ' as ' + name, describeValue(value));
  if (isEnded(value)) throw fail(call, TypeError, 'HANDLE_ENDED', name + ' to be in use', 'one that was ended');
  if (isBusy === undefined || call.isPromise === true || !isBusy(value)) return;
  throw fail(call, Error, 'HANDLE_BUSY', name + ' to be free', 'one that a promise uses', 'Await the promise before.');
}

/** Explains that C cannot call a function of JavaScript. The native function rejects other values. */
function checkCallback(call, { name, signature }, value) {
  if (isCapsule(value)) return;
  const advice =
    typeof value === 'function'
      ? 'C cannot call JavaScript functions: write it in C, and seal it with capsule_seal_function.'
      : 'Seal one with capsule_seal_function.';
  throw fail(call, TypeError, 'NOT_A_CALLBACK', 'a capsule with a C function ' + signature + ' as ' + name, describeValue(value), advice);
}

const operators = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b && a === a && b === b,
};

/** Rejects an element that is no integer, or no index of an array of n elements. */
function checkSizes(call, { name, index, low }, x, n) {
  if (typedArrayKind(x) !== 'Float64Array') return;
  for (let i = 0; i < typedArrayLength(x); i++) {
    const found = x[i];
    const isSize = isSafeInteger(found) && found >= low;
    if (isSize && (index === undefined || found < n)) continue;
    if (index === undefined) throw fail(call, RangeError, 'NOT_AN_INTEGER', name + ' to have integers' + (low === 0 ? ', 0 or more' : ''), String(found));
    throw fail(call, RangeError, 'PLACE_UNUSABLE', name + ' to be an index of ' + index + ', which has ' + count(n), String(found));
  }
}

/** Evaluates a check of the contract with the lengths, numbers and values of one call. */
function runCheck(call, check, lengths, numbers, values) {
  const reject = (type, found) => fail(call, type, check.code, check.expected, found);
  switch (check.kind) {
    case 'length':
      if (lengths[check.array] !== check.size) throw reject(RangeError, count(lengths[check.array]));
      break;
    case 'shorter':
      if (lengths[check.array] < check.size) throw reject(RangeError, count(lengths[check.array]));
      break;
    case 'range':
      if (lengths[check.array] > check.size) throw reject(RangeError, count(lengths[check.array]));
      break;
    case 'lengths':
      if (lengths[check.other] - lengths[check.first] !== check.difference)
        throw reject(RangeError, lengths[check.first] + ' and ' + lengths[check.other] + ' values');
      break;
    case 'explicit':
      if (lengths[check.array] !== numbers[check.length] + check.plus) throw reject(RangeError, count(lengths[check.array]));
      break;
    case 'condition': {
      const { left, operator, right } = check;
      const a = numbers[left];
      const b = typeof right === 'number' ? right : numbers[right];
      if (operators[operator](a, b)) break;
      throw reject(RangeError, left + ' = ' + a + (typeof right === 'number' ? '' : ' and ' + right + ' = ' + b));
    }
    case 'face': {
      const { left, operator, right } = check;
      const difference = left.length === 1 ? numbers[left[0]] : numbers[left[0]] - numbers[left[1]];
      const bound = typeof right === 'string' ? numbers[right] : right === undefined ? Infinity : right;
      if (operators[operator](difference, bound)) break;
      const found = call.parameters.filter(({ name }) => left.includes(name) || name === right).map(({ name }) => numbers[name]);
      throw reject(RangeError, found.length === 1 ? describeValue(found[0]) : found.join(' and '));
    }
    case 'sameHandle':
      if (values[check.first] === values[check.second]) throw reject(TypeError, 'one handle');
      break;
  }
}

/**
 * Checks the arguments of a call, and throws if one is unusable. Returns the lengths of the arrays.
 *
 * @param args - the arguments; a result may be missing
 */
function check(call, args) {
  const { parameters } = call;
  const lengths = { __proto__: null };
  const numbers = { __proto__: null };
  const values = { __proto__: null };
  for (let i = 0; i < parameters.length; i++) {
    const parameter = parameters[i];
    const value = args[i];
    values[parameter.name] = value;
    switch (parameter.kind) {
      case 'array':
        if (!(parameter.isResult && value === undefined)) lengths[parameter.name] = checkArray(call, parameter, value);
        break;
      case 'scalar':
        checkScalar(call, parameter, value);
        numbers[parameter.name] = Number(value);
        break;
      case 'handle':
        checkHandle(call, parameter, value);
        break;
      default:
        checkCallback(call, parameter, value);
    }
  }
  // By index: a script can replace the iterator of Arrays.
  for (let i = 0; i < call.lengths.length; i++) {
    const { name, array, plus } = call.lengths[i];
    if (array !== undefined) numbers[name] = lengths[array] - plus;
  }
  // Results that are missing have the right length.
  for (let i = 0; i < parameters.length; i++) {
    const { kind, name, array, length, plus } = parameters[i];
    if (kind !== 'array' || lengths[name] !== undefined) continue;
    lengths[name] = (length === undefined ? 0 : numbers[length]) + plus;
  }
  for (let i = 0; i < call.checks.length; i++) runCheck(call, call.checks[i], lengths, numbers, values);
  for (let i = 0; i < parameters.length; i++) {
    const parameter = parameters[i];
    if (parameter.sizes && !parameter.isResult) checkSizes(call, parameter, args[i], lengths[parameter.index]);
    const { kind, name } = parameter;
    if (kind !== 'array' || args[i] !== undefined || lengths[name] >= 0) continue;
    throw fail(call, RangeError, 'LENGTH_MISMATCH', name + ' of 0 values or more', count(lengths[name]));
  }
  return lengths;
}

/** Allocates the results that are missing. */
function allocate(call, args, lengths) {
  for (let i = 0; i < call.parameters.length; i++) {
    const { kind, name, array } = call.parameters[i];
    if (kind !== 'array' || args[i] !== undefined) continue;
    args[i] = newArray(call, name, lengths[name], array);
  }
}

/** The error for arguments that only the native function rejects. */
function rejected(call) {
  if (call.overlap !== undefined) {
    const { expected, found } = call.overlap;
    return fail(call, RangeError, 'OVERLAP', expected, found, 'Copy one: x.slice().');
  }
  const found = 'elements that are not contiguous or not aligned';
  return fail(call, TypeError, 'ARGUMENTS_UNUSABLE', 'arguments that the addon accepts', found);
}

/**
 * Finds out why the native function rejected its arguments, and throws. If the reason is that an array is a data
 * capsule, or has no elements, calls the native function again.
 *
 * @param args - the arguments; a result that is missing is allocated
 */
function retry(call, args) {
  allocate(call, args, check(call, args));
  const done = call.invoke(args);
  if (done === null) throw fail(call, RangeError, 'OUT_OF_MEMORY', 'memory for a copy of the integers', 'less than that');
  if (done !== undefined) return done;
  throw rejected(call);
}

/** The error for the status of a function that failed. */
function failed(call, status) {
  const { code, expected, found, advice } = call.failures[String(status)] ?? UNKNOWN;
  return fail(call, code === 'OUT_OF_MEMORY' ? RangeError : Error, code, expected, found, advice);
}`;
